package io.pharos.recovery.aws;

import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.awscore.AwsClient;

/**
 * Everything a recovery function reaches: AWS, the web and the database. The functions get it in
 * their constructor, so that they run unchanged on Lambda ({@link LiveAws}) and in the sandbox.
 */
public interface Aws {

  /**
   * The client of a service in a Region.
   *
   * @param type the AWS SDK's synchronous client interface, such as {@code RdsClient.class}
   * @param region such as {@code eu-west-1}
   */
  <T extends AwsClient> T client(Class<T> type, String region);

  /** The time, which a function reads from nowhere else. */
  Clock clock();

  /** Environment variable {@code name}, or null when it is not set. */
  String variable(String name);

  /**
   * Status code of a GET, following no redirect.
   *
   * @throws WebUnreachable when there is no answer within the timeout, or the name does not resolve
   */
  int get(String url, Duration timeout) throws WebUnreachable;

  /**
   * Opens a session with a database, over TLS.
   *
   * @throws DatabaseUnreachable when there is no connection within the timeout, or the credentials
   *     are refused
   */
  DatabaseSession open(DatabaseAddress address, Duration timeout) throws DatabaseUnreachable;
}
