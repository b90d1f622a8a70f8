package io.pharos.component;

import com.pulumi.aws.cloudwatch.EventRule;
import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.aws.cloudwatch.EventTarget;
import com.pulumi.aws.cloudwatch.EventTargetArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.aws.sfn.StateMachineArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import io.pharos.component.PolicyDocument.Statement;
import io.pharos.config.Json;
import io.pharos.config.Site;
import io.pharos.config.Trigger;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.recovery.contract.StateMachines;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The failover state machine, and the rule that starts it when the peer is lost: by itself, or to
 * wait for a person's approval, as the trigger is configured.
 */
final class FailoverMachine extends PharosComponent {
  private final com.pulumi.aws.sfn.StateMachine machine;

  FailoverMachine(
      String name,
      Site site,
      Map<RecoveryFunction, Output<String>> aliases,
      Output<String> alarmArn,
      ComponentResourceOptions options) {
    super("FailoverMachine", name, options);
    CustomResourceOptions child = child();
    List<RecoveryFunction> functions = new ArrayList<>(aliases.keySet());
    Output<List<String>> arns = Output.all(functions.stream().map(aliases::get).toList());

    Role role = role(name + "-role", site, "dr-failover", "states.amazonaws.com", child);
    RolePolicy policy =
        rolePolicy(
            name + "-policy",
            role,
            arns.applyValue(
                all ->
                    PolicyDocument.of(
                            Statement.allow("Functions")
                                .actions("lambda:InvokeFunction")
                                .resources(all.toArray(String[]::new)))
                        .toString()),
            child);
    this.machine =
        new com.pulumi.aws.sfn.StateMachine(
            name,
            StateMachineArgs.builder()
                .name(site.names().failoverStateMachine())
                .roleArn(role.arn())
                .definition(arns.applyValue(all -> definition(functions, all)))
                .build(),
            childOptions().dependsOn(policy).build());

    Trigger trigger = site.settings().failover().trigger();
    EventRule rule =
        new EventRule(
            name + "-trigger",
            EventRuleArgs.builder()
                .name(site.names().failoverStateMachine())
                .description(
                    "The peer Region is lost: starts the failover unless failover.trigger is manual")
                .eventPattern(alarmArn.applyValue(FailoverMachine::pattern))
                .state(trigger == Trigger.MANUAL ? "DISABLED" : "ENABLED")
                .build(),
            child);
    Role starter = role(name + "-trigger-role", site, "dr-trigger", "events.amazonaws.com", child);
    RolePolicy start =
        rolePolicy(
            name + "-trigger-policy",
            starter,
            machine
                .arn()
                .applyValue(
                    arn ->
                        PolicyDocument.of(
                                Statement.allow("Start")
                                    .actions("states:StartExecution")
                                    .resources(arn))
                            .toString()),
            child);
    new EventTarget(
        name + "-trigger-target",
        EventTargetArgs.builder()
            .rule(rule.name())
            .targetId("failover")
            .input(input(site, trigger))
            .arn(machine.arn())
            .roleArn(starter.arn())
            .build(),
        childOptions().dependsOn(start).build());
    registerOutputs(Map.of("arn", machine.arn()));
  }

  Output<String> arn() {
    return machine.arn();
  }

  private static Role role(
      String name, Site site, String what, String service, CustomResourceOptions options) {
    return new Role(
        name,
        RoleArgs.builder()
            .name(site.names().global(site.region(), what))
            .assumeRolePolicy(PolicyDocument.trust(service))
            .build(),
        options);
  }

  private static RolePolicy rolePolicy(
      String name, Role role, Output<String> policy, CustomResourceOptions options) {
    return new RolePolicy(
        name,
        RolePolicyArgs.builder().name("recovery").role(role.name()).policy(policy).build(),
        options);
  }

  private static String definition(List<RecoveryFunction> functions, List<String> arns) {
    Map<RecoveryFunction, String> byFunction = new EnumMap<>(RecoveryFunction.class);
    for (int i = 0; i < functions.size(); i++) {
      byFunction.put(functions.get(i), arns.get(i));
    }
    return StateMachines.definition(StateMachine.FAILOVER, byFunction);
  }

  /** The state machine waits for a person when this says so; the event itself says no more. */
  private static String input(Site site, Trigger trigger) {
    return Json.write(
        Map.of(
            "mode",
            "unplanned",
            "reason",
            "alarm " + site.names().peerLostAlarm(),
            "trigger",
            trigger == Trigger.APPROVAL ? trigger.word() : Trigger.AUTOMATIC.word()));
  }

  private static String pattern(String alarmArn) {
    return "{\"detail\":{\"state\":{\"value\":[\"ALARM\"]}},\"detail-type\":[\"CloudWatch Alarm State Change\"],"
        + "\"resources\":[\""
        + alarmArn
        + "\"],\"source\":[\"aws.cloudwatch\"]}";
  }
}
