package io.pharos.sandbox.service.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What somebody outside of AWS can do with the functions of a world: watch every invocation, and
 * put a double in the place of a function's handler.
 */
public final class Stage {
  private final Map<String, Function<Aws, RequestStreamHandler>> doubles = new HashMap<>();
  private Consumer<Invoked> watcher = invoked -> {};
  private Consumer<Asked> expecting = asked -> {};
  private Consumer<Abroad> abroad = call -> {};

  Stage() {}

  /** Tells this watcher of every invocation, once it has ended. */
  public void watch(Consumer<Invoked> everyInvocation) {
    watcher = everyInvocation;
  }

  /**
   * From the next cold start on, this handler runs in the place of the deployed one.
   *
   * @param function its name, in every Region
   */
  public void substitute(String function, Function<Aws, RequestStreamHandler> handler) {
    doubles.put(function, handler);
  }

  Optional<RequestStreamHandler> understudy(String function, Aws aws) {
    return Optional.ofNullable(doubles.get(function)).map(make -> make.apply(aws));
  }

  /** Tells this watcher of every invocation that is asked for, before anything of it happens. */
  public void expect(Consumer<Asked> everyInvocation) {
    expecting = everyInvocation;
  }

  /** An invocation that somebody asks for. */
  public record Asked(String region, String function, String payload) {}

  /** Tells this watcher whenever a function turns to AWS in another Region than its own. */
  public void watchAbroad(Consumer<Abroad> everyTurn) {
    abroad = everyTurn;
  }

  /**
   * A function that turns to AWS in another Region.
   *
   * @param function its name
   * @param from the Region that it runs in
   * @param service the client that it asks for
   */
  public record Abroad(String function, String from, String to, Class<?> service) {}

  void abroad(Abroad turn) {
    abroad.accept(turn);
  }

  void about(Asked asked) {
    expecting.accept(asked);
  }

  void tell(Invoked invoked) {
    watcher.accept(invoked);
  }
}
