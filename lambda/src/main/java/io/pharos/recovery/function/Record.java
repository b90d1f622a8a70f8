package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.Variable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Last step of every operation, however it ends: tells people what happened and what to do next,
 * writes the summary, gives the lock back. The lock goes last, so that whoever starts next finds
 * the record of this one.
 */
public final class Record extends Step {
  /** After a minute, after a quarter of an hour, and at the end of all attempts. */
  private static final Set<Integer> TOLD_AT = Set.of(6, 20, 40);

  public Record() {
    this(LiveAws.create());
  }

  public Record(Aws aws) {
    super(aws, RecoveryFunction.RECORD);
  }

  /**
   * A stop that cannot be written down is told of all the same, and seldom enough: what is tried
   * again does not know what was said before.
   */
  @Override
  void failed(Operation operation, RecoveryException why) {
    Optional<Failure> failure = Failure.of(operation);
    if (failure.isEmpty() || !TOLD_AT.contains(operation.attempt())) {
      return;
    }
    try {
      new Alert(aws, environment)
          .send(
              operation.kind().word() + " stopped, and cannot write it down",
              failure.get().unrecorded(operation, environment.region(), why.getMessage()));
    } catch (SdkException unsent) {
      why.addSuppressed(unsent);
    }
  }

  @Override
  Outcome act(Operation operation) {
    Table table = new Table(aws, environment);
    Journal journal = new Journal(table, aws.clock());
    List<Map<String, AttributeValue>> steps = journal.steps(operation);
    Findings findings = Findings.of(steps, !environment.eventSources().none());
    if (findings.pendingSources().isPresent()) {
      OwnSources.leave(table, operation.id());
    }
    Optional<Failure> failure = Failure.of(operation);
    Outcome outcome = failure.map(Failure::outcome).orElseGet(() -> recovered(findings));
    boolean told =
        Table.text(journal.summaryOf(operation), "outcome")
            .equals(Optional.of(outcome.kind().word()));
    if (!told) {
      if (failure.isPresent()) {
        stopped(operation, failure.get(), outcome, table);
      } else {
        succeeded(operation, findings, outcome, steps);
      }
      journal.closed(operation, outcome);
    }
    new LateFence(table, aws.clock())
        .tell(aws, environment, environment.get(Variable.PHAROS_PEER_REGION));
    if (failure.isEmpty()) {
      // What held the writes is the fence of the old writer by now, and nobody's to release.
      new WriteHold(table).forget();
    }
    release(operation, findings, table);
    return outcome;
  }

  private Outcome recovered(Findings findings) {
    Outcome outcome = new Outcome(Outcome.Kind.SUCCEEDED, findings.summary(), Map.of());
    if (findings.boundSeconds().isPresent()) {
      outcome = outcome.with("lossBoundSeconds", findings.boundSeconds().get());
    }
    if (findings.writePauseSeconds().isPresent()) {
      outcome = outcome.with("writePauseSeconds", findings.writePauseSeconds().get());
    }
    if (findings.fault().isEmpty()) {
      return outcome;
    }
    Instant fault = findings.fault().get();
    return outcome
        .with("fault", fault)
        .with("recoverySeconds", Figures.seconds(Duration.between(fault, aws.clock().instant())));
  }

  private void stopped(Operation operation, Failure failure, Outcome outcome, Table table) {
    boolean taken = new Traffic(aws, environment, table).claimed();
    new Alert(aws, environment)
        .send(
            operation.kind().word() + " " + outcome.kind().word() + " at step " + failure.step(),
            failure.message(operation, environment.region(), taken, held(table)));
  }

  private Optional<String> held(Table table) {
    Map<String, Integer> entries = new WriteHold(table).entries();
    return entries.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "entries "
                + entries.values()
                + " of network ACL "
                + environment.get(Variable.PHAROS_PEER_NETWORK_ACL)
                + " in "
                + environment.get(Variable.PHAROS_PEER_REGION));
  }

  private void succeeded(
      Operation operation,
      Findings findings,
      Outcome outcome,
      List<Map<String, AttributeValue>> steps) {
    Metrics metrics = new Metrics(aws, environment);
    List<MetricDatum> data = new ArrayList<>();
    add(data, metrics, Metric.RECOVERY_SECONDS, outcome, "recoverySeconds");
    add(data, metrics, Metric.LOSS_BOUND_SECONDS, outcome, "lossBoundSeconds");
    add(data, metrics, Metric.WRITE_PAUSE_SECONDS, outcome, "writePauseSeconds");
    for (Map<String, AttributeValue> step : steps) {
      Optional<Instant> ended = Table.instant(step, "ended");
      if (ended.isPresent()) {
        Instant started = Table.instant(step, "started").orElseThrow();
        data.add(
            metrics.step(
                Table.text(step, "step").orElseThrow(),
                Figures.seconds(Duration.between(started, ended.get()))));
      }
    }
    if (!data.isEmpty()) {
      metrics.publish(data);
    }
    new Alert(aws, environment)
        .send(
            operation.kind().word() + " succeeded: " + state(operation),
            findings.message(operation, environment.region()));
  }

  private String state(Operation operation) {
    return switch (operation.kind()) {
      case FAILOVER, RESTORE, FAILBACK -> environment.region() + " is active";
      case STANDBY -> environment.region() + " stands by";
      case SNAPSHOT, IMAGE ->
          throw new IllegalStateException(operation.kind() + " is no operation");
    };
  }

  private static void add(
      List<MetricDatum> data, Metrics metrics, Metric metric, Outcome outcome, String figure) {
    if (outcome.figures().get(figure) instanceof Double seconds) {
      data.add(metrics.datum(metric, seconds));
    }
  }

  private void release(Operation operation, Findings findings, Table table) {
    if (findings.peerLocked()) {
      try {
        new Lock(Table.ofPeer(aws, environment), aws.clock()).release(operation.id());
      } catch (SdkException e) {
        // The peer is gone by now; its lock expires by itself.
      }
    }
    table.deleteWhere(Table.APPROVAL, "operation", operation.id());
    new Lock(table, aws.clock()).release(operation.id());
  }
}
