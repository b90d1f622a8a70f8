package io.pharos.sandbox.service.call;

import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Iam;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;

/** What happens between a caller and a service: network, time, permissions. */
public final class ClientCalls implements InvocationHandler {
  /** As long as the SDK's client waits for an answer. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

  /** What io.pharos.recovery.aws.LiveAws sets, and the standard strategy with average luck. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  private static final int ATTEMPTS = 3;
  private static final int ATTEMPTS_ABROAD = 2;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration PAUSE_WHEN_THROTTLED = Duration.ofMillis(500);

  /** What a method of a client does. */
  private enum Kind {
    /** Sends a request. */
    OPERATION,
    /** Builds a request or pages through answers, and leaves the rest to operations. */
    BUILT_ON_OTHERS,
    OF_OBJECTS,
    SERVICE_NAME,
    CLOSE,
    UNKNOWN;

    static Kind of(Method method) {
      if (method.getDeclaringClass() == Object.class) {
        return OF_OBJECTS;
      }
      return switch (method.getName()) {
        case "close" -> CLOSE;
        case "serviceName" -> SERVICE_NAME;
        default -> isOperation(method) ? OPERATION : method.isDefault() ? BUILT_ON_OTHERS : UNKNOWN;
      };
    }

    /** What is stored in S3, or read from it, is an argument of its own. */
    private static boolean isOperation(Method method) {
      Class<?>[] parameters = method.getParameterTypes();
      boolean stream =
          parameters.length == 2
              && (parameters[1] == RequestBody.class || parameters[1] == ResponseTransformer.class);
      return (parameters.length == 1 || stream)
          && SdkRequest.class.isAssignableFrom(parameters[0])
          && !method.getName().endsWith("Paginator");
    }
  }

  /** Found once: every call of every world asks. */
  private static final Map<Method, Kind> KINDS = new ConcurrentHashMap<>();

  /**
   * The interface's own code, found once: {@link InvocationHandler#invokeDefault} looks each time.
   */
  private static final Map<Method, MethodHandle> DEFAULTS = new ConcurrentHashMap<>();

  private final World world;
  private final Class<? extends AwsClient> type;
  private final ServiceApi api;
  private final String region;
  private final Caller caller;
  private final Consumer<String> way;
  private final AwsClient bare;
  private final Permissions permissions;
  private final KeyUses keys;

  /**
   * @param way is asked before each call, with the service's prefix in IAM, and throws where there
   *     is none
   */
  public ClientCalls(
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
    this.bare = world.bareClient(type, region, caller);
    this.permissions = new Permissions(world);
    this.keys = new KeyUses(world);
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    return switch (KINDS.computeIfAbsent(method, Kind::of)) {
      case OPERATION -> call(method, arguments);
      case BUILT_ON_OTHERS ->
          DEFAULTS.computeIfAbsent(method, ClientCalls::handle).invokeExact(proxy, arguments);
      case OF_OBJECTS -> objectMethod(proxy, method, arguments);
      case SERVICE_NAME -> api.prefix();
      case CLOSE -> null;
      case UNKNOWN -> throw notSimulated(method.getName());
    };
  }

  private static MethodHandle handle(Method method) {
    Class<?> declaring = method.getDeclaringClass();
    try {
      return MethodHandles.privateLookupIn(declaring, MethodHandles.lookup())
          .unreflectSpecial(method, declaring)
          .asSpreader(Object[].class, method.getParameterCount())
          .asType(MethodType.methodType(Object.class, Object.class, Object[].class));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the SDK keeps the code of " + method + " to itself", e);
    }
  }

  /** As the SDK's standard retry strategy does it, within the time for a whole call. */
  private Object call(Method method, Object[] arguments) throws Throwable {
    way.accept(api.prefix());
    Instant limit = caller.now().plus(CALL_TIMEOUT);
    int attempts = region.equals(caller.region()) ? ATTEMPTS : ATTEMPTS_ABROAD;
    for (int attempt = 1; true; attempt++) {
      try {
        return attempt(method, arguments);
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

  private Object attempt(Method method, Object[] arguments) throws Throwable {
    SdkRequest request = (SdkRequest) arguments[0];
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
      Object answer = method.invoke(bare, arguments);
      caller.carriedOut(region, request);
      if (strikes(Trouble.ANSWER_LOST)) {
        caller.elapse(ANSWER_TIMEOUT);
        throw SdkClientException.create("Unable to execute HTTP request: Read timed out");
      }
      return answer;
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof UnsupportedOperationException
          && e.getCause().getMessage() == null) {
        throw notSimulated(action);
      }
      throw e.getCause();
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
      iam.denial(caller.roleArn(), permission.action(), permission.resource(), permission.context())
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

  private Object objectMethod(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> type.getSimpleName() + " in " + region;
    };
  }
}
