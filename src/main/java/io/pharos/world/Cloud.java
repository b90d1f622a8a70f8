package io.pharos.world;

import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.awscore.AwsClient;

/**
 * Where commands act: AWS, or the sandbox. What happens there is reached through this and through
 * nothing else.
 */
public interface Cloud {

  /** {@code sandbox} or {@code aws}, as reports call it. */
  String environment();

  /** {@code virtual} or {@code wall}, as reports call it. */
  String clockKind();

  Clock clock();

  /** Lets time pass: at once in the sandbox, by waiting on AWS. */
  void pass(Duration duration);

  /** Does something every second, for as long as it says. */
  void everySecond(String name, BooleanSupplier action);

  /** An operator's client of a service in a Region. */
  <T extends AwsClient> T client(Class<T> type, String region);

  /** The web as users see it. */
  Web web();
}
