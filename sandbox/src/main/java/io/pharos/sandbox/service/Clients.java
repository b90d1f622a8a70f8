package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.call.ClientCalls;
import java.util.function.Consumer;
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
    return ClientCalls.client(world, type, region, caller, way);
  }
}
