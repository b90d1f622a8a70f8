package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.recovery.contract.Variable;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The gate: lets an operation pass when what would be lost is known and small enough, judged by the
 * lag at the fault, or when a person who is named accepts the loss. A planned operation passes when
 * nothing will be lost ({@link PlannedGate}). Its judgement stays until the traffic is taken over,
 * so that an operation that is started again goes on.
 */
public final class JudgeGate extends Step {
  static final String BOUND = "boundSeconds";

  public JudgeGate() {
    this(LiveAws.create());
  }

  public JudgeGate(Aws aws) {
    super(aws, RecoveryFunction.GATE);
  }

  @Override
  Outcome act(Operation operation) {
    Table table = new Table(aws, environment);
    if (operation.kind() == StateMachine.RESTORE) {
      return new RestoreGate(aws, environment, table).judge(operation);
    }
    Database database = Database.own(aws, environment);
    if (!database.replica()) {
      return alreadyPromoted(table, database);
    }
    if (operation.planned()) {
      Outcome passed = new PlannedGate(aws, environment, table).judge(database);
      remember(table, operation, database, passed);
      return passed;
    }
    Optional<Instant> firstFailed = Table.instant(table.get(Table.PROBE), "firstFailed");
    if (operation.raisedByAlarm() && (firstFailed.isEmpty() || peerIsBack(table))) {
      throw new Refused(
          ErrorCode.PEER_REACHABLE,
          "the peer Region answers again, so nothing was promoted. If users still fail,"
              + " start the operation by hand");
    }
    Instant fault = firstFailed.orElse(operation.started());
    Outcome judged =
        withReadiness(
            judge(operation, fault, LagSample.newest(environment, table)), table, database);
    remember(table, operation, database, judged);
    return judged;
  }

  /** The beacon looks once a minute; an alarm moves nobody away from a Region that is back. */
  private boolean peerIsBack(Table table) {
    return new PeerProbe(aws, environment, table).steadilyWell();
  }

  /** Users cannot be served elsewhere: what is not ready is told, and tried all the same. */
  private Outcome withReadiness(Outcome judged, Table table, Database database) {
    return Readiness.Latest.of(table, database.identifier(), aws.clock().instant())
        .map(
            latest ->
                new Outcome(judged.kind(), judged.detail() + "; " + latest.text(), judged.figures())
                    .with("ready", latest.ready()))
        .orElse(judged);
  }

  private static void remember(
      Table table, Operation operation, Database database, Outcome judged) {
    ItemUpdate judgement =
        table
            .update(Table.JUDGEMENT)
            .set("database", database.identifier())
            .set("operation", operation.id());
    judged.figures().forEach(judgement::set);
    Optional<String> before = Table.text(table.get(Table.JUDGEMENT), "database");
    if (!before.equals(Optional.of(database.identifier()))) {
      Announcement.forgotten(judgement);
    }
    judgement.run();
  }

  private Outcome judge(Operation operation, Instant fault, Optional<LagSample.Measured> measured) {
    Optional<LossBound> bound =
        measured.map(lag -> new LossBound(fault, lag.at(), lag.lagSeconds()));
    int limit = environment.number(Variable.PHAROS_MAX_REPLICA_LAG_SECONDS);
    Optional<Refused> objection = objection(bound, fault, limit);
    if (objection.isPresent()) {
      requireAcceptance(operation, objection.get());
    }
    String detail =
        objection
            .map(e -> operation.acceptedBy() + " accepted the loss: " + e.getMessage())
            .orElseGet(() -> describe(bound.orElseThrow()) + "; the limit is " + limit + " s");
    Outcome passed = Outcome.succeeded(detail).with("fault", fault).with("limitSeconds", limit);
    if (objection.isPresent()) {
      passed = passed.with("acceptedBy", operation.acceptedBy());
    }
    return bound.isEmpty()
        ? passed
        : passed
            .with("lagSeconds", bound.get().lagSeconds())
            .with("sampled", bound.get().sampled())
            .with(BOUND, bound.get().seconds());
  }

  private static Optional<Refused> objection(Optional<LossBound> bound, Instant fault, int limit) {
    if (bound.isEmpty()) {
      return Optional.of(
          new Refused(
              ErrorCode.LOSS_UNKNOWN,
              "no lag was ever sampled while the source answered, so what would be lost at the"
                  + " fault ("
                  + fault
                  + ") is unknown"));
    }
    if (!bound.get().known()) {
      return Optional.of(
          new Refused(
              ErrorCode.LOSS_UNKNOWN,
              "the newest lag sample is "
                  + Figures.text(Figures.seconds(bound.get().sampleAge()))
                  + " s older than the fault, more than the "
                  + LossBound.SAMPLE_AGE_LIMIT.toSeconds()
                  + " s that can be judged by: "
                  + describe(bound.get())));
    }
    return bound.get().seconds() <= limit
        ? Optional.empty()
        : Optional.of(
            new Refused(
                ErrorCode.LOSS_TOO_LARGE,
                describe(bound.get()) + "; the limit is " + limit + " s"));
  }

  static void requireAcceptance(Operation operation, Refused objection) {
    if (!operation.acceptDataLoss()) {
      throw new Refused(
          objection.code(),
          objection.getMessage().substring(objection.code().name().length() + 2)
              + ". Nothing was changed. To accept the loss, start the operation again with"
              + " \"acceptDataLoss\": true and \"acceptedBy\": \"<your name>\"");
    }
    if (operation.acceptedBy().isEmpty()) {
      throw new Refused(
          ErrorCode.LOSS_ACCEPTED_BY_NOBODY,
          "the loss is accepted but by nobody: start again with \"acceptedBy\": \"<your name>\"");
    }
  }

  private static String describe(LossBound bound) {
    return "at most "
        + Figures.text(bound.seconds())
        + " s of writes are lost (lag "
        + Figures.text(bound.lagSeconds())
        + " s, sampled at "
        + bound.sampled()
        + ", fault at "
        + bound.fault()
        + ")";
  }

  /** The loss was judged before the promotion; afterwards there is nothing left to judge. */
  private Outcome alreadyPromoted(Table table, Database database) {
    if (new Serving(aws, environment, table).took(database.identifier())) {
      return Outcome.skipped(database.identifier() + " is the writer and has the traffic already");
    }
    Map<String, AttributeValue> judgement = table.get(Table.JUDGEMENT);
    if (!Table.text(judgement, "database").equals(Optional.of(database.identifier()))) {
      throw new Refused(
          ErrorCode.DATABASE_NOT_A_REPLICA,
          database.identifier()
              + " is not a replica, and no earlier operation judged that it may serve: its data may"
              + " be old. Nothing was changed. Make it a replica of the writer first");
    }
    Outcome passed =
        Outcome.skipped(
            "judged by operation "
                + Table.text(judgement, "operation").orElseThrow()
                + " before the promotion of "
                + database.identifier());
    Optional<Instant> fault = Table.instant(judgement, "fault");
    Optional<Double> bound = Table.number(judgement, BOUND);
    passed = fault.isPresent() ? passed.with("fault", fault.get()) : passed;
    return bound.isPresent() ? passed.with(BOUND, bound.get()) : passed;
  }
}
