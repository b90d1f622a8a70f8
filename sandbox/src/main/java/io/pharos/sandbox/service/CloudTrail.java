package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.cloudtrail.Trails;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CloudTrail: trails, and the calls that EventBridge hears of because a trail logs them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html">AWS
 *     service events delivered via AWS CloudTrail</a>
 */
public final class CloudTrail implements Service {
  private final World world;

  public CloudTrail(World world) {
    this.world = world;
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of(Trails.TYPE, new Trails(world));
  }

  /**
   * A management call that changed something. Where no trail logs it, nobody hears of it.
   *
   * @param service the prefix of its actions: {@code secretsmanager}
   */
  public void called(
      String region, String service, String operation, Map<String, Object> parameters) {
    if (world.account().list(Trails.TYPE).stream().noneMatch(trail -> logs(trail, region))) {
      return;
    }
    Map<String, Object> event =
        Map.of(
            "source",
            "aws." + service,
            "detail-type",
            "AWS API Call via CloudTrail",
            "resources",
            List.of(),
            "detail",
            Map.of(
                "eventSource",
                service + ".amazonaws.com",
                "eventName",
                operation,
                "awsRegion",
                region,
                "requestParameters",
                parameters));
    Duration delay =
        world
            .latency()
            .sample("cloudtrail.event", region, operation, world.clock().instant().toString());
    world
        .clock()
        .after(delay, "cloudtrail", () -> world.service(EventBridge.class).emit(region, event));
  }

  /** Why a trail's next log file would not arrive in its bucket, or empty. */
  public Optional<String> undelivered(Resource trail) {
    return new Trails(world).undelivered(trail);
  }

  private static boolean logs(Resource trail, String region) {
    return trail.flag("enableLogging")
        && (trail.region().equals(region) || trail.flag("isMultiRegionTrail"));
  }
}
