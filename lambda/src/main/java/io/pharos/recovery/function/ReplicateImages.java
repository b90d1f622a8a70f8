package io.pharos.recovery.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.ecr.model.EcrException;

/**
 * Keeps this deployment's rule in the registry: Pulumi calls it when the rule comes, changes or
 * goes, a schedule every hour, for whoever writes the registry's rules may overwrite this one.
 *
 * @see <a
 *     href="https://www.pulumi.com/registry/packages/aws/api-docs/lambda/invocation/">Invocation</a>
 */
public final class ReplicateImages implements RequestStreamHandler {
  private final Aws aws;
  private final Environment environment;

  public ReplicateImages() {
    this(LiveAws.create());
  }

  public ReplicateImages(Aws aws) {
    this.aws = aws;
    this.environment = new Environment(aws);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Optional<String> action = action(Operation.parse(input));
    Outcome outcome = done(action);
    Log.of(context).say(RecoveryFunction.REGISTRY, action.orElse("every hour"), outcome);
    output.write(outcome.json());
  }

  /** {@code create}, {@code update} or {@code delete}, where Pulumi calls. */
  private static Optional<String> action(JsonNode input) {
    return Operation.field(input, "tf").flatMap(call -> Operation.text(call, "action"));
  }

  private Outcome done(Optional<String> action) {
    RegistryRule rule = new RegistryRule(aws, environment);
    try {
      return action.equals(Optional.of("delete")) ? rule.remove() : rule.keep();
    } catch (EcrException e) {
      if (action.isPresent()
          && !action.equals(Optional.of("delete"))
          && AwsErrors.code(e).equals("AccessDeniedException")) {
        // A role that is seconds old may not be known everywhere yet: the next hour tells.
        return Outcome.pending("not allowed yet, tried again within the hour: " + e.getMessage());
      }
      throw AwsErrors.classified(e);
    } catch (SdkException e) {
      throw AwsErrors.classified(e);
    }
  }
}
