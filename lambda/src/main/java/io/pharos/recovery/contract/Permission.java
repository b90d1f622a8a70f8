package io.pharos.recovery.contract;

import java.util.List;
import java.util.Map;

/**
 * One statement of a function's role: it allows the actions on the resource, and nothing else is
 * allowed. Writing logs, and a network interface for what runs in the VPC, come from the managed
 * policies AWSLambdaBasicExecutionRole and AWSLambdaVPCAccessExecutionRole.
 *
 * @param actions such as {@code rds:PromoteReadReplica}
 * @param stringEquals condition keys and the value that each must have; empty when there is none
 */
public record Permission(
    List<String> actions, ResourceRef resource, Map<String, String> stringEquals) {

  public Permission {
    actions = List.copyOf(actions);
    stringEquals = Map.copyOf(stringEquals);
  }

  static Permission of(ResourceRef resource, String... actions) {
    return new Permission(List.of(actions), resource, Map.of());
  }

  /** Deletes only what carries this tag. */
  static Permission ofTagged(ResourceRef resource, String tag, String value, String... actions) {
    return new Permission(List.of(actions), resource, Map.of("aws:ResourceTag/" + tag, value));
  }

  /** Metrics can only be published into a namespace by condition: the action knows no resource. */
  static Permission publishMetrics() {
    return new Permission(
        List.of("cloudwatch:PutMetricData"),
        ResourceRef.ANY,
        Map.of("cloudwatch:namespace", Metric.NAMESPACE));
  }
}
