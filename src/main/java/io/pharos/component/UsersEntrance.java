package io.pharos.component;

import com.pulumi.aws.lb.ListenerRule;
import com.pulumi.aws.lb.ListenerRuleArgs;
import com.pulumi.aws.lb.TargetGroup;
import com.pulumi.aws.lb.inputs.ListenerRuleActionArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleConditionArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleConditionHostHeaderArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where an accelerator leads users: the rule that lets those in who call the users' name, and the
 * target group without targets that it leads to in a Region that stands by. That group answers 503,
 * and makes the load balancer unhealthy to the accelerator, which then leads users to the other
 * Region. The recovery runtime switches the rule; the Region's own name is not touched by it.
 */
public final class UsersEntrance extends PharosComponent {
  /** After the rule that says who has the traffic. */
  private static final int PRIORITY = 3;

  private final TargetGroup closed;
  private final ListenerRule rule;

  public UsersEntrance(String name, UsersEntranceArgs args, ComponentResourceOptions options) {
    super("UsersEntrance", name, options);
    Site site = args.site();
    this.closed =
        new TargetGroup(
            name + "-closed",
            LoadBalancer.targetGroup(site, args.network(), site.names().closedTargetGroup())
                .build(),
            child());
    this.rule =
        new ListenerRule(
            name,
            ListenerRuleArgs.builder()
                .listenerArn(args.loadBalancer().listenerArn())
                .priority(PRIORITY)
                .conditions(
                    ListenerRuleConditionArgs.builder()
                        .hostHeader(
                            ListenerRuleConditionHostHeaderArgs.builder()
                                .values(hosts(site))
                                .build())
                        .build())
                .actions(
                    ListenerRuleActionArgs.builder()
                        .type("forward")
                        .targetGroupArn(
                            site.serves() ? args.loadBalancer().targetGroupArn() : closed.arn())
                        .build())
                .build(),
            // The runtime opens and closes it; it goes before what it may lead to.
            childOptions().ignoreChanges("actions").dependsOn(closed).build());
    registerOutputs(Map.of("ruleArn", ruleArn(), "closedTargetGroupArn", closedTargetGroupArn()));
  }

  private static List<String> hosts(Site site) {
    String domain = site.settings().routing().domain();
    List<String> hosts = new ArrayList<>(List.of(domain));
    switch (site.settings().routing().via()) {
      case BOTH -> hosts.add(Names.acceleratedEndpoint(domain));
      case ACCELERATOR, DNS -> {}
    }
    return hosts;
  }

  /** The rule that lets users in. */
  public Output<String> ruleArn() {
    return rule.arn();
  }

  /** The target group that never has a target. */
  public Output<String> closedTargetGroupArn() {
    return closed.arn();
  }
}
