package io.pharos.sandbox.service.elb;

import static io.pharos.sandbox.service.elb.Balancing.refusal;

import io.pharos.sandbox.core.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionStatusCodeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** What listeners and rules do, in the provider's words and in the SDK's. */
final class Actions {
  private Actions() {}

  static void check(Balancing balancing, Resource balancer, List<Map<String, Object>> actions) {
    if (actions.isEmpty()) {
      throw refusal("ValidationError", "An action must be specified");
    }
    for (Map<String, Object> action : actions) {
      String type = String.valueOf(action.get("type"));
      switch (type) {
        case "forward" -> {
          if (Balancing.targetGroups(List.of(action)).isEmpty()) {
            throw refusal("ValidationError", "A target group ARN must be specified");
          }
        }
        case "fixed-response" -> fixedResponse(action);
        case "redirect" -> need(action, "redirect");
        default ->
            throw new UnsupportedOperationException(
                "the sandbox has no listener action of type " + type);
      }
    }
    for (String arn : Balancing.targetGroups(actions)) {
      Resource group = balancing.targetGroup(balancer.region(), arn);
      balancing
          .userOf(group)
          .filter(user -> !user.id().equals(balancer.id()))
          .ifPresent(
              user -> {
                throw refusal(
                    "TargetGroupAssociationLimit",
                    "The following target groups cannot be associated with more than one load"
                        + " balancer: "
                        + arn);
              });
      if (!group.string("vpcId").equals(balancer.string("vpcId"))) {
        throw refusal(
            "InvalidConfigurationRequest",
            "The following target groups are in a different VPC than load balancer '"
                + balancer.id()
                + "': "
                + arn);
      }
    }
  }

  private static void fixedResponse(Map<String, Object> action) {
    String status = String.valueOf(need(action, "fixedResponse").get("statusCode"));
    if (!status.matches("[245]\\d\\d")) {
      throw refusal("ValidationError", "The status code '" + status + "' must be 2XX, 4XX or 5XX");
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> need(Map<String, Object> action, String part) {
    if (action.get(part) instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw refusal("ValidationError", "An action of type " + action.get("type") + " needs " + part);
  }

  /** With the order that the provider computes for each. */
  static List<Map<String, Object>> ordered(List<Map<String, Object>> actions) {
    List<Map<String, Object>> ordered = new ArrayList<>();
    for (Map<String, Object> action : actions) {
      Map<String, Object> each = new LinkedHashMap<>(action);
      each.putIfAbsent("order", ordered.size() + 1);
      ordered.add(each);
    }
    return ordered;
  }

  static Map<String, Object> attributes(Action action) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("type", action.typeAsString());
    if (action.order() != null) {
      attributes.put("order", action.order());
    }
    if (action.fixedResponseConfig() != null) {
      Map<String, Object> response = new LinkedHashMap<>();
      response.put("contentType", action.fixedResponseConfig().contentType());
      response.put("messageBody", action.fixedResponseConfig().messageBody());
      response.put("statusCode", action.fixedResponseConfig().statusCode());
      attributes.put("fixedResponse", response);
    }
    if (action.redirectConfig() != null) {
      Map<String, Object> redirect = new LinkedHashMap<>();
      redirect.put("host", action.redirectConfig().host());
      redirect.put("path", action.redirectConfig().path());
      redirect.put("port", action.redirectConfig().port());
      redirect.put("protocol", action.redirectConfig().protocol());
      redirect.put("query", action.redirectConfig().query());
      redirect.put("statusCode", action.redirectConfig().statusCodeAsString());
      attributes.put("redirect", redirect);
    }
    if (action.targetGroupArn() != null) {
      attributes.put("targetGroupArn", action.targetGroupArn());
    } else if (action.forwardConfig() != null) {
      attributes.put(
          "forward",
          Map.of(
              "targetGroups",
              action.forwardConfig().targetGroups().stream()
                  .map(
                      each ->
                          Map.<String, Object>of(
                              "arn",
                              each.targetGroupArn(),
                              "weight",
                              each.weight() == null ? 1 : each.weight()))
                  .toList()));
    }
    return attributes;
  }

  static Action description(Map<String, Object> action) {
    Resource attributes = new Resource("", "", "", action);
    Action.Builder builder =
        Action.builder().type(ActionTypeEnum.fromValue(attributes.string("type")));
    if (attributes.has("order")) {
      builder.order(attributes.integer("order"));
    }
    if (attributes.has("fixedResponse")) {
      Map<String, Object> response = attributes.map("fixedResponse");
      builder.fixedResponseConfig(
          config ->
              config
                  .contentType(text(response, "contentType"))
                  .messageBody(text(response, "messageBody"))
                  .statusCode(text(response, "statusCode")));
    }
    if (attributes.has("redirect")) {
      Map<String, Object> redirect = attributes.map("redirect");
      builder.redirectConfig(
          config ->
              config
                  .host(text(redirect, "host"))
                  .path(text(redirect, "path"))
                  .port(text(redirect, "port"))
                  .protocol(text(redirect, "protocol"))
                  .query(text(redirect, "query"))
                  .statusCode(
                      RedirectActionStatusCodeEnum.fromValue(text(redirect, "statusCode"))));
    }
    List<String> groups = Balancing.targetGroups(List.of(action));
    if (!groups.isEmpty()) {
      builder.targetGroupArn(groups.size() == 1 ? groups.get(0) : null);
      builder.forwardConfig(
          config ->
              config.targetGroups(
                  groups.stream()
                      .map(arn -> TargetGroupTuple.builder().targetGroupArn(arn).weight(1).build())
                      .toList()));
    }
    return builder.build();
  }

  static String text(Map<String, Object> map, String key) {
    return map.get(key) == null ? null : map.get(key).toString();
  }
}
