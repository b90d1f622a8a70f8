package io.pharos.drill;

import io.pharos.config.Settings;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.world.Cloud;
import io.pharos.world.FaultSwitch;
import java.util.List;
import java.util.function.Consumer;

/**
 * A run of one phase after the other in the same world, with the same users. Every figure that it
 * reports was observed: the users' by the probe, the rest from alarms, executions and journals.
 */
public final class Drill {
  private final Scene scene;

  private Drill(Scene scene) {
    this.scene = scene;
  }

  /** What the report says besides what the drill sees. */
  public record Setting(long seed, String engineVersion, List<DrillReport.StackSummary> stacks) {}

  /** Waits until the stacks that were just deployed have come to rest, and lets the users in. */
  public static Drill open(
      Cloud cloud,
      FaultSwitch faults,
      Settings settings,
      Setting setting,
      Consumer<String> progress) {
    return new Drill(Scene.open(cloud, faults, settings, setting, progress));
  }

  /** What the report of a phase begins with. */
  DrillReport.Header header(String phase, String mode) {
    return scene.header(phase, mode);
  }

  /** The primary Region is lost, and the secondary one has to take over. */
  public DrillReport loseRegion(FailoverDrill.Plan plan) {
    return new FailoverDrill(scene).run(plan);
  }

  /** The primary Region loses a part and works otherwise, and a person starts the failover. */
  DrillReport lose(Breakage part) {
    return new PartDrill(scene).run(part);
  }

  /** A second replica is promoted, served from and thrown away, while everything else goes on. */
  ReplicaRehearsal.Found rehearsePromotion() {
    return new ReplicaRehearsal(scene).run();
  }

  /** The Regions are cut off from each other, which is no reason to fail over. */
  List<String> isolate(Position position, String templateId) {
    return new IsolationDrill(scene, position, templateId).run();
  }

  /** A person moves the application to the secondary Region while both are well. */
  public DrillReport switchOver() {
    return new PlannedDrill(scene, Position.SECONDARY, StateMachine.FAILOVER)
        .run("a planned switch");
  }

  /** A person brings the application back to the primary Region. */
  public DrillReport failBack() {
    return new PlannedDrill(scene, Position.PRIMARY, StateMachine.FAILBACK)
        .run("the primary Region is back");
  }

  /** A lost Region comes back, and has time to look around. */
  void heal(Position position) {
    scene.faults().heal(scene.region(position));
    scene.cloud().pass(FailoverDrill.AFTER_RETURN);
  }
}
