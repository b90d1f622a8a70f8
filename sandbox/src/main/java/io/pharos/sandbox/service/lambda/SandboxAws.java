package io.pharos.sandbox.service.lambda;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.DatabaseAddress;
import io.pharos.recovery.aws.DatabaseSession;
import io.pharos.recovery.aws.DatabaseUnreachable;
import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Clients;
import io.pharos.sandbox.service.DatabaseRefused;
import io.pharos.sandbox.service.Internet;
import io.pharos.sandbox.service.Rds;
import io.pharos.sandbox.service.WebAnswer;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * What a function in the sandbox reaches: everything of its world, with its role and its network.
 */
final class SandboxAws implements Aws {
  private final World world;
  private final FunctionCaller caller;
  private final FunctionNetwork network;
  private final Map<String, Object> variables;
  private final Stage stage;
  private final Map<Class<?>, Map<String, AwsClient>> clients = new HashMap<>();

  SandboxAws(
      World world,
      FunctionCaller caller,
      FunctionNetwork network,
      Map<String, Object> variables,
      Stage stage) {
    this.world = world;
    this.caller = caller;
    this.network = network;
    this.variables = variables;
    this.stage = stage;
  }

  @Override
  public <T extends AwsClient> T client(Class<T> type, String region) {
    if (!region.equals(caller.region())) {
      String function = String.valueOf(variables.get("AWS_LAMBDA_FUNCTION_NAME"));
      stage.abroad(new Stage.Abroad(function, caller.region(), region, type));
    }
    return type.cast(
        clients
            .computeIfAbsent(type, any -> new HashMap<>())
            .computeIfAbsent(region, any -> make(type, region)));
  }

  private <T extends AwsClient> T make(Class<T> type, String region) {
    return network.place().isEmpty()
        ? Clients.of(world, type, region, caller)
        : Clients.of(world, type, region, caller, service -> checkWay(endpoint(service), region));
  }

  /** CloudWatch is called otherwise in the names of endpoints than in those of actions. */
  private static String endpoint(String service) {
    return service.equals("cloudwatch") ? "monitoring" : service;
  }

  private void checkWay(String service, String region) {
    Optional<String> blocked = network.awsBlocked(region, service);
    if (blocked.isPresent()) {
      caller.elapse(world.latency().median("aws.connectTimeout"));
      throw SdkClientException.create(
          "Unable to execute HTTP request: connect timed out (" + blocked.get() + ")");
    }
  }

  @Override
  public Clock clock() {
    return caller;
  }

  @Override
  public String variable(String name) {
    Object value = variables.get(name);
    return value == null ? null : value.toString();
  }

  @Override
  public int get(String url, Duration timeout) throws WebUnreachable {
    Optional<String> blocked = network.internetBlocked();
    if (blocked.isPresent()) {
      caller.elapse(toConnect(timeout));
      throw new WebUnreachable("connect timed out: " + blocked.get());
    }
    try {
      WebAnswer answer = world.service(Internet.class).get(caller.region(), url, timeout);
      caller.elapse(world.latency().sample("aws.call", url, caller.now().toEpochMilli()));
      return answer.status();
    } catch (WebUnreachable e) {
      caller.elapse(toConnect(timeout));
      throw e;
    }
  }

  /** As {@code LiveAws} does: who has not accepted the connection by then is not waited for. */
  private Duration toConnect(Duration timeout) {
    Duration most = world.latency().median("aws.connectTimeout");
    return timeout.compareTo(most) < 0 ? timeout : most;
  }

  @Override
  public DatabaseSession open(DatabaseAddress address, Duration timeout)
      throws DatabaseUnreachable {
    if (network.place().isEmpty()) {
      caller.elapse(timeout);
      throw new DatabaseUnreachable(
          "connect timed out: a function outside of the VPC has no way to " + address);
    }
    try {
      caller.elapse(
          world.latency().sample("aws.call", address.host(), caller.now().toEpochMilli()));
      return new MarkerSession(
          world
              .service(Rds.class)
              .connect(
                  network.place().get(),
                  address.host(),
                  address.port(),
                  address.username(),
                  address.password(),
                  address.database()),
          world,
          caller);
    } catch (DatabaseRefused e) {
      if (e.getMessage().contains("timed out")) {
        caller.elapse(timeout);
      }
      throw new DatabaseUnreachable(e.getMessage());
    }
  }
}
