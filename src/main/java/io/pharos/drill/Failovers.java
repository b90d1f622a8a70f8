package io.pharos.drill;

import io.pharos.config.Settings;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.world.Cloud;
import software.amazon.awssdk.core.exception.SdkException;

/** Which state machine activates a Region whose peer is lost, as the Region itself tells. */
public final class Failovers {
  private Failovers() {}

  /**
   * With strategy backup-restore a restore, unless a replica is there to be promoted: between the
   * first part of a failback and its second there is one, and it has lost less.
   */
  public static StateMachine unplanned(Cloud cloud, Settings settings, Position target) {
    StateMachine usual = Operations.unplanned(settings.strategy());
    return usual == StateMachine.RESTORE && replica(new RegionView(cloud, settings, target))
        ? StateMachine.FAILOVER
        : usual;
  }

  /** A Region that cannot be asked says so to whoever starts the operation there. */
  private static boolean replica(RegionView view) {
    try {
      return view.database().filter(RegionDatabase::replica).isPresent();
    } catch (SdkException e) {
      return false;
    }
  }
}
