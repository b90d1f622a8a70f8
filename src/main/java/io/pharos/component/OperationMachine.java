package io.pharos.component;

import com.pulumi.aws.cloudwatch.EventRule;
import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.aws.cloudwatch.EventTarget;
import com.pulumi.aws.cloudwatch.EventTargetArgs;
import com.pulumi.aws.cloudwatch.inputs.EventTargetInputTransformerArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.aws.sfn.StateMachineArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import io.pharos.component.PolicyDocument.Statement;
import io.pharos.config.Site;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.recovery.contract.StateMachines;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A state machine of operations, and the rule that starts it by itself when an alarm goes off,
 * where there is one.
 */
final class OperationMachine extends PharosComponent {

  /**
   * What starts an operation by itself.
   *
   * @param input that the operation gets: an event says too little
   */
  record Trigger(Output<String> alarmArn, String description, boolean enabled, String input) {}

  private final com.pulumi.aws.sfn.StateMachine machine;

  OperationMachine(
      String name,
      Site site,
      StateMachine kind,
      Map<RecoveryFunction, Output<String>> aliases,
      Optional<Trigger> trigger,
      Output<String> alertTopicArn,
      ComponentResourceOptions options) {
    super("OperationMachine", name, options);
    CustomResourceOptions child = child();
    List<RecoveryFunction> functions = new ArrayList<>(aliases.keySet());
    Output<List<String>> arns = Output.all(functions.stream().map(aliases::get).toList());

    Role role =
        role(name + "-role", site, "dr-machine-" + kind.word(), "states.amazonaws.com", child);
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
                .name(site.names().stateMachine(kind))
                .roleArn(role.arn())
                .definition(arns.applyValue(all -> definition(kind, functions, all)))
                .build(),
            childOptions().dependsOn(policy).build());

    trigger.ifPresent(start -> startBy(name, site, kind, start));
    tellOfSuddenEnds(name, site, kind, alertTopicArn);
    registerOutputs(Map.of("arn", machine.arn()));
  }

  private void startBy(String name, Site site, StateMachine kind, Trigger trigger) {
    CustomResourceOptions child = child();
    EventRule rule =
        new EventRule(
            name + "-trigger",
            EventRuleArgs.builder()
                .name(site.names().stateMachine(kind))
                .description(trigger.description())
                .eventPattern(trigger.alarmArn().applyValue(OperationMachine::pattern))
                .state(trigger.enabled() ? "ENABLED" : "DISABLED")
                .build(),
            child);
    Role starter =
        role(
            name + "-trigger-role",
            site,
            "dr-" + kind.word() + "-trigger",
            "events.amazonaws.com",
            child);
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
            .targetId(kind.word())
            .input(trigger.input())
            .arn(machine.arn())
            .roleArn(starter.arn())
            .build(),
        childOptions().dependsOn(start).build());
  }

  /** An execution that is aborted or runs out of time cannot say so itself. */
  private void tellOfSuddenEnds(
      String name, Site site, StateMachine kind, Output<String> alertTopicArn) {
    CustomResourceOptions child = child();
    EventRule ended =
        new EventRule(
            name + "-ended",
            EventRuleArgs.builder()
                .name(site.names().regional("dr-" + kind.word() + "-ended"))
                .description("An operation was aborted or ran out of time: tells people")
                .eventPattern(machine.arn().applyValue(OperationMachine::suddenEnd))
                .build(),
            child);
    new EventTarget(
        name + "-ended-target",
        EventTargetArgs.builder()
            .rule(ended.name())
            .targetId("people")
            .arn(alertTopicArn)
            .inputTransformer(
                EventTargetInputTransformerArgs.builder()
                    .inputPaths(Map.of("name", "$.detail.name", "status", "$.detail.status"))
                    .inputTemplate(
                        "\"Operation <name> ended: <status>. What was done so far is in the journal"
                            + " and stays. What to do: start the "
                            + kind.word()
                            + " again (pharos "
                            + kind.word()
                            + "); it goes on from there, once the operation's lock has ended, 10"
                            + " minutes after its last step. pharos status shows where it stands.\"")
                    .build())
            .build(),
        child);
  }

  private static String suddenEnd(String machineArn) {
    return "{\"detail\":{\"stateMachineArn\":[\""
        + machineArn
        + "\"],\"status\":[\"ABORTED\",\"TIMED_OUT\"]},"
        + "\"detail-type\":[\"Step Functions Execution Status Change\"],\"source\":[\"aws.states\"]}";
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

  private static String definition(
      StateMachine kind, List<RecoveryFunction> functions, List<String> arns) {
    Map<RecoveryFunction, String> byFunction = new EnumMap<>(RecoveryFunction.class);
    for (int i = 0; i < functions.size(); i++) {
      byFunction.put(functions.get(i), arns.get(i));
    }
    return StateMachines.definition(kind, byFunction);
  }

  private static String pattern(String alarmArn) {
    return EventPattern.about(
        alarmArn,
        "aws.cloudwatch",
        "CloudWatch Alarm State Change",
        Map.of("state", Map.of("value", List.of("ALARM"))));
  }
}
