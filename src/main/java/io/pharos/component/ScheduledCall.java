package io.pharos.component;

import com.pulumi.aws.cloudwatch.EventRule;
import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.aws.cloudwatch.EventTarget;
import com.pulumi.aws.cloudwatch.EventTargetArgs;
import com.pulumi.aws.lambda.Permission;
import com.pulumi.aws.lambda.PermissionArgs;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Site;
import io.pharos.recovery.contract.RecoveryFunction;
import java.util.Map;

/** Calls a recovery function by a schedule; a call that fails is repeated as Lambda does. */
final class ScheduledCall extends PharosComponent {

  ScheduledCall(
      String name,
      Site site,
      RecoveryFunction function,
      String schedule,
      RecoveryLambda lambda,
      ComponentResourceOptions options) {
    super("ScheduledCall", name, options);
    EventRule rule =
        new EventRule(
            name,
            EventRuleArgs.builder()
                .name(site.names().function(function))
                .description("Calls " + site.names().function(function) + ", " + schedule)
                .scheduleExpression(schedule)
                .build(),
            child());
    Permission permission =
        new Permission(
            name + "-permission",
            PermissionArgs.builder()
                .statementId("schedule")
                .action("lambda:InvokeFunction")
                .function(lambda.functionName())
                .qualifier(RecoveryFunction.ALIAS)
                .principal("events.amazonaws.com")
                .sourceArn(rule.arn())
                .build(),
            childOptions().dependsOn(lambda).build());
    new EventTarget(
        name + "-target",
        EventTargetArgs.builder()
            .rule(rule.name())
            .targetId("function")
            .arn(lambda.aliasArn())
            .build(),
        childOptions().dependsOn(permission).build());
    registerOutputs(Map.of());
  }
}
