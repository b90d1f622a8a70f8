package io.pharos.sandbox.service.backup;

import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.EventBridge;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What AWS Backup tells EventBridge of its jobs, every five minutes.
 *
 * @see <a href="https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html">Events of
 *     AWS Backup</a>
 */
final class JobEvents {
  private static final Duration PERIOD = Duration.ofMinutes(5);

  private final World world;

  JobEvents(World world) {
    this.world = world;
  }

  void changed(String region, String type, List<String> resources, Map<String, Object> detail) {
    long period = PERIOD.toSeconds();
    Instant due =
        Instant.ofEpochSecond((world.clock().instant().getEpochSecond() / period + 1) * period);
    world
        .clock()
        .at(
            due,
            "backup:event:" + type + detail,
            () ->
                world
                    .service(EventBridge.class)
                    .emit(
                        region,
                        Map.of(
                            "source", "aws.backup",
                            "detail-type", type,
                            "resources", resources,
                            "detail", detail)));
  }
}
