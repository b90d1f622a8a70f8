package io.pharos.sandbox.contract;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.DatabaseAddress;
import io.pharos.recovery.aws.DatabaseSession;
import io.pharos.recovery.aws.MarkerRow;
import io.pharos.recovery.contract.Variable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsClient;

/**
 * What a recovery function reaches in a contract test: the services of one side, a web where every
 * address answers 200, and a database that takes every row.
 */
final class ContractAws implements Aws {
  private static final int OK = 200;

  private final ContractWorld world;
  private final Map<String, String> variables = new HashMap<>();

  ContractAws(ContractWorld world) {
    this.world = world;
    variables.put("AWS_REGION", ContractWorld.REGION);
  }

  ContractAws with(Variable variable, String value) {
    variables.put(variable.name(), value);
    return this;
  }

  @Override
  public <T extends AwsClient> T client(Class<T> type, String region) {
    return world.client(type, region);
  }

  @Override
  public Clock clock() {
    return world.clock();
  }

  @Override
  public String variable(String name) {
    return variables.get(name);
  }

  @Override
  public int get(String url, Duration timeout) {
    return OK;
  }

  @Override
  public DatabaseSession open(DatabaseAddress address, Duration timeout) {
    return new DatabaseSession() {
      @Override
      public boolean writable() {
        return true;
      }

      @Override
      public void writeMarker(String writer, Instant time) {}

      @Override
      public Map<String, MarkerRow> markers() {
        return Map.of();
      }

      @Override
      public boolean holdsRows(String table) {
        return true;
      }

      @Override
      public void close() {}
    };
  }
}
