package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.DatabaseAddress;
import io.pharos.recovery.aws.DatabaseSession;
import io.pharos.recovery.aws.DatabaseUnreachable;
import io.pharos.recovery.aws.WebUnreachable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsClient;

/** What a function reaches, made of what a test puts there; the rest does not answer. */
final class FakeAws implements Aws {
  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  static final String REGION = "eu-central-1";

  private final Map<String, AwsClient> clients = new HashMap<>();
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, Integer> web = new HashMap<>();

  FakeAws() {
    with("AWS_REGION", REGION)
        .with("PHAROS_APP", "shop")
        .with("PHAROS_ENVIRONMENT", "prod")
        .with("PHAROS_POSITION", "secondary")
        .with("PHAROS_DATABASE_ENGINE", "mysql")
        .with("PHAROS_TABLE", "shop-prod-dr");
  }

  FakeAws with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  FakeAws with(Class<? extends AwsClient> type, String region, AwsClient client) {
    clients.put(type.getSimpleName() + "@" + region, client);
    return this;
  }

  FakeAws answers(String url, int status) {
    web.put(url, status);
    return this;
  }

  @Override
  public <T extends AwsClient> T client(Class<T> type, String region) {
    AwsClient client = clients.get(type.getSimpleName() + "@" + region);
    if (client == null) {
      throw new AssertionError("nobody gave this test a " + type.getSimpleName() + " in " + region);
    }
    return type.cast(client);
  }

  @Override
  public Clock clock() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }

  @Override
  public String variable(String name) {
    return variables.get(name);
  }

  @Override
  public int get(String url, Duration timeout) throws WebUnreachable {
    if (!web.containsKey(url)) {
      throw new WebUnreachable("connect timed out");
    }
    return web.get(url);
  }

  @Override
  public DatabaseSession open(DatabaseAddress address, Duration timeout)
      throws DatabaseUnreachable {
    throw new DatabaseUnreachable(address + " does not answer");
  }
}
