package io.pharos.stack;

import com.pulumi.Context;
import com.pulumi.core.Output;
import com.pulumi.core.internal.OutputData;
import com.pulumi.core.internal.OutputInternal;
import com.pulumi.deployment.Deployment;
import com.pulumi.resources.StackReference;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Another stack of the same project, read through a StackReference. What is required and missing is
 * unknown in a preview, and in an update an error that names stack, output and command; a link is
 * absent until the other stack has it.
 */
final class PeerStack {
  private final String stack;
  private final String reference;
  private final StackReference outputs;
  private final boolean preview;

  PeerStack(Context context, String stack) {
    this.stack = stack;
    this.reference = context.organizationName() + "/" + context.projectName() + "/" + stack;
    this.outputs = new StackReference(reference);
    this.preview = Deployment.getInstance().isDryRun();
  }

  Output<String> required(String output) {
    return required(output, Object::toString);
  }

  Output<List<String>> requiredList(String output) {
    return required(output, value -> ((List<?>) value).stream().map(Object::toString).toList());
  }

  /**
   * The output if the other stack has it now. What it decides must be known before resources are
   * registered.
   */
  Optional<Output<String>> link(String output) {
    return outputs
        .outputDetailsAsync(output)
        .join()
        .getValue()
        .map(value -> Output.of(value.toString()));
  }

  private <T> Output<T> required(String output, Function<Object, T> as) {
    return outputs
        .output(output)
        .apply(
            value -> {
              if (value != null) {
                return Output.of(as.apply(value));
              }
              if (preview) {
                return new OutputInternal<>(OutputData.unknown());
              }
              throw new MissingOutput(reference, stack, output);
            });
  }
}
