package io.pharos.component;

import com.pulumi.aws.cloudwatch.EventRule;
import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.aws.cloudwatch.EventTarget;
import com.pulumi.aws.cloudwatch.EventTargetArgs;
import com.pulumi.aws.cloudwatch.inputs.EventTargetRetryPolicyArgs;
import com.pulumi.aws.lambda.FunctionEventInvokeConfig;
import com.pulumi.aws.lambda.FunctionEventInvokeConfigArgs;
import com.pulumi.aws.lambda.Permission;
import com.pulumi.aws.lambda.PermissionArgs;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import io.pharos.config.Site;
import io.pharos.recovery.contract.RecoveryFunction;
import java.util.Map;

/**
 * Calls a recovery function every minute. A call that is late is worth nothing, because the next
 * one follows: it is not repeated.
 */
final class EveryMinute extends PharosComponent {
  private static final int MINUTE_SECONDS = 60;

  EveryMinute(
      String name,
      Site site,
      RecoveryFunction function,
      RecoveryLambda lambda,
      ComponentResourceOptions options) {
    super("EveryMinute", name, options);
    CustomResourceOptions child = child();
    EventRule rule =
        new EventRule(
            name,
            EventRuleArgs.builder()
                .name(site.names().function(function))
                .description("Calls " + site.names().function(function) + " every minute")
                .scheduleExpression("rate(1 minute)")
                .build(),
            child);
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
            .retryPolicy(
                EventTargetRetryPolicyArgs.builder()
                    .maximumEventAgeInSeconds(MINUTE_SECONDS)
                    .maximumRetryAttempts(0)
                    .build())
            .build(),
        childOptions().dependsOn(permission).build());
    new FunctionEventInvokeConfig(
        name + "-async",
        FunctionEventInvokeConfigArgs.builder()
            .functionName(lambda.functionName())
            .qualifier(RecoveryFunction.ALIAS)
            .maximumEventAgeInSeconds(MINUTE_SECONDS)
            .maximumRetryAttempts(0)
            .build(),
        childOptions().dependsOn(lambda).build());
    registerOutputs(Map.of());
  }
}
