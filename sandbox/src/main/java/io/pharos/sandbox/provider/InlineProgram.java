package io.pharos.sandbox.provider;

import com.pulumi.Context;
import com.pulumi.deployment.internal.DeploymentImpl;
import com.pulumi.deployment.internal.DeploymentInstanceHolder;
import com.pulumi.deployment.internal.DeploymentInternal;
import com.pulumi.deployment.internal.InlineDeploymentSettings;
import com.pulumi.internal.PulumiInternal;
import com.pulumi.resources.StackOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.AbstractStub;
import io.pharos.sdk.CalmSdk;
import java.lang.reflect.Field;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs a Pulumi program in this JVM, on the calling thread, and leaves nothing behind: the SDK
 * itself never closes its two gRPC channels, which makes the engine wait a second for each.
 */
final class InlineProgram {
  private InlineProgram() {}

  /**
   * @return the exit code; 32 when the errors are reported already
   */
  static int run(
      InlineDeploymentSettings settings, Consumer<Context> program, StackOptions options) {
    return using(settings, options, pulumi -> pulumi.runAsync(program));
  }

  /** Runs what is not a stack of its own, and answers with what it gives. */
  static <T> T call(
      InlineDeploymentSettings settings, Function<Context, CompletableFuture<T>> program) {
    return using(settings, StackOptions.Empty, pulumi -> pulumi.runInlineAsync(program));
  }

  private static <T> T using(
      InlineDeploymentSettings settings,
      StackOptions options,
      Function<PulumiInternal, CompletableFuture<T>> work) {
    PulumiInternal pulumi = PulumiInternal.fromInline(settings, options);
    Object deployment = DeploymentInternal.getInstance();
    CalmSdk.install();
    try {
      return work.apply(pulumi).join();
    } finally {
      closeChannels(deployment);
      DeploymentInstanceHolder.internalUnsafeDestroyInstance();
    }
  }

  private static void closeChannels(Object instance) {
    try {
      Object deployment = instance;
      while (!(deployment instanceof DeploymentImpl)) {
        deployment = field(deployment, deployment.getClass().getDeclaredField("deployment"));
      }
      DeploymentImpl.DeploymentState state =
          (DeploymentImpl.DeploymentState)
              field(deployment, DeploymentImpl.class.getDeclaredField("state"));
      closeChannel(state.monitor);
      closeChannel(state.engine);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this version of the Pulumi SDK is laid out otherwise", e);
    }
  }

  private static void closeChannel(Object client) throws ReflectiveOperationException {
    for (Field field : client.getClass().getDeclaredFields()) {
      if (field(client, field) instanceof AbstractStub<?> stub
          && stub.getChannel() instanceof ManagedChannel channel) {
        channel.shutdown();
      }
    }
  }

  private static Object field(Object owner, Field field) throws ReflectiveOperationException {
    field.setAccessible(true);
    return field.get(owner);
  }
}
