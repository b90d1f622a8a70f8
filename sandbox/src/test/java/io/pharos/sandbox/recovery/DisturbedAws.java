package io.pharos.sandbox.recovery;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.DatabaseAddress;
import io.pharos.recovery.aws.DatabaseSession;
import io.pharos.recovery.aws.DatabaseUnreachable;
import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.sandbox.core.Refusal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** AWS as a function reaches it, written down call by call, and disturbed where a test says so. */
final class DisturbedAws implements Aws {

  /** What happens to one call. */
  enum Disturbance {
    /** AWS asks to slow down, and does nothing. */
    THROTTLED,
    /** AWS does it, and the answer gets lost. */
    ANSWER_LOST
  }

  private final Aws aws;
  private final List<String> calls = new ArrayList<>();
  private final Set<String> unset = new HashSet<>();
  private final Map<String, String> set = new HashMap<>();
  private BiFunction<Integer, String, Disturbance> disturbances = (number, operation) -> null;
  private BiFunction<Integer, String, Runnable> before = (number, operation) -> null;

  DisturbedAws(Aws aws) {
    this.aws = aws;
  }

  /** The operations called so far, such as {@code promoteReadReplica}. */
  List<String> calls() {
    return calls;
  }

  void unset(String variable) {
    unset.add(variable);
  }

  /** The variable as another deployment would set it. */
  void set(String variable, String value) {
    set.put(variable, value);
  }

  /** Disturbs the call with this number, the first being 0. */
  void disturb(int number, Disturbance how) {
    disturbances = (each, operation) -> each == number ? how : null;
  }

  /** Disturbs every call of an operation. */
  void disturb(String operation, Disturbance how) {
    disturbances = (number, each) -> each.equals(operation) ? how : null;
  }

  /** Does something just before an operation is called. */
  void before(String operation, Runnable action) {
    before = (number, each) -> each.equals(operation) ? action : null;
  }

  @Override
  public <T extends AwsClient> T client(Class<T> type, String region) {
    T client = aws.client(type, region);
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(client, method, arguments)));
  }

  private Object call(AwsClient client, Method method, Object[] arguments) throws Throwable {
    int number = calls.size();
    calls.add(method.getName());
    Runnable action = before.apply(number, method.getName());
    if (action != null) {
      action.run();
    }
    Disturbance disturbance = disturbances.apply(number, method.getName());
    if (disturbance == Disturbance.THROTTLED) {
      throw Refusal.of(
          AwsServiceException.builder(), "Any", 400, "ThrottlingException", "Rate exceeded");
    }
    Object answer;
    try {
      answer = method.invoke(client, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (disturbance == Disturbance.ANSWER_LOST) {
      throw SdkClientException.create("Unable to execute HTTP request: Read timed out");
    }
    return answer;
  }

  @Override
  public Clock clock() {
    return aws.clock();
  }

  @Override
  public String variable(String name) {
    return unset.contains(name) ? null : set.getOrDefault(name, aws.variable(name));
  }

  @Override
  public int get(String url, Duration timeout) throws WebUnreachable {
    return aws.get(url, timeout);
  }

  @Override
  public DatabaseSession open(DatabaseAddress address, Duration timeout)
      throws DatabaseUnreachable {
    return aws.open(address, timeout);
  }
}
