package io.pharos.sandbox.service.fis;

import io.pharos.sandbox.core.Resource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a template does to one of its targets.
 *
 * @param resources ARNs of what it acts on
 * @param region the Region that is isolated
 */
record Action(
    String name,
    String id,
    String targetKey,
    String target,
    List<String> resources,
    String region,
    Optional<Duration> duration) {
  static final String ROUTES = "aws:network:route-table-disrupt-cross-region-connectivity";
  static final String REPLICATION = "aws:s3:bucket-pause-replication";

  static List<Action> of(Resource template) {
    Map<String, List<String>> resources = new HashMap<>();
    for (Map<String, Object> target : template.maps("targets")) {
      resources.put(
          Templates.text(target, "name"),
          target.get("resourceArns") instanceof List<?> arns
              ? arns.stream().map(Object::toString).toList()
              : List.of());
    }
    return template.maps("actions").stream().map(action -> of(action, resources)).toList();
  }

  private static Action of(Map<String, Object> action, Map<String, List<String>> resources) {
    Map<String, String> parameters = new HashMap<>();
    if (action.get("parameters") instanceof List<?> pairs) {
      for (Object pair : pairs) {
        parameters.put(
            String.valueOf(((Map<?, ?>) pair).get("key")),
            String.valueOf(((Map<?, ?>) pair).get("value")));
      }
    }
    Map<?, ?> target = action.get("target") instanceof Map<?, ?> given ? given : Map.of();
    String name = String.valueOf(target.get("value"));
    return new Action(
        Templates.text(action, "name"),
        Templates.text(action, "actionId"),
        String.valueOf(target.get("key")),
        name,
        resources.getOrDefault(name, List.of()),
        parameters.getOrDefault("region", ""),
        Optional.ofNullable(parameters.get("duration")).map(Duration::parse));
  }
}
