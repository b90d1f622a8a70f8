package io.pharos.simulation;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.DatabaseAddress;
import io.pharos.recovery.aws.DatabaseSession;
import io.pharos.recovery.aws.DatabaseUnreachable;
import io.pharos.recovery.aws.WebUnreachable;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.awscore.AwsClient;

/** AWS as it is; what takes a guard out changes one thing of it. */
abstract class OtherAws implements Aws {
  private final Aws aws;

  OtherAws(Aws aws) {
    this.aws = aws;
  }

  @Override
  public <T extends AwsClient> T client(Class<T> type, String region) {
    return aws.client(type, region);
  }

  @Override
  public Clock clock() {
    return aws.clock();
  }

  @Override
  public String variable(String name) {
    return aws.variable(name);
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
