package io.pharos.component;

import com.pulumi.aws.cloudwatch.EventRule;
import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.aws.cloudwatch.EventTarget;
import com.pulumi.aws.cloudwatch.EventTargetArgs;
import com.pulumi.aws.cloudwatch.inputs.EventTargetRetryPolicyArgs;
import com.pulumi.aws.lambda.Permission;
import com.pulumi.aws.lambda.PermissionArgs;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.recovery.contract.RecoveryFunction;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An EventBridge rule that calls a recovery function, and the function's permission for that rule.
 * A call that fails is repeated as Lambda does, unless a kind of call says otherwise.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
abstract class FunctionCall extends PharosComponent {
  private final String name;
  private final RecoveryLambda lambda;

  FunctionCall(String type, String name, RecoveryLambda lambda, ComponentResourceOptions options) {
    super(type, name, options);
    this.name = name;
    this.lambda = lambda;
  }

  /** Calls the function for what the rule matches. */
  final void call(String statement, EventRuleArgs ruleArgs) {
    call(statement, ruleArgs, Optional.empty(), List.of());
  }

  /**
   * Calls the function for what the rule matches, and repeats what EventBridge could not hand on.
   *
   * @param posture what of the rule the runtime changes
   */
  final void call(
      String statement,
      EventRuleArgs ruleArgs,
      Optional<EventTargetRetryPolicyArgs> retry,
      List<String> posture) {
    EventRule rule = new EventRule(name, ruleArgs, childOptions().ignoreChanges(posture).build());
    Permission permission =
        new Permission(
            name + "-permission",
            PermissionArgs.builder()
                .statementId(statement)
                .action("lambda:InvokeFunction")
                .function(lambda.functionName())
                .qualifier(RecoveryFunction.ALIAS)
                .principal("events.amazonaws.com")
                .sourceArn(rule.arn())
                .build(),
            childOptions().dependsOn(lambda).build());
    EventTargetArgs.Builder target =
        EventTargetArgs.builder().rule(rule.name()).targetId("function").arn(lambda.aliasArn());
    retry.ifPresent(target::retryPolicy);
    new EventTarget(name + "-target", target.build(), childOptions().dependsOn(permission).build());
    registerOutputs(Map.of());
  }
}
