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
import io.pharos.component.PolicyDocument.Statement;
import io.pharos.config.Site;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.recovery.contract.StateMachines;
import java.util.Map;

/**
 * A state machine of one function that a schedule starts, in both Regions: the function decides
 * whether it is its Region's turn. When it fails, people are told.
 */
final class ScheduledMachine extends PharosComponent {
  private final Site site;
  private final StateMachine kind;

  ScheduledMachine(
      String name,
      Site site,
      StateMachine kind,
      String schedule,
      RecoveryLambda lambda,
      Output<String> alertTopicArn,
      ComponentResourceOptions options) {
    super("ScheduledMachine", name, options);
    this.site = site;
    this.kind = kind;
    RecoveryFunction function = StateMachines.functions(kind).iterator().next();
    Role role = role(name + "-role", "dr-machine-" + kind.word(), "states.amazonaws.com");
    RolePolicy policy =
        policy(name + "-policy", role, "Functions", "lambda:InvokeFunction", lambda.aliasArn());
    var machine =
        new com.pulumi.aws.sfn.StateMachine(
            name,
            StateMachineArgs.builder()
                .name(site.names().stateMachine(kind))
                .roleArn(role.arn())
                .definition(
                    lambda
                        .aliasArn()
                        .applyValue(arn -> StateMachines.definition(kind, Map.of(function, arn))))
                .build(),
            childOptions().dependsOn(policy).build());
    startBy(name + "-schedule", schedule, machine.arn());
    tellOfFailures(name + "-failed", machine.arn(), alertTopicArn);
    registerOutputs(Map.of("arn", machine.arn()));
  }

  private void startBy(String name, String schedule, Output<String> machineArn) {
    EventRule rule =
        new EventRule(
            name,
            EventRuleArgs.builder()
                .name(site.names().stateMachine(kind))
                .description("Starts " + site.names().stateMachine(kind) + ", " + schedule)
                .scheduleExpression(schedule)
                .build(),
            child());
    Role starter = role(name + "-role", "dr-" + kind.word() + "-schedule", "events.amazonaws.com");
    RolePolicy start =
        policy(name + "-policy", starter, "Start", "states:StartExecution", machineArn);
    new EventTarget(
        name + "-target",
        EventTargetArgs.builder()
            .rule(rule.name())
            .targetId(kind.word())
            .input("{}")
            .arn(machineArn)
            .roleArn(starter.arn())
            .build(),
        childOptions().dependsOn(start).build());
  }

  private void tellOfFailures(
      String name, Output<String> machineArn, Output<String> alertTopicArn) {
    EventRule failed =
        new EventRule(
            name,
            EventRuleArgs.builder()
                .name(site.names().regional("dr-" + kind.word() + "-failed"))
                .description("A scheduled " + kind.word() + " failed: tells people")
                .eventPattern(machineArn.applyValue(ScheduledMachine::failure))
                .build(),
            child());
    new EventTarget(
        name + "-target",
        EventTargetArgs.builder()
            .rule(failed.name())
            .targetId("people")
            .arn(alertTopicArn)
            .inputTransformer(
                EventTargetInputTransformerArgs.builder()
                    .inputPaths(
                        Map.of(
                            "name", "$.detail.name",
                            "status", "$.detail.status",
                            "cause", "$.detail.cause"))
                    .inputTemplate(
                        "\"Scheduled "
                            + kind.word()
                            + " <name> in "
                            + site.region()
                            + ": <status>. Why: <cause>. Recovery is not affected now. What to do:"
                            + " put that right, then start "
                            + site.names().stateMachine(kind)
                            + " again; it looks first, and does what is left.\"")
                    .build())
            .build(),
        child());
  }

  private static String failure(String machineArn) {
    return "{\"detail\":{\"stateMachineArn\":[\""
        + machineArn
        + "\"],\"status\":[\"FAILED\",\"ABORTED\",\"TIMED_OUT\"]},"
        + "\"detail-type\":[\"Step Functions Execution Status Change\"],\"source\":[\"aws.states\"]}";
  }

  private Role role(String name, String what, String service) {
    return new Role(
        name,
        RoleArgs.builder()
            .name(site.names().global(site.region(), what))
            .assumeRolePolicy(PolicyDocument.trust(service))
            .build(),
        child());
  }

  private RolePolicy policy(
      String name, Role role, String sid, String action, Output<String> resourceArn) {
    return new RolePolicy(
        name,
        RolePolicyArgs.builder()
            .name("recovery")
            .role(role.name())
            .policy(
                resourceArn.applyValue(
                    arn ->
                        PolicyDocument.of(Statement.allow(sid).actions(action).resources(arn))
                            .toString()))
            .build(),
        child());
  }
}
