package io.pharos.recovery.contract;

import java.util.List;
import java.util.Map;

/**
 * One statement of a function's role: it allows the actions on the resources, and nothing else is
 * allowed. Writing logs, and a network interface for what runs in the VPC, come from the managed
 * policies AWSLambdaBasicExecutionRole and AWSLambdaVPCAccessExecutionRole.
 *
 * @param actions such as {@code rds:PromoteReadReplica}
 * @param resources more than one where an action takes several types of resource together
 * @param stringEquals condition keys and the value that each must have; empty when there is none
 */
public record Permission(
    List<String> actions, List<ResourceRef> resources, Map<String, String> stringEquals) {

  public Permission {
    actions = List.copyOf(actions);
    resources = List.copyOf(resources);
    stringEquals = Map.copyOf(stringEquals);
  }

  static Permission of(ResourceRef resource, String... actions) {
    return of(List.of(resource), actions);
  }

  static Permission of(List<ResourceRef> resources, String... actions) {
    return new Permission(List.of(actions), resources, Map.of());
  }

  /** Deletes only what carries this tag. */
  static Permission ofTagged(ResourceRef resource, String tag, String value, String... actions) {
    return new Permission(
        List.of(actions), List.of(resource), Map.of("aws:ResourceTag/" + tag, value));
  }

  /** Metrics can only be published into a namespace by condition: the action knows no resource. */
  static Permission publishMetrics() {
    return new Permission(
        List.of("cloudwatch:PutMetricData"),
        List.of(ResourceRef.ANY),
        Map.of("cloudwatch:namespace", Metric.NAMESPACE));
  }
}
