package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;

/**
 * Closes the old writer to its application, from here: before the promotion when the peer is lost,
 * after the takeover when the writes were held before. What cannot be done stays pending, recovery
 * goes on, and the peer's own beacon does it when that Region returns.
 */
public final class Fence extends Step {
  public Fence() {
    this(LiveAws.create());
  }

  public Fence(Aws aws) {
    super(aws, RecoveryFunction.FENCE);
  }

  @Override
  Outcome act(Operation operation) {
    LateFence late = new LateFence(new Table(aws, environment), aws.clock());
    boolean comesLate = !operation.planned() && late.begins();
    FullFence.Report report = FullFence.ofPeer(aws, environment).close();
    if (comesLate) {
      late.found(report.changed(), report.missing().isEmpty());
    }
    return withSources(outcome(report), report).with("added", report.added());
  }

  private static Outcome outcome(FullFence.Report report) {
    if (!report.missing().isEmpty()) {
      return Outcome.pending(
          report.detail() + ". The peer's beacon closes it when that Region returns");
    }
    return report.changed()
        ? Outcome.succeeded(report.detail())
        : Outcome.skipped("the old writer was closed already: " + report.detail());
  }

  /** Last, because the writer is closed by then: what still runs there cannot write. */
  private Outcome withSources(Outcome outcome, FullFence.Report report) {
    if (environment.eventSources().none() || !report.answers()) {
      return outcome;
    }
    SourceSwitch off = EventSources.ofPeer(aws, environment).off();
    String detail = outcome.detail() + "; " + off.detail();
    return off.complete()
        ? new Outcome(outcome.kind(), detail, outcome.figures())
        : Outcome.pending(detail + ". The peer's beacon switches them off");
  }
}
