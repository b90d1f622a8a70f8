package io.pharos.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pharos.engine.PlanReport;
import io.pharos.engine.PlannedChange;
import io.pharos.engine.StackName;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reports as JSON: {@code pharos.run/1} and {@code pharos.drill/1}. Equal runs give equal bytes: no
 * wall-clock time, a fixed order, three decimals at most. What was not measured is absent.
 */
public final class ReportJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ReportJson() {}

  /** The report of a run with these phases. */
  public static String run(List<? extends Phase> phases) {
    ObjectNode run = JSON.createObjectNode();
    run.put("schema", "pharos.run/1");
    run.put("verdict", Verdict.worst(phases.stream().map(Phase::verdict).toList()).word());
    ArrayNode array = run.putArray("phases");
    phases.forEach(
        phase ->
            array.add(
                phase instanceof ReconcilePhase reconcile
                    ? reconcile(reconcile)
                    : drill((DrillReport) phase)));
    try {
      return JSON.writeValueAsString(run) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What each stack's last preview shows, and what was done to what holds data on the way. */
  private static ObjectNode reconcile(ReconcilePhase phase) {
    ObjectNode drill = begun(phase.header());
    drill.putObject("engine").put("pulumi", phase.header().engineVersion());
    drill.put("active", phase.report().active().word());
    ArrayNode stacks = drill.putArray("stacks");
    for (DrillReport.StackSummary summary : phase.stacks()) {
      ObjectNode stack = stacks.addObject();
      stack.put("name", summary.name()).put("resources", summary.resources());
      phase.report().last().stream()
          .filter(plan -> plan.stack().word().equals(summary.name()))
          .forEach(plan -> PlanReport.counts(stack.putObject("afterReconcile"), plan));
      ObjectNode stateful = stack.putObject("stateful");
      for (PlannedChange.Kind kind : PlannedChange.Kind.values()) {
        stateful.put(kind.word(), phase.report().stateful(StackName.of(summary.name()), kind));
      }
    }
    texts(drill, "left", phase.report().left());
    texts(drill, "findings", phase.report().objections().stream().map(Object::toString).toList());
    drill.put("verdict", phase.verdict().word());
    return drill;
  }

  private static void texts(ObjectNode node, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      ArrayNode array = node.putArray(name);
      texts.forEach(array::add);
    }
  }

  private static ObjectNode begun(DrillReport.Header header) {
    ObjectNode drill = JSON.createObjectNode();
    drill.put("schema", "pharos.drill/1");
    drill.put("phase", header.phase());
    drill.put("environment", header.environment());
    drill.put("clock", header.clock());
    drill.put("seed", header.seed());
    drill.put("strategy", header.strategy());
    drill.put("mode", header.mode());
    return drill;
  }

  private static ObjectNode drill(DrillReport report) {
    DrillReport.Header header = report.header();
    ObjectNode drill = begun(header);
    report.operation().ifPresent(operation -> drill.put("operation", operation));
    drill.putObject("engine").put("pulumi", header.engineVersion());
    ObjectNode objectives = drill.putObject("objectives");
    put(objectives, "rtoSeconds", Optional.of(header.rtoObjective()));
    put(objectives, "rpoSeconds", Optional.of(header.rpoObjective()));
    measured(drill.putObject("measured"), report);
    lowerBound(drill.putObject("lowerBound"), report.lowerBound());
    put(drill, "sequentialSeconds", report.criticalPath().sequential(report.users().rto()));
    steps(drill.putArray("steps"), report);
    report
        .returned()
        .ifPresent(returned -> returned(drill.putObject("returned"), report, returned));
    ArrayNode stacks = drill.putArray("stacks");
    header
        .stacks()
        .forEach(
            stack ->
                stacks.addObject().put("name", stack.name()).put("resources", stack.resources()));
    texts(drill, "findings", report.findings());
    drill.put("verdict", report.verdict().word());
    return drill;
  }

  private static void measured(ObjectNode measured, DrillReport report) {
    UserView users = report.users();
    put(measured, "rtoSeconds", users.rto());
    put(measured, "rpoSeconds", Optional.of(users.rpo()));
    put(measured, "detectionSeconds", report.detection());
    put(measured, "decisionSeconds", report.decision());
    put(measured, "failoverSeconds", report.execution());
    put(measured, "unavailableSeconds", Optional.of(users.unavailable()));
    measured.put("acknowledgedWrites", users.acknowledgedWrites());
    measured.put("lostWrites", users.lostWrites());
    report
        .returned()
        .filter(returned -> returned.missing().isPresent())
        .ifPresent(returned -> measured.put("reportedLostWrites", returned.reportedLostWrites()));
    measured.put("maxConcurrentWriters", users.maxConcurrentWriters());
    report.returned().ifPresent(returned -> measured.put("strayWrites", returned.strayWrites()));
  }

  /** What no run of this strategy undercuts, what is usual, and the chain that both add up. */
  private static void lowerBound(ObjectNode node, LowerBound bound) {
    put(node, "rtoSeconds", Optional.of(bound.rto()));
    put(node, "typicalSeconds", Optional.of(bound.typicalRto()));
    ArrayNode path = node.putArray("path");
    bound.path().forEach(path::add);
  }

  private static void steps(ArrayNode steps, DrillReport report) {
    List<StepRecord> critical = report.criticalPath().critical();
    for (StepRecord step : report.steps()) {
      ObjectNode node = steps.addObject().put("name", step.name());
      step.part().ifPresent(part -> node.put("part", part));
      put(node, "start", Optional.of(since(report.zero(), step.started())));
      put(node, "end", step.ended().map(end -> since(report.zero(), end)));
      node.put("outcome", step.reported()).put("attempts", step.attempts());
      node.put("critical", critical.contains(step));
    }
  }

  /** The lost Region came back, and closed its own database. */
  private static void returned(ObjectNode node, DrillReport report, DrillReport.Return returned) {
    put(node, "start", Optional.of(since(report.zero(), returned.at())));
    put(node, "fenced", returned.fenced().map(at -> since(report.zero(), at)));
    returned
        .missing()
        .ifPresent(
            missing -> {
              ObjectNode span = node.putObject("missing").put("database", missing.database());
              put(span, "from", Optional.of(since(report.zero(), missing.from())));
              put(span, "to", Optional.of(since(report.zero(), missing.to())));
              put(span, "seconds", Optional.of(missing.seconds()));
            });
  }

  private static Duration since(Instant zero, Instant at) {
    return Duration.between(zero, at);
  }

  private static void put(ObjectNode node, String name, Optional<Duration> duration) {
    duration.ifPresent(value -> node.put(name, seconds(value)));
  }

  static BigDecimal seconds(Duration duration) {
    BigDecimal seconds =
        BigDecimal.valueOf(duration.toMillis())
            .divide(BigDecimal.valueOf(1000), 3, RoundingMode.HALF_UP);
    BigDecimal plain = seconds.stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }
}
