package io.pharos.sandbox.service.call;

import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Iam;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What happens between a caller and a service: network, time, permissions. */
public final class ClientCalls {
  /** As long as the SDK's client waits for an answer. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

  /** What io.pharos.recovery.aws.LiveAws sets, and the standard strategy with average luck. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  private static final int ATTEMPTS = 3;
  private static final int ATTEMPTS_ABROAD = 2;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration PAUSE_WHEN_THROTTLED = Duration.ofMillis(500);

  private final World world;
  private final Class<? extends AwsClient> type;
  private final ServiceApi api;
  private final String region;
  private final Caller caller;
  private final Consumer<String> way;
  private final Permissions permissions;
  private final KeyUses keys;

  private ClientCalls(
      World world,
      Class<? extends AwsClient> type,
      String region,
      Caller caller,
      Consumer<String> way) {
    this.world = world;
    this.type = type;
    this.api = ServiceApi.of(type);
    this.region = region;
    this.caller = caller;
    this.way = way;
    this.permissions = new Permissions(world);
    this.keys = new KeyUses(world);
  }

  /**
   * A client whose operations are called so.
   *
   * @param way is asked before each call, with the service's prefix in IAM, and throws where there
   *     is none
   */
  public static <T extends AwsClient> T client(
      World world, Class<T> type, String region, Caller caller, Consumer<String> way) {
    return ClientClass.instance(
        type,
        new ClientCalls(world, type, region, caller, way),
        world.bareClient(type, region, caller));
  }

  /** As the SDK's standard retry strategy does it, within the time for a whole call. */
  Object call(SdkRequest request, Supplier<?> operation) {
    way.accept(api.prefix());
    Instant limit = caller.now().plus(CALL_TIMEOUT);
    int attempts = region.equals(caller.region()) ? ATTEMPTS : ATTEMPTS_ABROAD;
    for (int attempt = 1; true; attempt++) {
      try {
        return attempt(request, operation);
      } catch (SdkException e) {
        boolean throttled =
            e instanceof AwsServiceException refusal && refusal.isThrottlingException();
        Duration pause = (throttled ? PAUSE_WHEN_THROTTLED : PAUSE).multipliedBy(1L << attempt - 1);
        if (caller.roleArn() == null
            || attempt == attempts
            || !transientFailure(e)
            || caller.now().plus(pause).isAfter(limit)) {
          throw e;
        }
        caller.elapse(pause);
      }
    }
  }

  private static boolean transientFailure(SdkException e) {
    return e instanceof AwsServiceException refusal
        ? refusal.isThrottlingException() || refusal.statusCode() >= 500
        : e instanceof SdkClientException;
  }

  private Object attempt(SdkRequest request, Supplier<?> operation) {
    String action = api.action(request.getClass());
    if (!world.faults().reaches(caller.region(), region)) {
      caller.elapse(world.latency().median("aws.connectTimeout"));
      throw SdkClientException.create("Unable to execute HTTP request: connect timed out");
    }
    caller.elapse(world.latency().sample("aws.call", region, action, caller.now().toEpochMilli()));
    disturb();
    RequestFields fields = RequestFields.of(request);
    if (caller.roleArn() != null) {
      authorize(action, request, fields);
    }
    keys.check(api, caller.roleArn(), action, fields, region);
    try {
      Object answer = operation.get();
      caller.carriedOut(region, request);
      if (strikes(Trouble.ANSWER_LOST)) {
        caller.elapse(ANSWER_TIMEOUT);
        throw SdkClientException.create("Unable to execute HTTP request: Read timed out");
      }
      return answer;
    } catch (UnsupportedOperationException e) {
      // What the interface itself throws says nothing.
      throw e.getMessage() == null ? notSimulated(action) : e;
    }
  }

  private boolean strikes(Trouble trouble) {
    return world.faults().strikes(trouble, region, api.prefix());
  }

  private void disturb() {
    if (strikes(Trouble.SLOW)) {
      caller.elapse(Duration.ofSeconds(2 + world.faults().chance(6)));
    }
    if (strikes(Trouble.SERVICE_DOWN)) {
      throw api.unavailable();
    }
    if (strikes(Trouble.THROTTLED)) {
      throw api.throttled();
    }
  }

  private void authorize(String action, SdkRequest request, RequestFields fields) {
    Iam iam = world.service(Iam.class);
    for (Permission permission : permissions.of(action, request, fields, region)) {
      iam.denial(caller.roleArn(), permission.action(), permission.resource(), permission.keys())
          .ifPresent(
              message -> {
                throw api.denial(message);
              });
    }
  }

  private UnsupportedOperationException notSimulated(String operation) {
    return new UnsupportedOperationException(
        "the sandbox does not simulate " + operation + " of " + type.getSimpleName());
  }

  String serviceName() {
    return api.prefix();
  }

  @Override
  public String toString() {
    return type.getSimpleName() + " in " + region;
  }
}
