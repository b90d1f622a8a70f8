package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Variable;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;

/**
 * Where an accelerator leads users: whether a Region's load balancer lets in who calls the users'
 * name. Open, its rule leads to the application's targets; closed, to a target group without any,
 * which answers 503 and makes the load balancer unhealthy to the accelerator, so that users are led
 * to the other Region.
 *
 * @param rule ARN of the listener rule
 * @param open ARN of the application's target group; empty where this is the peer's
 * @param closed ARN of the target group without targets
 * @see <a
 *     href="https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoint-groups-health-check-options.html">Health
 *     checks of load balancers</a>
 */
record UsersEntrance(Aws aws, String region, String rule, Optional<String> open, String closed) {
  /** That of this Region; empty where no accelerator leads users. */
  static Optional<UsersEntrance> own(Aws aws, Environment environment) {
    return environment
        .optional(Variable.PHAROS_USERS_RULE)
        .map(
            rule ->
                new UsersEntrance(
                    aws,
                    environment.region(),
                    rule,
                    Optional.of(environment.get(Variable.PHAROS_TARGET_GROUP)),
                    environment.get(Variable.PHAROS_CLOSED_TARGET_GROUP)));
  }

  /** That of the peer, which only the peer itself opens. */
  static Optional<UsersEntrance> ofPeer(Aws aws, Environment environment) {
    return environment
        .optional(Variable.PHAROS_PEER_USERS_RULE)
        .map(
            rule ->
                new UsersEntrance(
                    aws,
                    environment.peerRegion(),
                    rule,
                    Optional.empty(),
                    environment.get(Variable.PHAROS_PEER_CLOSED_TARGET_GROUP)));
  }

  boolean isOpen() {
    return !leadsTo(closed);
  }

  /** Lets users in, unless it does already. */
  FencePart letIn() {
    return lead(open.orElseThrow(), "users are let in in " + region);
  }

  /** Keeps users out, unless it does already. */
  FencePart close() {
    return lead(closed, "users are kept out of " + region);
  }

  private FencePart lead(String targetGroup, String text) {
    if (leadsTo(targetGroup)) {
      return FencePart.unchanged(text);
    }
    Action forward =
        Action.builder().type(ActionTypeEnum.FORWARD).targetGroupArn(targetGroup).build();
    client().modifyRule(modify -> modify.ruleArn(rule).actions(forward));
    return FencePart.changed(text);
  }

  private boolean leadsTo(String targetGroup) {
    return client().describeRules(describe -> describe.ruleArns(rule)).rules().stream()
        .flatMap(found -> found.actions().stream())
        .anyMatch(action -> targetGroup.equals(action.targetGroupArn()));
  }

  private ElasticLoadBalancingV2Client client() {
    return aws.client(ElasticLoadBalancingV2Client.class, region);
  }
}
