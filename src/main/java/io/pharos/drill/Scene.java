package io.pharos.drill;

import io.pharos.config.Settings;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import io.pharos.world.FaultSwitch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where the phases of a run take place, with users who write from the beginning to the end of it.
 */
record Scene(
    Cloud cloud,
    FaultSwitch faults,
    Settings settings,
    Drill.Setting setting,
    Users users,
    Consumer<String> progress) {
  /** The Regions have seen each other, and replication has been measured, before users come. */
  private static final Duration WARM_UP = Duration.ofMinutes(12);

  static Scene open(
      Cloud cloud,
      FaultSwitch faults,
      Settings settings,
      Drill.Setting setting,
      Consumer<String> progress) {
    cloud.pass(WARM_UP);
    Scene scene = new Scene(cloud, faults, settings, setting, new Users(cloud, settings), progress);
    progress.accept("users write once a second to " + settings.routing().domain());
    return scene;
  }

  Names names() {
    return settings.names();
  }

  String region(Position position) {
    return settings.regions().of(position);
  }

  /**
   * Looks at something again and again, until it is as it should be.
   *
   * @param reached what is looked at once it is so
   * @return empty when it is not so within the patience
   */
  <T> Optional<T> until(Duration every, Duration patience, Supplier<Optional<T>> reached) {
    Instant end = cloud.clock().instant().plus(patience);
    while (cloud.clock().instant().isBefore(end)) {
      cloud.pass(every);
      Optional<T> now = reached.get();
      if (now.isPresent()) {
        return now;
      }
    }
    return Optional.empty();
  }

  DrillReport.Header header(String phase, String mode) {
    return new DrillReport.Header(
        phase,
        mode,
        cloud.environment(),
        cloud.clockKind(),
        setting.seed(),
        settings.strategy().word(),
        setting.engineVersion(),
        Duration.ofSeconds(settings.objectives().rtoSeconds()),
        Duration.ofSeconds(settings.objectives().rpoSeconds()),
        setting.stacks());
  }

  /**
   * What a function lacks is a fault of the deployment, even where users did not notice.
   *
   * @param refused whether a check said no
   */
  Verdict verdict(DrillReport.Header header, UserView view, boolean succeeded, boolean refused) {
    if (refused) {
      return Verdict.REFUSED;
    }
    Verdict verdict = DrillReport.judge(header, view, succeeded);
    return verdict == Verdict.MET && !faults.deploymentFaults().isEmpty()
        ? Verdict.MISSED
        : verdict;
  }

  /** What people should know when not all is well. */
  List<String> findings(
      List<StepRecord> steps, Optional<String> cause, UserView view, Position serving) {
    List<String> findings = new ArrayList<>();
    steps.stream()
        .filter(step -> !step.succeeded())
        .forEach(
            step ->
                findings.add(
                    "Step " + step.name() + " is " + step.outcome() + ": " + step.detail()));
    cause.ifPresent(findings::add);
    if (view.rto().isEmpty()) {
      view.lastFailure().ifPresent(failure -> findings.add("Users are not served: " + failure));
    }
    findings.addAll(users.complaintsOf(serving));
    findings.addAll(faults.deploymentFaults());
    findings.addAll(faults.observations());
    return findings;
  }
}
