package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.call.ClientCalls;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsClient;

/**
 * The clients of the AWS SDK as a caller gets them. Every call takes its time, needs a way to the
 * Region and the permissions of the caller's role, and only then reaches the service.
 */
public final class Clients {
  private static final Map<Class<?>, Constructor<?>> CONSTRUCTORS = new ConcurrentHashMap<>();

  private Clients() {}

  /**
   * A client of the service in a Region.
   *
   * @param type the SDK's synchronous interface; what the sandbox does not simulate throws {@link
   *     UnsupportedOperationException} with the operation's name
   */
  public static <T extends AwsClient> T of(
      World world, Class<T> type, String region, Caller caller) {
    return of(world, type, region, caller, service -> {});
  }

  /**
   * A client whose calls have a way of their own to the Region.
   *
   * @param way is asked before each call, with the service's prefix in IAM, and throws where there
   *     is none
   */
  public static <T extends AwsClient> T of(
      World world, Class<T> type, String region, Caller caller, Consumer<String> way) {
    ClientCalls calls = new ClientCalls(world, type, region, caller, way);
    try {
      return type.cast(CONSTRUCTORS.computeIfAbsent(type, Clients::constructor).newInstance(calls));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a proxy of " + type + " cannot be made", e);
    }
  }

  private static Constructor<?> constructor(Class<?> type) {
    try {
      return Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> {
                throw new IllegalStateException("only its class is wanted");
              })
          .getClass()
          .getConstructor(InvocationHandler.class);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every proxy class has this constructor", e);
    }
  }
}
