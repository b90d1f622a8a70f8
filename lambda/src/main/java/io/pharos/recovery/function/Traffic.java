package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.TakeoverAnswer;
import io.pharos.recovery.contract.TakeoverAnswer.Says;
import io.pharos.recovery.contract.Variable;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/**
 * Whether a Region claims the traffic (the secondary has taken it over, or the primary has
 * reclaimed it), and the two signals that say so to Route 53: a metric, and the fixed response of a
 * listener rule. Both are data plane of that Region alone.
 *
 * @param rule the variable that names the listener rule
 */
record Traffic(
    Aws aws,
    Environment environment,
    Table table,
    Position position,
    String region,
    Variable rule) {
  private static final String DATABASE = "database";
  private static final String SINCE = "since";
  private static final String OPERATION = "operation";

  /** That of this Region. */
  Traffic(Aws aws, Environment environment, Table table) {
    this(
        aws,
        environment,
        table,
        environment.position(),
        environment.region(),
        Variable.PHAROS_TAKEOVER_RULE);
  }

  static Traffic ofPeer(Aws aws, Environment environment) {
    return new Traffic(
        aws,
        environment,
        Table.ofPeer(aws, environment),
        environment.position().peer(),
        environment.get(Variable.PHAROS_PEER_REGION),
        Variable.PHAROS_PEER_TAKEOVER_RULE);
  }

  /** Whether the Region claims the traffic. */
  boolean claimed() {
    return Table.yes(table.get(Table.TRAFFIC), attribute());
  }

  /** Claims the traffic; when it already does, nothing changes. */
  void claim(Operation operation, String database) {
    served(operation, database).set(attribute(), true).run();
  }

  /** Remembers that an operation gave this Region the traffic without a claim of its own. */
  void serve(Operation operation, String database) {
    served(operation, database).run();
  }

  private ItemUpdate served(Operation operation, String database) {
    return table
        .update(Table.TRAFFIC)
        .setIfAbsent(SINCE, aws.clock().instant())
        .set(OPERATION, operation.id())
        .set(DATABASE, database);
  }

  /** Whether an operation gave the traffic to this Region with this database. */
  boolean served(String database) {
    return Table.text(table.get(Table.TRAFFIC), DATABASE).filter(database::equals).isPresent();
  }

  /** The operation that gave the traffic to this Region last; empty when none ever did. */
  Optional<String> operation() {
    return Table.text(table.get(Table.TRAFFIC), OPERATION);
  }

  /** What the Region has to say now. */
  Says says(boolean claimed) {
    return claimed
        ? Says.CLAIMS
        : Table.yes(table.get(Table.JUDGEMENT), "announced") ? Says.PROMOTES : Says.NOTHING;
  }

  /** Gives the claim up. */
  void release() {
    table.update(Table.TRAFFIC).set(attribute(), false).remove(SINCE).run();
  }

  /** Says it to the health checks that read the metric. */
  void publish(boolean claimed) {
    Metric metric =
        switch (position) {
          case PRIMARY -> Metric.RECLAIMED;
          case SECONDARY -> Metric.TAKEN_OVER;
        };
    new Metrics(aws, environment, region).publish(metric, claimed);
  }

  /** Says it to the health check that asks the load balancer; switches the rule when it differs. */
  void answer(Says says) {
    String arn = environment.get(rule);
    String status = Integer.toString(TakeoverAnswer.status(position, says));
    ElasticLoadBalancingV2Client loadBalancing =
        aws.client(ElasticLoadBalancingV2Client.class, region);
    boolean differs =
        loadBalancing.describeRules(describe -> describe.ruleArns(arn)).rules().stream()
            .noneMatch(rule -> answers(rule, status));
    if (differs) {
      Action response = fixedResponse(status, TakeoverAnswer.text(position, says));
      loadBalancing.modifyRule(modify -> modify.ruleArn(arn).actions(response));
    }
  }

  private String attribute() {
    return switch (position) {
      case PRIMARY -> "reclaimed";
      case SECONDARY -> "takenOver";
    };
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
