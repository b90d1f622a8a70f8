package io.pharos.sandbox.service.events;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Iam;
import io.pharos.sandbox.service.Lambda;
import io.pharos.sandbox.service.Sns;
import io.pharos.sandbox.service.Sqs;
import io.pharos.sandbox.service.StepFunctions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Brings events to targets. What a target refuses for good (permissions, no such target) goes to
 * the dead-letter queue at once, what may pass is tried again as long as the target's policy says.
 */
final class Delivery {
  static final String PRINCIPAL = "events.amazonaws.com";
  static final Set<String> SERVICES = Set.of("lambda", "states", "sns", "sqs");

  private static final int MAX_ATTEMPTS = 185;
  private static final int MAX_AGE_SECONDS = 86_400;

  private record Attempt(
      Resource rule, Resource target, String input, Instant since, int retries) {}

  private final World world;
  private final List<String> failures = new ArrayList<>();

  Delivery(World world) {
    this.world = world;
  }

  /** Why events did not arrive, one line each, oldest first. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  void deliver(Resource rule, Resource target, Map<String, Object> event) {
    Duration way = world.latency().sample("events.delivery", target.string("arn"), event.get("id"));
    later(
        way, new Attempt(rule, target, TargetInput.of(target, event), world.clock().instant(), 0));
  }

  private void later(Duration delay, Attempt attempt) {
    String key = "event " + attempt.target().string("arn") + " " + attempt.target().id();
    world.clock().after(delay, key, () -> run(attempt));
  }

  private void run(Attempt attempt) {
    Resource target = attempt.target();
    if (world.faults().dead(target.region())) {
      again(attempt, "the Region is down");
      return;
    }
    try {
      hand(attempt.rule(), target, attempt.input()).ifPresent(why -> giveUp(attempt, why));
    } catch (AwsServiceException e) {
      if (e.statusCode() == 429 || e.statusCode() >= 500) {
        again(attempt, e.getMessage());
      } else {
        giveUp(attempt, e.getMessage());
      }
    }
  }

  /** Answers why the target may not be used, or empty when it has the event. */
  private Optional<String> hand(Resource rule, Resource target, String input) {
    String arn = target.string("arn");
    String source = rule.string("arn");
    String region = target.region();
    switch (arn.split(":")[2]) {
      case "lambda" -> {
        Lambda lambda = world.service(Lambda.class);
        boolean admitted =
            target.has("roleArn")
                ? allowed(target, "lambda:InvokeFunction")
                : lambda.admits(region, arn, PRINCIPAL, source);
        if (!admitted) {
          return Optional.of("no permission lets " + PRINCIPAL + " invoke " + arn);
        }
        lambda.invokeAsync(region, arn, input);
        return Optional.empty();
      }
      case "states" -> {
        if (!allowed(target, "states:StartExecution")) {
          return Optional.of(
              target.string("roleArn")
                  + " is not authorized to perform: states:StartExecution on resource: "
                  + arn);
        }
        String name = EventId.of(source, arn, input, world.clock().instant());
        world.service(StepFunctions.class).start(region, arn, name, input);
        return Optional.empty();
      }
      case "sns" -> {
        return world.service(Sns.class).publishAs(PRINCIPAL, source, region, arn, null, input);
      }
      default -> {
        return world.service(Sqs.class).deliver(PRINCIPAL, source, region, arn, input);
      }
    }
  }

  private boolean allowed(Resource target, String action) {
    Iam iam = world.service(Iam.class);
    String role = target.string("roleArn");
    return iam.canAssume(role, PRINCIPAL) && iam.allows(role, action, target.string("arn"));
  }

  private void again(Attempt attempt, String why) {
    Map<String, Object> policy = attempt.target().map("retryPolicy");
    int attempts = number(policy.get("maximumRetryAttempts"), MAX_ATTEMPTS);
    int age = number(policy.get("maximumEventAgeInSeconds"), MAX_AGE_SECONDS);
    Duration delay = Duration.ofSeconds(Math.min(1L << Math.min(attempt.retries(), 10), 600));
    Instant last = attempt.since().plusSeconds(age == 0 ? MAX_AGE_SECONDS : age);
    if (attempt.retries() >= attempts || world.clock().instant().plus(delay).isAfter(last)) {
      giveUp(attempt, why);
      return;
    }
    later(
        delay,
        new Attempt(
            attempt.rule(),
            attempt.target(),
            attempt.input(),
            attempt.since(),
            attempt.retries() + 1));
  }

  private static int number(Object value, int otherwise) {
    return value instanceof Number number ? number.intValue() : otherwise;
  }

  private void giveUp(Attempt attempt, String why) {
    Resource target = attempt.target();
    String line =
        world.clock().instant()
            + " "
            + attempt.rule().string("arn")
            + " -> "
            + target.string("arn")
            + ": "
            + why;
    Object queue = target.map("deadLetterConfig").get("arn");
    if (queue != null) {
      Optional<String> refused =
          world
              .service(Sqs.class)
              .deliver(
                  PRINCIPAL,
                  attempt.rule().string("arn"),
                  target.region(),
                  queue.toString(),
                  attempt.input());
      line += refused.map(reason -> "; lost: " + reason).orElse("; in " + queue);
    }
    failures.add(line);
  }
}
