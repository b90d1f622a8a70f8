package io.pharos.sandbox.core;

import java.util.Map;
import software.amazon.awssdk.awscore.AwsClient;

/**
 * One simulated AWS service, in every Region of one world. Implementations have a public
 * constructor that takes the {@link World}; they keep their resources in its account and only
 * running state in themselves.
 */
public interface Service {

  /** What it does with each type of resource that it owns, by the provider's token. */
  Map<String, Behavior> behaviors();

  /** The clients it answers through, by the AWS SDK's client interface. */
  default Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of();
  }

  /**
   * Makes the client of a Region: an implementation of the SDK's interface, for the operations that
   * are simulated.
   */
  @FunctionalInterface
  interface ClientFactory {
    AwsClient client(String region, Caller caller);
  }
}
