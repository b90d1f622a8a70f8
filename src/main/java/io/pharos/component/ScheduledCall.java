package io.pharos.component;

import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Site;
import io.pharos.recovery.contract.RecoveryFunction;

/** Calls a recovery function by a schedule. */
final class ScheduledCall extends FunctionCall {

  ScheduledCall(
      String name,
      Site site,
      RecoveryFunction function,
      String schedule,
      RecoveryLambda lambda,
      ComponentResourceOptions options) {
    super("ScheduledCall", name, lambda, options);
    call(
        "schedule",
        EventRuleArgs.builder()
            .name(site.names().function(function))
            .description("Calls " + site.names().function(function) + ", " + schedule)
            .scheduleExpression(schedule)
            .build());
  }
}
