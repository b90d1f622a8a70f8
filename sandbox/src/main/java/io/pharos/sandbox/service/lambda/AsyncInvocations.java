package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.states.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Lambda's queue of events: an error is retried after one and two minutes, a throttle or an outage
 * with growing delays until the event is too old, and what is left goes where the function says.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
final class AsyncInvocations {
  private static final Duration MAX_AGE = Duration.ofHours(6);
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

  /** Where events go that could not be handled. */
  interface DeadLetters {
    void send(Resource function, String targetArn, String body);
  }

  private record Event(
      String region, FunctionName name, String payload, Instant since, int errors, int delays) {}

  private final World world;
  private final Functions functions;
  private final Invocations invocations;
  private final DeadLetters deadLetters;

  AsyncInvocations(
      World world, Functions functions, Invocations invocations, DeadLetters deadLetters) {
    this.world = world;
    this.functions = functions;
    this.invocations = invocations;
    this.deadLetters = deadLetters;
  }

  /** Takes the event; the function runs in a later event of the clock. */
  void add(String region, FunctionName name, String payload) {
    if (functions.version(region, name).isEmpty()) {
      throw LambdaRefusal.functionNotFound(name.arn(region, world.account().id()));
    }
    later(Duration.ZERO, new Event(region, name, payload, world.clock().instant(), 0, 0));
  }

  private void later(Duration delay, Event event) {
    String key = "lambda " + event.name().arn(event.region(), world.account().id());
    world.clock().after(delay, key, () -> run(event));
  }

  private void run(Event event) {
    Optional<Resource> function = functions.function(event.region(), event.name().name());
    if (function.isEmpty()) {
      return;
    }
    InvocationResult result;
    try {
      result = invocations.invoke(event.region(), event.name(), event.payload());
    } catch (AwsServiceException e) {
      refused(event, function.get(), e);
      return;
    }
    if (!result.failed()) {
      return;
    }
    int errors = event.errors() + 1;
    Duration delay = result.took().plus(Duration.ofMinutes(errors));
    if (errors > attempts(event) || tooOld(event, delay)) {
      giveUp(event, function.get(), result.payload(), errors);
    } else {
      later(
          delay,
          new Event(event.region(), event.name(), event.payload(), event.since(), errors, 0));
    }
  }

  private void refused(Event event, Resource function, AwsServiceException refusal) {
    Duration delay = Duration.ofSeconds(1L << Math.min(event.delays(), 9));
    delay = delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
    boolean passes = refusal.statusCode() == 429 || refusal.statusCode() >= 500;
    if (!passes || tooOld(event, delay)) {
      giveUp(event, function, null, event.errors());
      return;
    }
    later(
        delay,
        new Event(
            event.region(),
            event.name(),
            event.payload(),
            event.since(),
            event.errors(),
            event.delays() + 1));
  }

  private boolean tooOld(Event event, Duration delay) {
    Duration most =
        config(event)
            .map(config -> config.integer("maximumEventAgeInSeconds"))
            .filter(seconds -> seconds > 0)
            .map(Duration::ofSeconds)
            .orElse(MAX_AGE);
    return world.clock().instant().plus(delay).isAfter(event.since().plus(most));
  }

  private int attempts(Event event) {
    return config(event).map(config -> config.integer("maximumRetryAttempts")).orElse(2);
  }

  private Optional<Resource> config(Event event) {
    return world
        .account()
        .first(
            LambdaTypes.INVOKE_CONFIG,
            event.region(),
            config ->
                FunctionName.of(config.string("functionName"))
                    .qualified(config.string("qualifier"))
                    .equals(event.name()));
  }

  private void giveUp(Event event, Resource function, String answer, int errors) {
    Optional<String> destination =
        config(event)
            .map(config -> config.map("destinationConfig").get("onFailure"))
            .map(onFailure -> ((Map<?, ?>) onFailure).get("destination").toString());
    if (destination.isPresent()) {
      deadLetters.send(function, destination.get(), record(event, answer, errors));
    }
    Object target = function.map("deadLetterConfig").get("targetArn");
    if (target != null) {
      deadLetters.send(function, target.toString(), event.payload());
    }
  }

  private String record(Event event, String answer, int errors) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("functionArn", event.name().arn(event.region(), world.account().id()));
    context.put("condition", errors > attempts(event) ? "RetriesExhausted" : "EventAgeExceeded");
    context.put("approximateInvokeCount", errors);
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("version", "1.0");
    record.put("timestamp", world.clock().instant().toString());
    record.put("requestContext", context);
    record.put("requestPayload", Json.parse(event.payload()));
    if (answer != null) {
      record.put("responseContext", Map.of("functionError", "Unhandled"));
      record.put("responsePayload", Json.parse(answer));
    }
    return Json.write(record);
  }
}
