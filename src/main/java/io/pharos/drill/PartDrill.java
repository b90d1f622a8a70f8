package io.pharos.drill;

import io.pharos.engine.Interruptible;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A part of the Region that serves is lost (its database, its compute, its entrance), and the rest
 * works: no alarm of the standby goes off, so a person starts the failover. The part is given back
 * at the end, whatever happened; by then the old database is fenced.
 */
final class PartDrill {
  private static final Duration USERS_BEFORE = Duration.ofMinutes(5);

  /** From the first failed request to the command of a person who was called. */
  private static final Duration UNTIL_A_PERSON_ACTS = Duration.ofMinutes(3);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final Duration MARGIN = Duration.ofMinutes(3);

  private final Scene scene;
  private final Cloud cloud;
  private final Operations operations;

  PartDrill(Scene scene) {
    this.scene = scene;
    this.cloud = scene.cloud();
    this.operations = new Operations(cloud, scene.names(), scene.region(Position.SECONDARY));
  }

  DrillReport run(Breakage breakage) {
    cloud.pass(USERS_BEFORE);
    int from = scene.users().count();
    Instant fault = cloud.clock().instant();
    // An interrupt gives it back as well.
    try (Interruptible interruptible = Interruptible.start(breakage::end)) {
      breakage.begin();
      scene.progress().accept(breakage.what() + " is lost");
      cloud.pass(UNTIL_A_PERSON_ACTS);
      Operation operation = failOver(breakage.what() + " is lost");
      cloud.pass(UserView.STEADY.plus(MARGIN));
      return report(fault, operation, from);
    } finally {
      breakage.end();
    }
  }

  private Operation failOver(String reason) {
    Operation operation = operations.start(Operations.Request.unplanned(reason, Optional.empty()));
    scene.progress().accept(operation.id() + " is started by a person");
    Instant end = cloud.clock().instant().plus(PATIENCE);
    while (operation.ended().isEmpty() && cloud.clock().instant().isBefore(end)) {
      cloud.pass(LOOK_EVERY);
      operation = operations.look(operation.arn());
    }
    scene
        .progress()
        .accept(operation.id() + (operation.succeeded() ? " succeeded" : " did not succeed"));
    return operation;
  }

  private DrillReport report(Instant fault, Operation operation, int from) {
    OperationJournal journal = operations.journal(operation);
    UserView view = scene.users().view(from, fault);
    DrillReport.Header header = scene.header("failover", "unplanned");
    Verdict verdict =
        scene.verdict(
            header,
            view,
            operation.succeeded(),
            "refused".equals(journal.summary().get("outcome")));
    return new DrillReport(
        header,
        Optional.of(operation.id()),
        fault,
        Optional.empty(),
        Optional.empty(),
        operation.ended().map(end -> Duration.between(operation.started(), end)),
        view,
        Optional.empty(),
        journal.steps(),
        Optional.empty(),
        LowerBound.started(Combination.of(scene.settings()), scene.settings().routing().via()),
        verdict == Verdict.MET ? List.of() : findings(operation, journal, view),
        verdict);
  }

  private List<String> findings(Operation operation, OperationJournal journal, UserView view) {
    return scene.findings(
        journal.steps(),
        operation.succeeded() ? Optional.empty() : Optional.of(operations.cause(operation)),
        view,
        Position.SECONDARY);
  }
}
