package io.pharos.drill;

import io.pharos.config.Settings;
import io.pharos.engine.Refused;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import io.pharos.world.FaultSwitch;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What has to be so before a drill touches an environment that people use: every step can be done
 * there, a person has named the environment, and the Region that stands by is ready. Until then
 * nothing is changed.
 */
final class LiveGround {
  private LiveGround() {}

  /** No command takes a Region of AWS away, and what goes wrong there is seen in its own logs. */
  static final FaultSwitch FAULTS =
      new FaultSwitch() {
        @Override
        public void fail(String region, Kind kind) {
          throw new UnsupportedOperationException("a Region of AWS cannot be taken away");
        }

        @Override
        public void heal(String region) {
          throw new UnsupportedOperationException("a Region of AWS cannot be given back");
        }

        @Override
        public List<String> observations() {
          return List.of();
        }

        @Override
        public List<String> deploymentFaults() {
          return List.of();
        }
      };

  /**
   * Checks the file alone.
   *
   * @throws IllegalArgumentException when a step is only possible in the sandbox
   */
  static void requirePossible(DrillFile file) {
    List<String> impossible =
        Stream.concat(file.steps().stream(), file.cleanUp().stream())
            .filter(step -> !step.action().worksOnAws())
            .map(DrillStep::toString)
            .distinct()
            .toList();
    if (!impossible.isEmpty()) {
      throw new IllegalArgumentException(
          file.name()
              + ": "
              + String.join(", ", impossible)
              + " cannot be done on AWS, only in the sandbox (without --on aws). On AWS there are"
              + " cut, switch, failback and reconcile: docs/drills.md");
    }
  }

  /**
   * Checks that a person means this environment.
   *
   * @param confirmed what the person has written
   * @throws Refused when that is not its name
   */
  static void requireConfirmed(DrillFile file, Settings settings, Optional<String> confirmed) {
    String name = settings.names().prefix();
    if (confirmed.filter(name::equals).isPresent()) {
      return;
    }
    throw new Refused(
        "Refused: drill "
            + file.name()
            + " would act on "
            + name
            + " as it is deployed now"
            + confirmed.map(other -> ", and '" + other + "' was confirmed").orElse("")
            + "; nothing was changed.\n"
            + "Its users will not be served for minutes, and rows are written to its database once a"
            + " second (PUT /rows/N).\n"
            + "If that is meant: --on aws --confirm "
            + name);
  }

  /**
   * Checks that the other Region could take over. Both look now, and change nothing.
   *
   * @throws Refused when it could not
   */
  static void requireReady(DrillFile file, Cloud cloud, Settings settings) {
    Position standby = ActiveRegion.of(cloud, settings).peer();
    Optional<String> problem = RegionReadiness.look(cloud, settings, standby);
    RegionReadiness readiness = RegionReadiness.of(cloud, settings, standby);
    if (problem.isEmpty() && readiness.state() == RegionReadiness.State.READY) {
      return;
    }
    List<String> failing =
        readiness.checks().stream()
            .filter(check -> check.state().equals("fails"))
            .map(RegionReadiness.Check::toString)
            .toList();
    throw new Refused(
        "Refused: the "
            + standby.word()
            + " Region is not ready to take over, so drill "
            + file.name()
            + " would be an outage; nothing was changed.\n  "
            + problem.orElse(String.join("\n  ", failing))
            + "\nSee: pharos ready --now");
  }
}
