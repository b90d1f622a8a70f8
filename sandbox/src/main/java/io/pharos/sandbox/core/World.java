package io.pharos.sandbox.core;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.awscore.AwsClient;

/**
 * AWS, as far as recovery can tell: one account, its services, one clock, and what is broken. One
 * thread at a time: who comes from another thread (the Pulumi engine) synchronizes on the world.
 */
public final class World {
  private final long seed;
  private final VirtualClock clock;
  private final Account account;
  private final Faults faults;
  private final Latency latency;
  private final Map<Class<?>, Service> services = new LinkedHashMap<>();
  private final Map<String, Behavior> behaviors = new HashMap<>();
  private final Map<Class<?>, Service.ClientFactory> clients = new HashMap<>();

  /**
   * @param makers make the services of this world, in the order in which they are started
   */
  public World(
      long seed,
      VirtualClock clock,
      Account account,
      Latency latency,
      List<Function<World, Service>> makers) {
    this.seed = seed;
    this.faults = new Faults(seed);
    this.clock = clock;
    this.account = account;
    this.latency = latency;
    makers.stream()
        .map(make -> make.apply(this))
        .forEach(
            service -> {
              services.put(service.getClass(), service);
              behaviors.putAll(service.behaviors());
              clients.putAll(service.clients());
            });
  }

  public long seed() {
    return seed;
  }

  public VirtualClock clock() {
    return clock;
  }

  public Account account() {
    return account;
  }

  public Faults faults() {
    return faults;
  }

  public Latency latency() {
    return latency;
  }

  /** The service of this class. */
  public <S extends Service> S service(Class<S> type) {
    return type.cast(services.get(type));
  }

  /** What happens to resources of this type, or empty when no service knows it. */
  public Optional<Behavior> behavior(String type) {
    return Optional.ofNullable(behaviors.get(type));
  }

  /** The bare client of a service: no permissions, no faults. {@code Clients} adds both. */
  public <T extends AwsClient> T bareClient(Class<T> type, String region, Caller caller) {
    Service.ClientFactory factory = clients.get(type);
    if (factory == null) {
      throw new UnsupportedOperationException(
          "the sandbox does not simulate " + type.getSimpleName());
    }
    return type.cast(factory.client(region, caller));
  }
}
