package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Iam;
import io.pharos.sandbox.states.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Runs functions, synchronously, at one instant of the clock; what their calls take is their own
 * time. An environment that is idle for ten minutes goes, and the next invocation starts cold: AWS
 * promises no time, and this one was measured from outside.
 *
 * @see <a href="https://mikhail.io/2019/08/aws-lambda-cold-starts-after-10-minutes/">Cold starts
 *     after 10 minutes</a>
 */
final class Invocations {
  private static final Duration IDLE = Duration.ofMinutes(10);
  private static final int MAX_PAYLOAD = 6 * 1024 * 1024;

  private final World world;
  private final Functions functions;
  private final FunctionLog log;
  private final Stage stage;
  private final Map<String, List<ExecutionEnvironment>> environments = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  Invocations(World world, Functions functions, FunctionLog log, Stage stage) {
    this.stage = stage;
    this.world = world;
    this.functions = functions;
    this.log = log;
  }

  /**
   * @throws AwsServiceException when Lambda does not even begin: no such function, throttled, no
   *     role, Region down
   */
  InvocationResult invoke(String region, FunctionName name, String payload) {
    InvocationResult result = invoke(region, name, payload, false);
    if (world.faults().strikes(Trouble.DELIVERED_TWICE, region, name.name())) {
      Duration later = Duration.ofMillis(world.faults().chance(20_000));
      world.clock().after(later, "lambda again " + name.name(), () -> again(region, name, payload));
    }
    return result;
  }

  /** Whoever asked has its answer; nobody reads this one. */
  private void again(String region, FunctionName name, String payload) {
    try {
      invoke(region, name, payload, true);
    } catch (AwsServiceException e) {
      // It was not run a second time, which is what everybody expects.
    }
  }

  private InvocationResult invoke(String region, FunctionName name, String payload, boolean again) {
    stage.about(new Stage.Asked(region, name.name(), payload));
    if (world.faults().dead(region)) {
      throw LambdaRefusal.of(503, "ServiceException", "Service unavailable");
    }
    Functions.Version version =
        functions
            .version(region, name)
            .orElseThrow(
                () -> LambdaRefusal.functionNotFound(name.arn(region, world.account().id())));
    Resource function = version.as();
    if (payload.length() > MAX_PAYLOAD) {
      throw LambdaRefusal.of(
          413, "RequestEntityTooLargeException", "Request must be smaller than 6291456 bytes");
    }
    if (!world.service(Iam.class).canAssume(function.string("role"), "lambda.amazonaws.com")) {
      throw LambdaRefusal.of(
          403,
          "AccessDeniedException",
          "The role defined for the function cannot be assumed by Lambda.");
    }
    int number = counts.merge(function.region() + "|" + function.id(), 1, Integer::sum);
    Instant now = world.clock().instant();
    Duration wait = world.latency().sample("lambda.invoke", region, name.name(), number);
    ExecutionEnvironment environment = environment(version, now);
    if (environment.free().equals(Instant.MAX)) {
      wait = wait.plus(world.latency().sample("lambda.coldStart", region, name.name(), number));
    }
    String requestId = uuid(region, name.name(), number);
    InvocationResult result = run(environment, version, name, payload, requestId, now.plus(wait));
    stage.tell(
        new Invoked(
            now, region, name.name(), payload, result, environment.caller().changes(), again));
    return result;
  }

  private InvocationResult run(
      ExecutionEnvironment environment,
      Functions.Version version,
      FunctionName name,
      String payload,
      String requestId,
      Instant start) {
    Resource function = version.as();
    Duration timeout = Duration.ofSeconds(function.integer("timeout"));
    FunctionCaller caller = environment.caller();
    caller.begin(start, timeout);
    FunctionContext context =
        new FunctionContext(
            requestId,
            function,
            version.number(),
            name.arn(function.region(), world.account().id()),
            caller,
            start.plus(timeout),
            log.of(caller, function.string("name")));
    String answer = null;
    String error = null;
    try {
      answer = output(environment.handle(payload, context));
    } catch (Throwable e) {
      error = FunctionError.of(e);
    }
    boolean late = caller.late();
    Instant end = late ? start.plus(timeout) : caller.now();
    if (late) {
      error = FunctionError.timedOut(requestId, timeout);
      forget(environment);
    }
    environment.free(end);
    if (error != null) {
      log.add(end, function.region(), function.string("name"), error);
    }
    return new InvocationResult(
        error != null,
        error == null ? answer : error,
        Duration.between(world.clock().instant(), end),
        version.number());
  }

  /** A stream handler may write nothing, which its caller gets as an empty payload. */
  private static String output(String text) {
    if (!text.isEmpty()) {
      Json.parse(text);
    }
    return text.isEmpty() ? "null" : text;
  }

  private ExecutionEnvironment environment(Functions.Version version, Instant now) {
    Resource function = version.as();
    String key =
        function.region()
            + "|"
            + function.id()
            + "|"
            + version.number()
            + "|"
            + function.string("lastModified")
            + "|"
            + function.string("codeSha256");
    List<ExecutionEnvironment> all = environments.computeIfAbsent(key, any -> new ArrayList<>());
    all.removeIf(environment -> environment.free().plus(IDLE).isBefore(now));
    long busy = all.stream().filter(environment -> environment.free().isAfter(now)).count();
    int reserved = reserved(version.function());
    if (reserved >= 0 && busy >= reserved) {
      throw LambdaRefusal.throttled();
    }
    for (ExecutionEnvironment environment : all) {
      if (!environment.free().isAfter(now)) {
        return environment;
      }
    }
    ExecutionEnvironment cold = new ExecutionEnvironment(world, version, stage);
    all.add(cold);
    return cold;
  }

  private static int reserved(Resource function) {
    return function.has("reservedConcurrentExecutions")
        ? function.integer("reservedConcurrentExecutions")
        : -1;
  }

  /** A process that ran out of time is not used again. */
  private void forget(ExecutionEnvironment environment) {
    environments.values().forEach(all -> all.remove(environment));
  }

  private static String uuid(Object... parts) {
    String hex = Ids.hex("", 32, parts);
    return hex.substring(0, 8)
        + "-"
        + hex.substring(8, 12)
        + "-"
        + hex.substring(12, 16)
        + "-"
        + hex.substring(16, 20)
        + "-"
        + hex.substring(20);
  }
}
