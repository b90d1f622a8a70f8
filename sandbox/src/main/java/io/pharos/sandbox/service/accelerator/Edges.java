package io.pharos.sandbox.service.accelerator;

import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ElasticLoadBalancing;
import io.pharos.sandbox.service.elb.ElbTypes;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the edges of the network lead a connection: to the nearest endpoint group whose dial lets
 * it in, and when nothing there is healthy to another one, whatever its dial says; when nothing is
 * healthy anywhere, to the nearest. They are everywhere: no fault of a Region stops them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints-endpoint-weights.unhealthy-endpoints.html">How
 *     failover works for unhealthy endpoints</a>
 */
public final class Edges {
  private static final Duration LOOKS_EVERY = Duration.ofSeconds(10);
  private static final int OTHERS_TRIED = 3;
  private static final int USUAL_WEIGHT = 128;

  /** What is known of one endpoint group, as far as it has come to the edges. */
  private static final class Standing {
    private double dial;
    private int turns;
    private int endpoints;
    private final Map<String, Boolean> healthy = new HashMap<>();
    private final Map<String, Boolean> seen = new HashMap<>();
  }

  private final World world;
  private final Map<String, Standing> standings = new HashMap<>();

  public Edges(World world) {
    this.world = world;
  }

  /**
   * The load balancer that a new connection is led to.
   *
   * @param from where the client is: a Region is the nearest to itself
   * @throws WebUnreachable when it is led nowhere
   */
  public Resource route(Resource accelerator, String from, int port) throws WebUnreachable {
    String name = "accelerator " + accelerator.string("name");
    if (world.faults().of(from).isPresent()) {
      throw new WebUnreachable("connect timed out: " + name + " is out of reach from " + from);
    }
    if (accelerator.has("enabled") && !accelerator.flag("enabled")) {
      throw new WebUnreachable("connect timed out: " + name + " is switched off");
    }
    Resource listener =
        owned(AcceleratorTypes.LISTENER, "acceleratorArn", accelerator.id()).stream()
            .filter(each -> listens(each, port))
            .findFirst()
            .orElseThrow(
                () -> new WebUnreachable("connection refused: " + name + " has no port " + port));
    List<Resource> nearest =
        owned(AcceleratorTypes.ENDPOINT_GROUP, "listenerArn", listener.id()).stream()
            .sorted(
                Comparator.comparing((Resource group) -> !region(group).equals(from))
                    .thenComparing(Edges::region))
            .toList();
    Resource original =
        nearest.stream()
            .filter(this::letsIn)
            .findFirst()
            .orElseThrow(
                () -> new WebUnreachable("connect timed out: no dial of " + name + " lets it in"));
    return endpoint(original, true)
        .or(
            () ->
                nearest.stream()
                    .filter(group -> group != original)
                    .limit(OTHERS_TRIED)
                    .flatMap(group -> endpoint(group, true).stream())
                    .findFirst())
        .or(() -> endpoint(nearest.get(0), false))
        .orElseThrow(() -> new WebUnreachable("connect timed out: " + name + " has no endpoint"));
  }

  private static boolean listens(Resource listener, int port) {
    return listener.string("protocol").equals("TCP")
        && listener.maps("portRanges").stream()
            .anyMatch(
                range ->
                    AcceleratorListeners.port(range, "fromPort") <= port
                        && port <= AcceleratorListeners.port(range, "toPort"));
  }

  private static String region(Resource group) {
    return group.string("endpointGroupRegion");
  }

  private List<Resource> owned(String type, String attribute, String owner) {
    return world.account().list(type, Account.GLOBAL).stream()
        .filter(resource -> resource.string(attribute).equals(owner))
        .toList();
  }

  /** As many of a hundred connections as the dial says. */
  private boolean letsIn(Resource group) {
    Standing standing = standing(group);
    int turn = standing.turns++ % 100;
    return turn < standing.dial;
  }

  /** One of the endpoints, in turns by their weights. */
  private Optional<Resource> endpoint(Resource group, boolean healthyOnly) {
    Standing standing = standing(group);
    List<Map<String, Object>> candidates =
        group.maps("endpointConfigurations").stream()
            .filter(
                endpoint ->
                    !healthyOnly
                        || weight(endpoint) > 0
                            && standing.healthy.getOrDefault(id(endpoint), false))
            .toList();
    int sum = candidates.stream().mapToInt(endpoint -> Math.max(1, weight(endpoint))).sum();
    if (sum == 0) {
      return Optional.empty();
    }
    int turn = standing.endpoints++ % sum;
    for (Map<String, Object> endpoint : candidates) {
      turn -= Math.max(1, weight(endpoint));
      if (turn < 0) {
        return world.account().find(ElbTypes.LOAD_BALANCER, region(group), id(endpoint));
      }
    }
    return Optional.empty();
  }

  static String id(Map<String, Object> endpoint) {
    return String.valueOf(endpoint.get("endpointId"));
  }

  static int weight(Map<String, Object> endpoint) {
    return endpoint.get("weight") instanceof Number weight ? weight.intValue() : USUAL_WEIGHT;
  }

  private Standing standing(Resource group) {
    return standings.computeIfAbsent(
        group.id(),
        id -> {
          Standing standing = new Standing();
          standing.dial = EndpointGroups.dial(group);
          return standing;
        });
  }

  /** The dial that the group has now has come to the edges. */
  void turn(Resource group) {
    standing(group).dial = EndpointGroups.dial(group);
  }

  void forget(Resource group) {
    standings.remove(group.id());
  }

  /** What its endpoints are now is known; from now on it is looked at. */
  void start(Resource group) {
    turn(group);
    group
        .maps("endpointConfigurations")
        .forEach(
            endpoint -> standing(group).healthy.put(id(endpoint), healthyNow(group, endpoint)));
    world
        .clock()
        .every(
            LOOKS_EVERY,
            "accelerator:health:" + group.id(),
            () -> {
              boolean exists =
                  world
                      .account()
                      .find(group.type(), Account.GLOBAL, group.id())
                      .filter(found -> found == group)
                      .isPresent();
              if (exists) {
                group.maps("endpointConfigurations").forEach(endpoint -> look(group, endpoint));
              }
              return exists;
            });
  }

  private void look(Resource group, Map<String, Object> endpoint) {
    Standing standing = standing(group);
    String id = id(endpoint);
    boolean now = healthyNow(group, endpoint);
    boolean known = standing.seen.getOrDefault(id, standing.healthy.getOrDefault(id, false));
    if (now == known) {
      return;
    }
    standing.seen.put(id, now);
    world
        .clock()
        .after(
            world.latency().sample("accelerator.decision", id, world.clock().instant()),
            "accelerator:health:" + id,
            () -> {
              // What has changed back meanwhile is decided anew; no decision overtakes a later one.
              if (standing.seen.get(id) == now) {
                standing.healthy.put(id, now);
              }
            });
  }

  /** Whether the edges hold an endpoint for healthy. */
  public boolean healthy(Resource group, String endpointId) {
    return standing(group).healthy.getOrDefault(endpointId, false);
  }

  /**
   * A load balancer is healthy while each target group behind it has a healthy target: one without
   * targets has none.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoint-groups-health-check-options.html">Health
   *     checks</a>
   */
  private boolean healthyNow(Resource group, Map<String, Object> endpoint) {
    return world.faults().reaches(Caller.INTERNET, region(group))
        && world
            .account()
            .find(ElbTypes.LOAD_BALANCER, region(group), id(endpoint))
            .filter(world.service(ElasticLoadBalancing.class)::everyGroupServes)
            .isPresent();
  }
}
