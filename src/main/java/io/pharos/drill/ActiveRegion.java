package io.pharos.drill;

import io.pharos.config.Settings;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Which Region serves now, as the Regions' own tables say: the configuration follows later, when
 * somebody reconciles.
 */
public final class ActiveRegion {
  private ActiveRegion() {}

  /**
   * The secondary while it claims the traffic and the primary has not reclaimed it. When the
   * secondary does not answer, the configuration is the best that is known.
   */
  public static Position of(Cloud cloud, Settings settings) {
    Optional<Boolean> taken = claims(cloud, settings, Position.SECONDARY);
    if (taken.isEmpty()) {
      return settings.active();
    }
    return taken.get() && !claims(cloud, settings, Position.PRIMARY).orElse(false)
        ? Position.SECONDARY
        : Position.PRIMARY;
  }

  /** Whether a Region claims the traffic; empty when it does not answer. */
  static Optional<Boolean> claims(Cloud cloud, Settings settings, Position position) {
    String attribute =
        switch (position) {
          case PRIMARY -> "reclaimed";
          case SECONDARY -> "takenOver";
        };
    try {
      return Optional.of(
          new RegionTable(cloud, settings.names(), settings.regions().of(position))
              .item("traffic", "state")
              .getOrDefault(attribute, "false")
              .equals("true"));
    } catch (SdkException e) {
      return Optional.empty();
    }
  }
}
