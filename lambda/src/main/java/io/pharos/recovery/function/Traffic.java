package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.Variable;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/**
 * Whether this Region claims the traffic (the secondary has taken it over, or the primary has
 * reclaimed it), and the two signals that say so to Route 53: a metric, and the fixed response of a
 * listener rule. Both are data plane of this Region alone.
 */
record Traffic(Aws aws, Environment environment, Table table) {
  static final String PATH = "/.pharos/takeover";

  /** Whether this Region claims the traffic. */
  boolean claimed() {
    return Table.yes(table.get(Table.TRAFFIC), attribute());
  }

  /** Claims the traffic; when it already does, nothing changes. */
  void claim(Operation operation) {
    table
        .update(Table.TRAFFIC)
        .set(attribute(), true)
        .setIfAbsent("since", aws.clock().instant())
        .set("operation", operation.id())
        .run();
  }

  /** Says it to the health checks that read the metric. */
  void publish(boolean claimed) {
    Metric metric =
        environment.position() == Position.SECONDARY ? Metric.TAKEN_OVER : Metric.RECLAIMED;
    new Metrics(aws, environment).publish(metric, claimed);
  }

  /** Says it to the health check that asks the load balancer; switches the rule when it differs. */
  void answer(boolean claimed) {
    String arn = environment.get(Variable.PHAROS_TAKEOVER_RULE);
    String status = claimed ? "200" : "404";
    ElasticLoadBalancingV2Client loadBalancing =
        aws.client(ElasticLoadBalancingV2Client.class, environment.region());
    boolean differs =
        loadBalancing.describeRules(describe -> describe.ruleArns(arn)).rules().stream()
            .noneMatch(rule -> answers(rule, status));
    if (differs) {
      Action response = fixedResponse(status, claimed ? "taken over" : "standby");
      loadBalancing.modifyRule(modify -> modify.ruleArn(arn).actions(response));
    }
  }

  private String attribute() {
    return environment.position() == Position.SECONDARY ? "takenOver" : "reclaimed";
  }

  private static boolean answers(Rule rule, String status) {
    return rule.actions().stream()
        .map(Action::fixedResponseConfig)
        .anyMatch(response -> response != null && status.equals(response.statusCode()));
  }

  private static Action fixedResponse(String status, String body) {
    return Action.builder()
        .type(ActionTypeEnum.FIXED_RESPONSE)
        .fixedResponseConfig(
            FixedResponseActionConfig.builder()
                .statusCode(status)
                .contentType("text/plain")
                .messageBody(body)
                .build())
        .build();
  }
}
