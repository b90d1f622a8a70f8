package io.pharos.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.core.Output;
import com.pulumi.deployment.internal.EngineLogger;
import com.pulumi.test.Mocks;
import com.pulumi.test.PulumiTest;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CalmSdkTest {
  private final CalmSdk.Tasks tasks = new CalmSdk.Tasks();

  @AfterEach
  void leave() {
    PulumiTest.cleanup();
  }

  @Test
  void theSdkOfThisBuildIsLaidOutAsExpected() {
    ConcurrentLinkedQueue<Boolean> calm = new ConcurrentLinkedQueue<>();
    CompletableFuture<String> late = new CompletableFuture<>();
    var result =
        PulumiTest.withMocks(new NoResources())
            .runTest(
                context -> {
                  calm.add(CalmSdk.install());
                  calm.add(CalmSdk.install());
                  context.export("late", Output.of(late));
                  late.completeAsync(() -> "and here it is");
                });
    assertThat(result.exceptions()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(calm).containsExactly(true, true);
    assertThat(PulumiTest.extractValue(result.output("late", String.class)))
        .isEqualTo("and here it is");
  }

  @Test
  void whoAsksWaitsWithoutSpinningUntilATaskIsDone() throws InterruptedException {
    CompletableFuture<Void> open = start();
    CompletableFuture<Void> done = start();
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    Thread asking = new Thread(() -> answer.complete(tasks.isEmpty()));
    asking.start();
    while (asking.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(answer).isNotDone();

    done.complete(null);

    assertThat(answer.join()).isFalse();
    assertThat(tasks.keySet()).containsExactly(done);
    asking.join();
    tasks.remove(done);
    open.completeExceptionally(new IllegalStateException("a failed task is done as well"));
    assertThat(tasks.keySet()).containsExactly(open);
    tasks.remove(open);
    assertThat(tasks.isEmpty()).isTrue();
  }

  @Test
  void debugMessagesAreDropped_andErrorsAreNot() {
    List<String> heard = new ArrayList<>();
    EngineLogger logger =
        (EngineLogger)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {EngineLogger.class},
                (proxy, method, arguments) -> {
                  heard.add(method.getName() + " " + arguments[0]);
                  return CompletableFuture.completedFuture(null);
                });

    EngineLogger calm = CalmSdk.withoutDebugMessages(logger);

    assertThat(calm.debugAsync("registering")).isCompleted();
    assertThat(calm.errorAsync("refused")).isCompleted();
    assertThat(heard).containsExactly("errorAsync refused");
  }

  private CompletableFuture<Void> start() {
    CompletableFuture<Void> task = new CompletableFuture<>();
    tasks.compute(task, (key, none) -> List.of("a task"));
    return task;
  }

  private static final class NoResources implements Mocks {
    @Override
    public CompletableFuture<ResourceResult> newResourceAsync(ResourceArgs args) {
      return CompletableFuture.completedFuture(ResourceResult.of(Optional.empty(), args.inputs));
    }

    @Override
    public CompletableFuture<Map<String, Object>> callAsync(CallArgs args) {
      return CompletableFuture.completedFuture(Map.of());
    }
  }
}
