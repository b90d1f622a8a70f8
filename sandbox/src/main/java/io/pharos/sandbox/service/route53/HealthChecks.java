package io.pharos.sandbox.service.route53;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.CloudWatch;
import io.pharos.sandbox.service.cloudwatch.AlarmDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What Route 53's health checkers think. They live in many Regions at once: no fault of one Region
 * stops them, but what they look at can be out of their sight.
 */
public final class HealthChecks {
  static final String TYPE = "aws:route53/healthCheck:HealthCheck";
  private static final Duration READS_METRICS_EVERY = Duration.ofSeconds(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  /** Asks an endpoint, and says whether its answer is a healthy one. */
  @FunctionalInterface
  public interface Endpoint {
    boolean answers(String from, String url, Duration timeout);
  }

  /** What is known of one check, before inversion. */
  private static final class Standing {
    private boolean healthy = true;
    private int streak;
    private AlarmDefinition definition;
  }

  private final World world;
  private final Endpoint endpoint;
  private final Map<String, Standing> standings = new TreeMap<>();

  public HealthChecks(World world, Endpoint endpoint) {
    this.world = world;
    this.endpoint = endpoint;
  }

  /** Whether Route 53 holds this check for healthy; a check that is not there is. */
  public boolean healthy(String id) {
    return world
        .account()
        .find(TYPE, Account.GLOBAL, id)
        .map(check -> before(check) != check.flag("invertHealthcheck"))
        .orElse(true);
  }

  private boolean before(Resource check) {
    if (check.flag("disabled")) {
      return true;
    }
    if (!check.string("type").equals("CALCULATED")) {
      return standing(check).healthy;
    }
    long healthy = check.strings("childHealthchecks").stream().filter(this::healthy).count();
    return healthy >= check.integer("childHealthThreshold");
  }

  private Standing standing(Resource check) {
    return standings.computeIfAbsent(check.id(), id -> new Standing());
  }

  void forget(Resource check) {
    standings.remove(check.id());
  }

  /** Copies the alarm's definition as it is now: later changes of the alarm do not reach it. */
  void copyDefinition(Resource check) {
    standing(check).definition =
        world
            .service(CloudWatch.class)
            .definition(check.string("cloudwatchAlarmRegion"), check.string("cloudwatchAlarmName"))
            .orElse(null);
  }

  void start(Resource check) {
    switch (check.string("type")) {
      case "HTTP", "HTTPS" ->
          every(check, Duration.ofSeconds(interval(check)), () -> askEndpoint(check));
      case "CLOUDWATCH_METRIC" -> {
        if (standing(check).definition == null) {
          copyDefinition(check);
        }
        every(check, READS_METRICS_EVERY, () -> readMetric(check));
      }
      default -> standing(check);
    }
  }

  private void every(Resource check, Duration period, Runnable look) {
    world
        .clock()
        .every(
            period,
            "route53:health-check:" + check.id(),
            () -> {
              boolean exists =
                  world
                      .account()
                      .find(TYPE, check.region(), check.id())
                      .filter(found -> found == check)
                      .isPresent();
              if (exists && !check.flag("disabled")) {
                look.run();
              }
              return exists;
            });
  }

  private static int interval(Resource check) {
    return check.integer("requestInterval") == 10 ? 10 : 30;
  }

  /** Changes its mind after as many equal answers as the threshold says, in both directions. */
  private void askEndpoint(Resource check) {
    Standing standing = standing(check);
    if (endpoint.answers(Caller.INTERNET, url(check), TIMEOUT) == standing.healthy) {
      standing.streak = 0;
      return;
    }
    standing.streak++;
    int threshold = check.has("failureThreshold") ? check.integer("failureThreshold") : 3;
    if (standing.streak < threshold) {
      return;
    }
    standing.streak = 0;
    boolean healthy = !standing.healthy;
    Instant now = world.clock().instant();
    world
        .clock()
        .after(
            world.latency().sample("route53.endpointDecision", check.id(), now),
            "route53:health-check:" + check.id(),
            () -> standing.healthy = healthy);
  }

  private static String url(Resource check) {
    String scheme = check.string("type").toLowerCase(java.util.Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    int port = check.has("port") ? check.integer("port") : usual;
    String host = check.has("fqdn") ? check.string("fqdn") : check.string("ipAddress");
    String path = check.has("resourcePath") ? check.string("resourcePath") : "/";
    return scheme + "://" + host + (port == usual ? "" : ":" + port) + path;
  }

  private void readMetric(Resource check) {
    Standing standing = standing(check);
    Optional<Boolean> breaching =
        world.faults().of(check.string("cloudwatchAlarmRegion")).isPresent()
                || standing.definition == null
            ? Optional.empty()
            : world
                .service(CloudWatch.class)
                .breaches(standing.definition, lastPeriod(standing.definition));
    String insufficient = check.string("insufficientDataHealthStatus");
    if (breaching.isPresent()) {
      standing.healthy = !breaching.get();
    } else if (insufficient.equals("Healthy")) {
      standing.healthy = true;
    } else if (insufficient.equals("Unhealthy")) {
      standing.healthy = false;
    }
  }

  /** The end of the newest period whose datapoints have had time to arrive. */
  private Instant lastPeriod(AlarmDefinition definition) {
    Instant arrived =
        world.clock().instant().minus(world.latency().median("cloudwatch.metricDelay"));
    long period = definition.period().toSeconds();
    return Instant.ofEpochSecond(arrived.getEpochSecond() / period * period);
  }
}
