package io.pharos.simulation;

import io.pharos.recovery.aws.Aws;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.core.SdkRequest;

/** AWS as a function saw it first: what it asks in these ways never has another answer. */
final class Forever extends OtherAws {
  private final Set<String> questions;
  private final Map<String, Object> seen = new HashMap<>();

  /**
   * @param questions names of the SDK's methods, such as {@code describeRules}
   */
  Forever(Aws aws, String... questions) {
    super(aws);
    this.questions = Set.of(questions);
  }

  @Override
  public <T extends AwsClient> T client(Class<T> type, String region) {
    T client = super.client(type, region);
    return type.cast(remembering(type, region, client));
  }

  private Object remembering(Class<?> type, String region, Object client) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          boolean asks = arguments != null && arguments[0] instanceof SdkRequest;
          if (!asks) {
            return method.isDefault()
                ? InvocationHandler.invokeDefault(proxy, method, arguments)
                : call(client, method, arguments);
          }
          if (!questions.contains(method.getName())) {
            return call(client, method, arguments);
          }
          String question = region + " " + arguments[0];
          if (!seen.containsKey(question)) {
            seen.put(question, call(client, method, arguments));
          }
          return seen.get(question);
        });
  }

  private static Object call(Object client, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(client, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
