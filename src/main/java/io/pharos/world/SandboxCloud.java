package io.pharos.world;

import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.RoleCaller;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Clients;
import io.pharos.sandbox.service.Internet;
import io.pharos.sandbox.service.Route53;
import io.pharos.sandbox.service.WebAnswer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.awscore.AwsClient;

/**
 * The sandbox as the place where commands act. Time passes only in {@link #pass}, and everything
 * that is due happens in it, on the thread that calls it.
 */
public final class SandboxCloud implements Cloud, FaultSwitch {
  private final World world;
  private final Optional<String> role;

  /** For a person with every permission. */
  public SandboxCloud(World world) {
    this(world, Optional.empty());
  }

  private SandboxCloud(World world, Optional<String> role) {
    this.world = world;
    this.role = role;
  }

  /** The same place for a person who has this role and no other permission. */
  public SandboxCloud as(String roleArn) {
    return new SandboxCloud(world, Optional.of(roleArn));
  }

  /** What tests look into and break. */
  public World world() {
    return world;
  }

  @Override
  public String environment() {
    return "sandbox";
  }

  @Override
  public String clockKind() {
    return "virtual";
  }

  @Override
  public Clock clock() {
    return world.clock();
  }

  @Override
  public void pass(Duration duration) {
    synchronized (world) {
      world.clock().advanceBy(duration);
    }
  }

  @Override
  public void everySecond(String name, BooleanSupplier action) {
    synchronized (world) {
      world.clock().every(Duration.ofSeconds(1), name, action);
    }
  }

  @Override
  public <T extends AwsClient> T client(Class<T> type, String region) {
    Caller caller =
        role.<Caller>map(arn -> new RoleCaller(arn, Caller.INTERNET, world.clock().instant()))
            .orElseGet(() -> Caller.operator(world.clock()));
    return Clients.of(world, type, region, caller);
  }

  @Override
  public Web web() {
    return new SandboxWeb(world);
  }

  @Override
  public void fail(String region, Kind kind) {
    synchronized (world) {
      world
          .faults()
          .fail(
              region,
              switch (kind) {
                case DEAD -> Faults.Kind.DEAD;
                case ISOLATED -> Faults.Kind.ISOLATED;
              });
    }
  }

  @Override
  public void heal(String region) {
    synchronized (world) {
      world.faults().heal(region);
    }
  }

  @Override
  public List<String> observations() {
    synchronized (world) {
      return new SandboxObservations(world).all();
    }
  }

  @Override
  public List<String> deploymentFaults() {
    synchronized (world) {
      return new SandboxObservations(world).deploymentFaults();
    }
  }

  private record SandboxWeb(World world) implements Web {
    @Override
    public Optional<Address> resolve(String name) {
      synchronized (world) {
        return world
            .service(Route53.class)
            .resolve(name)
            .map(
                answer ->
                    new Address(
                        answer.loadBalancerDnsName(), Duration.ofSeconds(answer.ttlSeconds())));
      }
    }

    @Override
    public Reply send(Address address, String scheme, String name, String method, String path)
        throws NoReply {
      synchronized (world) {
        try {
          WebAnswer answer =
              world
                  .service(Internet.class)
                  .request(Caller.INTERNET, address.host(), name, scheme, method, path, "");
          return new Reply(answer.status(), answer.body(), answer.region());
        } catch (WebUnreachable e) {
          throw new NoReply(e.getMessage());
        }
      }
    }
  }
}
