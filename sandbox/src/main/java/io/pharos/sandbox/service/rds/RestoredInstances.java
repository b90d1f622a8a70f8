package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.core.World;
import java.time.Duration;
import java.util.Map;

/**
 * Instances that are made from a copy, whichever kind of copy it is: {@code creating} for as long
 * as {@code rds.restore} says. From a copy that cannot be used one becomes {@code
 * incompatible-restore}, and stays that.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html">Viewing
 *     DB instance status</a>
 */
final class RestoredInstances {
  private static final Duration TRY_AGAIN = Duration.ofSeconds(60);

  private final World world;
  private final Databases databases;
  private final InstanceBehavior behavior;

  RestoredInstances(World world, Databases databases, InstanceBehavior behavior) {
    this.world = world;
    this.databases = databases;
    this.behavior = behavior;
  }

  /**
   * Begins one, or refuses: a name is used once, and a Region may have no instance to give.
   *
   * @param attributes with the master password, which is not kept
   * @param event names the change on the clock
   */
  Resource begin(
      String region,
      String identifier,
      Map<String, Object> attributes,
      Database content,
      String event) {
    if (world.faults().strikes(Trouble.CAPACITY_SHORT, region, "rds")) {
      throw RdsRefusal.capacity();
    }
    Resource restored = new Resource(Databases.INSTANCE, region, identifier, attributes);
    behavior.create(restored);
    // Known to the engine's own tables only.
    restored.attributes().remove("password");
    world.account().add(restored);
    databases.run(restored, content);
    restored.set("status", "creating");
    arrive(
        restored,
        world.faults().strikes(Trouble.BACKUP_CORRUPT, region, "rds")
            ? "incompatible-restore"
            : "available",
        world.latency().sample("rds.restore", identifier, world.clock().instant()),
        event);
    return restored;
  }

  private void arrive(Resource restored, String status, Duration delay, String event) {
    world
        .clock()
        .after(
            delay,
            event + ":" + restored.string("resourceId"),
            () -> {
              if (!restored.string("status").equals("creating")) {
                return;
              }
              if (world.faults().dead(restored.region())) {
                arrive(restored, status, TRY_AGAIN, event);
              } else {
                restored.set("status", status);
              }
            });
  }
}
