package io.pharos.sandbox.service.elb;

import static io.pharos.sandbox.service.elb.Balancing.refusal;

import io.pharos.sandbox.core.Glob;
import io.pharos.sandbox.service.app.HttpRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/** What a rule asks of a request, in the provider's words and in the SDK's. */
final class Conditions {
  private static final Set<String> KNOWN = Set.of("pathPattern", "hostHeader", "httpRequestMethod");

  private Conditions() {}

  static void check(Map<String, Object> condition) {
    List<String> kinds =
        condition.entrySet().stream()
            .filter(entry -> entry.getValue() != null)
            .filter(entry -> !(entry.getValue() instanceof List<?> list && list.isEmpty()))
            .map(Map.Entry::getKey)
            .toList();
    if (kinds.size() != 1) {
      throw refusal("ValidationError", "A condition must have exactly one kind, not " + kinds);
    }
    if (!KNOWN.contains(kinds.get(0))) {
      throw new UnsupportedOperationException("the sandbox has no rule condition " + kinds.get(0));
    }
    if (values(condition, kinds.get(0)).isEmpty()) {
      throw refusal("ValidationError", "A condition value must be specified");
    }
  }

  static boolean matches(List<Map<String, Object>> conditions, HttpRequest request) {
    return conditions.stream().allMatch(condition -> matches(condition, request));
  }

  private static boolean matches(Map<String, Object> condition, HttpRequest request) {
    List<String> paths = values(condition, "pathPattern");
    List<String> hosts = values(condition, "hostHeader");
    List<String> methods = values(condition, "httpRequestMethod");
    return (paths.isEmpty() || paths.stream().anyMatch(each -> Glob.matches(each, request.path())))
        && (hosts.isEmpty()
            || hosts.stream()
                .anyMatch(
                    each ->
                        Glob.matches(
                            each.toLowerCase(Locale.ROOT),
                            request.host().toLowerCase(Locale.ROOT))))
        && (methods.isEmpty() || methods.contains(request.method()));
  }

  @SuppressWarnings("unchecked")
  static List<String> values(Map<String, Object> condition, String kind) {
    return condition.get(kind) instanceof Map<?, ?> map && map.get("values") instanceof List<?> list
        ? (List<String>) list
        : List.of();
  }

  static RuleCondition description(Map<String, Object> condition) {
    RuleCondition.Builder builder = RuleCondition.builder();
    List<String> paths = values(condition, "pathPattern");
    List<String> hosts = values(condition, "hostHeader");
    List<String> methods = values(condition, "httpRequestMethod");
    if (!paths.isEmpty()) {
      return builder
          .field("path-pattern")
          .values(paths)
          .pathPatternConfig(config -> config.values(paths))
          .build();
    }
    return hosts.isEmpty()
        ? builder
            .field("http-request-method")
            .httpRequestMethodConfig(config -> config.values(methods))
            .build()
        : builder
            .field("host-header")
            .values(hosts)
            .hostHeaderConfig(config -> config.values(hosts))
            .build();
  }

  static Map<String, Object> attributes(RuleCondition condition) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    if (condition.pathPatternConfig() != null) {
      attributes.put("pathPattern", Map.of("values", condition.pathPatternConfig().values()));
    } else if (condition.hostHeaderConfig() != null) {
      attributes.put("hostHeader", Map.of("values", condition.hostHeaderConfig().values()));
    } else if (condition.httpRequestMethodConfig() != null) {
      attributes.put(
          "httpRequestMethod", Map.of("values", condition.httpRequestMethodConfig().values()));
    } else if ("path-pattern".equals(condition.field())) {
      attributes.put("pathPattern", Map.of("values", condition.values()));
    } else if ("host-header".equals(condition.field())) {
      attributes.put("hostHeader", Map.of("values", condition.values()));
    }
    return attributes;
  }
}
