package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.RecoveryFunction;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Last step of every operation, however it ends: tells people what happened and what to do next,
 * writes the summary, gives the lock back. The lock goes last, so that whoever starts next finds
 * the record of this one.
 */
public final class Record extends Step {
  public Record() {
    this(LiveAws.create());
  }

  public Record(Aws aws) {
    super(aws, RecoveryFunction.RECORD);
  }

  @Override
  Outcome act(Operation operation) {
    Table table = new Table(aws, environment);
    Journal journal = new Journal(table, aws.clock());
    Optional<Failure> failure = Failure.of(operation);
    Outcome outcome =
        failure
            .map(Failure::outcome)
            .orElseGet(() -> recovered(Findings.of(journal.steps(operation))));
    boolean told =
        Table.text(journal.summaryOf(operation), "outcome")
            .equals(Optional.of(outcome.kind().word()));
    if (!told) {
      tell(operation, failure, journal, outcome);
      journal.closed(operation, outcome);
    }
    new Lock(table, aws.clock()).release(operation.id());
    return outcome;
  }

  private Outcome recovered(Findings findings) {
    Outcome outcome = new Outcome(Outcome.Kind.SUCCEEDED, findings.summary(), Map.of());
    if (findings.fault().isEmpty()) {
      return outcome;
    }
    Instant fault = findings.fault().get();
    return outcome
        .with("fault", fault)
        .with("recoverySeconds", Figures.seconds(Duration.between(fault, aws.clock().instant())));
  }

  private void tell(
      Operation operation, Optional<Failure> failure, Journal journal, Outcome outcome) {
    Alert alert = new Alert(aws, environment);
    if (failure.isPresent()) {
      boolean taken = new Traffic(aws, environment, new Table(aws, environment)).claimed();
      alert.send(
          "failover " + outcome.kind().word() + " at step " + failure.get().step(),
          failure.get().message(operation, environment.region(), taken));
      return;
    }
    Object recoverySeconds = outcome.figures().get("recoverySeconds");
    if (recoverySeconds instanceof Double seconds) {
      new Metrics(aws, environment).publish(Metric.RECOVERY_SECONDS, seconds);
    }
    alert.send(
        "failover succeeded: " + environment.region() + " is active",
        Findings.of(journal.steps(operation)).message(operation, environment.region()));
  }
}
