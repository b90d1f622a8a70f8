package io.pharos.component;

import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.aws.cloudwatch.inputs.EventTargetRetryPolicyArgs;
import com.pulumi.aws.lambda.FunctionEventInvokeConfig;
import com.pulumi.aws.lambda.FunctionEventInvokeConfigArgs;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Site;
import io.pharos.recovery.contract.RecoveryFunction;
import java.util.List;
import java.util.Optional;

/**
 * Calls a recovery function every minute. A call that is late is worth nothing, because the next
 * one follows: it is not repeated.
 */
final class EveryMinute extends FunctionCall {
  private static final int MINUTE_SECONDS = 60;

  EveryMinute(
      String name,
      Site site,
      RecoveryFunction function,
      RecoveryLambda lambda,
      ComponentResourceOptions options) {
    super("EveryMinute", name, lambda, options);
    // What runs in the VPC of a skeleton cannot reach AWS: recovery opens the way and calls it.
    boolean waits = function.inVpc() && site.settings().skeleton(site.position());
    new FunctionEventInvokeConfig(
        name + "-async",
        FunctionEventInvokeConfigArgs.builder()
            .functionName(lambda.functionName())
            .qualifier(RecoveryFunction.ALIAS)
            .maximumEventAgeInSeconds(MINUTE_SECONDS)
            .maximumRetryAttempts(0)
            .build(),
        childOptions().dependsOn(lambda).build());
    EventRuleArgs.Builder rule =
        EventRuleArgs.builder()
            .name(site.names().function(function))
            .description("Calls " + site.names().function(function) + " every minute")
            .scheduleExpression("rate(1 minute)");
    if (function.inVpc()) {
      // Said in both cases: where it waited, it would not begin because nobody says so any more.
      rule.state(waits ? "DISABLED" : "ENABLED");
    }
    call(
        "schedule",
        rule.build(),
        Optional.of(
            EventTargetRetryPolicyArgs.builder()
                .maximumEventAgeInSeconds(MINUTE_SECONDS)
                .maximumRetryAttempts(0)
                .build()),
        waits ? List.of("state") : List.of());
  }
}
