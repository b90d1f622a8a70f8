package io.pharos.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
  public static String run(List<DrillReport> phases) {
    ObjectNode run = JSON.createObjectNode();
    run.put("schema", "pharos.run/1");
    run.put("verdict", Verdict.worst(phases.stream().map(DrillReport::verdict).toList()).word());
    ArrayNode array = run.putArray("phases");
    phases.forEach(phase -> array.add(drill(phase)));
    try {
      return JSON.writeValueAsString(run) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode drill(DrillReport report) {
    ObjectNode drill = JSON.createObjectNode();
    drill.put("schema", "pharos.drill/1");
    drill.put("phase", report.phase());
    drill.put("environment", report.environment());
    drill.put("clock", report.clock());
    drill.put("seed", report.seed());
    drill.put("strategy", report.strategy());
    drill.put("mode", report.mode());
    report.operation().ifPresent(operation -> drill.put("operation", operation));
    drill.putObject("engine").put("pulumi", report.engineVersion());
    ObjectNode objectives = drill.putObject("objectives");
    put(objectives, "rtoSeconds", Optional.of(report.rtoObjective()));
    put(objectives, "rpoSeconds", Optional.of(report.rpoObjective()));
    measured(drill.putObject("measured"), report);
    steps(drill.putArray("steps"), report);
    ArrayNode stacks = drill.putArray("stacks");
    report
        .stacks()
        .forEach(
            stack ->
                stacks.addObject().put("name", stack.name()).put("resources", stack.resources()));
    if (!report.findings().isEmpty()) {
      ArrayNode findings = drill.putArray("findings");
      report.findings().forEach(findings::add);
    }
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
    measured.put("maxConcurrentWriters", users.maxConcurrentWriters());
    report.strayWrites().ifPresent(stray -> measured.put("strayWrites", stray));
  }

  private static void steps(ArrayNode steps, DrillReport report) {
    for (StepRecord step : report.steps()) {
      ObjectNode node = steps.addObject().put("name", step.name());
      put(node, "start", Optional.of(since(report.zero(), step.started())));
      put(node, "end", step.ended().map(end -> since(report.zero(), end)));
      node.put("outcome", step.outcome()).put("attempts", step.attempts());
    }
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
