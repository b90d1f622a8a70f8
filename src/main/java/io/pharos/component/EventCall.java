package io.pharos.component;

import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Site;
import io.pharos.recovery.contract.RecoveryFunction;

/** Calls a recovery function for every event of a pattern. */
final class EventCall extends FunctionCall {

  EventCall(
      String name,
      Site site,
      RecoveryFunction function,
      String what,
      String description,
      Output<String> pattern,
      RecoveryLambda lambda,
      ComponentResourceOptions options) {
    super("EventCall", name, lambda, options);
    call(
        what,
        EventRuleArgs.builder()
            .name(site.names().function(function) + "-" + what)
            .description("Calls " + site.names().function(function) + " for " + description)
            .eventPattern(pattern)
            .build());
  }
}
