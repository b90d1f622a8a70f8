package io.pharos.component;

import com.pulumi.aws.lb.ListenerRule;
import com.pulumi.aws.lb.ListenerRuleArgs;
import com.pulumi.aws.lb.TargetGroup;
import com.pulumi.aws.lb.inputs.ListenerRuleActionArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleConditionArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleConditionHostHeaderArgs;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Names;
import java.util.Map;

/**
 * The way of a rehearsal's test user through this Region's own load balancer: requests for one
 * name, which is nobody else's, go to a target group that is empty while none is rehearsed. All
 * others go where they always went.
 */
public final class RehearsalEntrance extends PharosComponent {
  /** After the rule that says who has the traffic. */
  private static final int PRIORITY = 2;

  public RehearsalEntrance(
      String name, RehearsalEntranceArgs args, ComponentResourceOptions options) {
    super("RehearsalEntrance", name, options);
    Site site = args.site();
    TargetGroup targets =
        new TargetGroup(
            name,
            LoadBalancer.targetGroup(
                    site,
                    args.network(),
                    site.names().rehearsalTargetGroup(site.settings().compute().kind().platform()))
                .build(),
            child());
    new ListenerRule(
        name,
        ListenerRuleArgs.builder()
            .listenerArn(args.loadBalancer().listenerArn())
            .priority(PRIORITY)
            .conditions(
                ListenerRuleConditionArgs.builder()
                    .hostHeader(
                        ListenerRuleConditionHostHeaderArgs.builder()
                            .values(
                                Names.rehearsalEndpoint(
                                    site.position(), site.settings().routing().domain()))
                            .build())
                    .build())
            .actions(
                ListenerRuleActionArgs.builder()
                    .type("forward")
                    .targetGroupArn(targets.arn())
                    .build())
            .build(),
        child());
    registerOutputs(Map.of("targetGroupArn", targets.arn()));
  }
}
