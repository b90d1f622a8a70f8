package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.call.ClientCalls;
import java.lang.reflect.Proxy;
import software.amazon.awssdk.awscore.AwsClient;

/**
 * The clients of the AWS SDK as a caller gets them. Every call takes its time, needs a way to the
 * Region and the permissions of the caller's role, and only then reaches the service.
 */
public final class Clients {
  private Clients() {}

  /**
   * A client of the service in a Region.
   *
   * @param type the SDK's synchronous interface; what the sandbox does not simulate throws {@link
   *     UnsupportedOperationException} with the operation's name
   */
  public static <T extends AwsClient> T of(
      World world, Class<T> type, String region, Caller caller) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            new ClientCalls(world, type, region, caller)));
  }
}
