package io.pharos.component;

import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.aws.lambda.Invocation;
import com.pulumi.aws.lambda.InvocationArgs;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Json;
import io.pharos.config.Site;
import io.pharos.recovery.contract.RecoveryFunction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * This deployment's rule in the Region's registry of ECR, which has one list of rules for all: a
 * function adds it to the list, changes it and takes it away with this resource, and looks every
 * hour whether somebody has overwritten it. It leaves all other rules as they are.
 */
final class ImageReplication extends FunctionCall {
  private static final String HOURLY = "rate(1 hour)";

  ImageReplication(
      String name, Site site, RecoveryLambda lambda, ComponentResourceOptions options) {
    super("ImageReplication", name, lambda, options);
    Invocation rule =
        new Invocation(
            name,
            InvocationArgs.builder()
                .functionName(lambda.functionName())
                .qualifier(RecoveryFunction.ALIAS)
                .lifecycleScope("CRUD")
                .input(input(site))
                .build(),
            childOptions().dependsOn(lambda).build());
    call(
        "schedule",
        EventRuleArgs.builder()
            .name(site.names().function(RecoveryFunction.REGISTRY))
            .description("Calls " + site.names().function(RecoveryFunction.REGISTRY) + ", hourly")
            // Made after the rule and gone before it: it must not bring back what was taken away.
            .scheduleExpression(rule.functionName().applyValue(made -> HOURLY))
            .build());
  }

  /** What the rule depends on: another input is another call. The function knows the rest. */
  private static String input(Site site) {
    List<String> repositories =
        site.settings().compute().registryImages().stream()
            .map(image -> image.registry() + "/" + image.repository())
            .distinct()
            .sorted()
            .toList();
    return Json.write(new TreeMap<>(Map.of("repositories", repositories, "to", site.peerRegion())));
  }
}
