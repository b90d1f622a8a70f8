package io.pharos.drill;

import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.world.Cloud;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A person moves the application while both Regions are well: as a planned switch, or as a failback
 * that makes the Regions' standbys anew on the way. Nothing may be lost, and users wait only while
 * writes are held.
 */
final class PlannedDrill {
  private static final Duration USERS_BEFORE = Duration.ofMinutes(5);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofHours(12);
  private static final Duration MARGIN = Duration.ofMinutes(3);

  private final Scene scene;
  private final Cloud cloud;
  private final Position to;
  private final StateMachine kind;
  private final Operations operations;

  /**
   * @param to the Region that shall serve afterwards
   * @param kind a failover, which is the switch alone, or a failback
   */
  PlannedDrill(Scene scene, Position to, StateMachine kind) {
    this.scene = scene;
    this.cloud = scene.cloud();
    this.to = to;
    this.kind = kind;
    this.operations =
        new Operations(
            cloud, scene.names(), List.of(scene.region(to), scene.region(to.peer())), kind);
  }

  DrillReport run(String reason) {
    cloud.pass(USERS_BEFORE);
    int from = scene.users().count();
    Instant start = cloud.clock().instant();
    Operation operation = operations.start(Operations.Request.planned(reason));
    scene.progress().accept(operation.id() + " starts: the application moves to " + place());
    List<StepRecord> told = new ArrayList<>();
    while (operation.ended().isEmpty() && cloud.clock().instant().isBefore(start.plus(PATIENCE))) {
      cloud.pass(LOOK_EVERY);
      tell(operation, told);
      operation = operations.look(operation.arn());
    }
    scene
        .progress()
        .accept(operation.id() + (operation.succeeded() ? " succeeded" : " did not succeed"));
    untilUsersAreSteady();
    return report(start, operation, from);
  }

  /** Each part of a failback is worth a line when it has ended. */
  private void tell(Operation operation, List<StepRecord> told) {
    for (StepRecord step : operations.journal(operation).steps()) {
      if (kind == StateMachine.FAILBACK
          && step.ended().isPresent()
          && !step.name().equals("record")
          && told.stream().noneMatch(before -> before.name().equals(step.name()))) {
        told.add(step);
        scene.progress().accept(step.name() + " " + step.outcome() + ": " + step.detail());
      }
    }
  }

  private void untilUsersAreSteady() {
    Instant now = cloud.clock().instant();
    Instant steady =
        scene
            .users()
            .lastUnserved()
            .map(at -> at.plus(UserView.STEADY).plus(MARGIN))
            .filter(at -> at.isAfter(now.plus(MARGIN)))
            .orElse(now.plus(MARGIN));
    cloud.pass(Duration.between(now, steady));
  }

  private DrillReport report(Instant start, Operation operation, int from) {
    OperationJournal journal = operations.journal(operation);
    List<StepRecord> steps = operations.steps(operation);
    // Users notice only that writes are held: their time begins with the first failed second.
    UserView view = scene.users().view(from, scene.users().firstUnserved(from).orElse(start));
    DrillReport.Header header = scene.header(phase(), "planned");
    Verdict judged =
        scene.verdict(
            header,
            view,
            operation.succeeded(),
            "refused".equals(journal.summary().get("outcome")));
    Verdict verdict =
        judged == Verdict.MET && ActiveRegion.of(cloud, scene.settings()) != to
            ? Verdict.MISSED
            : judged;
    return new DrillReport(
        header,
        Optional.of(operation.id()),
        start,
        Optional.empty(),
        Optional.empty(),
        operation.ended().map(end -> Duration.between(operation.started(), end)),
        view,
        Optional.empty(),
        steps,
        Optional.empty(),
        LowerBound.planned(
            to, scene.settings().database().engine(), scene.settings().routing().via()),
        verdict == Verdict.MET
            ? List.of()
            : scene.findings(
                steps,
                operation.ended().isPresent() && operation.succeeded()
                    ? Optional.empty()
                    : Optional.of(operations.cause(operation)),
                view,
                to),
        verdict);
  }

  private String phase() {
    return switch (kind) {
      case FAILBACK -> "failback";
      case FAILOVER, RESTORE, STANDBY -> "failover";
      case SNAPSHOT, IMAGE -> throw new IllegalStateException(kind + " is no operation");
    };
  }

  private String place() {
    return scene.region(to) + " (" + to.word() + ")";
  }
}
