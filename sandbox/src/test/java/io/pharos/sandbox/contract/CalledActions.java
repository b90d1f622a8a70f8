package io.pharos.sandbox.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.awscore.AwsClient;

/** Which actions, as IAM names them, the suites have called in this process. */
final class CalledActions {
  private static final Set<String> CALLED = new TreeSet<>();

  private CalledActions() {}

  static Set<String> all() {
    return Set.copyOf(CALLED);
  }

  /** The same client, whose calls are remembered. */
  static <T extends AwsClient> T remembered(Class<T> type, T client) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              CALLED.add(action(client.serviceName(), method));
              try {
                return method.invoke(client, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private static String action(String service, Method method) {
    String name = method.getName();
    if (service.equals("lambda") && name.equals("invoke")) {
      return "lambda:InvokeFunction";
    }
    // CloudWatch's endpoint is not called as its actions are.
    return (service.equals("monitoring") ? "cloudwatch" : service)
        + ":"
        + Character.toUpperCase(name.charAt(0))
        + name.substring(1);
  }
}
