package io.pharos.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Map;

/** The report as {@code pharos.simulation/1}. Equal seeds give equal bytes. */
public final class SimulationJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private SimulationJson() {}

  private static void cells(ArrayNode coverage, String of, Map<Result.Struck, Integer> cells) {
    cells.forEach(
        (cell, count) ->
            coverage
                .addObject()
                .put("of", of)
                .put("fault", cell.fault().word())
                .put("step", cell.step())
                .put("count", count));
  }

  private static void played(ArrayNode deployments, Simulation.Report report) {
    report
        .played()
        .forEach(
            (deployment, ended) ->
                deployments
                    .addObject()
                    .put("deployment", deployment)
                    .put("recovered", ended.getOrDefault(Outcome.RECOVERED, 0))
                    .put("stoppedSafely", ended.getOrDefault(Outcome.STOPPED_SAFELY, 0))
                    .put("violated", ended.getOrDefault(Outcome.VIOLATED, 0)));
  }

  public static String of(Simulation.Report report) {
    ObjectNode tree = JSON.createObjectNode();
    tree.put("schema", "pharos.simulation/1");
    tree.put("seed", report.seed());
    tree.put("runs", report.runs());
    tree.put("faults", report.faults());
    tree.put("recovered", report.recovered());
    tree.put("stoppedSafely", report.stoppedSafely());
    tree.put("violated", report.violated());
    tree.put("wentOn", report.wentOn());
    played(tree.putArray("deployments"), report);
    ArrayNode coverage = tree.putArray("coverage");
    report
        .coverage()
        .keySet()
        .forEach(course -> cells(coverage, course.word(), report.cells(course)));
    cells(tree.putArray("coverageAfterwards"), "failback", report.laterCells());
    ArrayNode violations = tree.putArray("violations");
    for (Result result : report.violations()) {
      for (Violation violation : result.violations()) {
        violations
            .addObject()
            .put("seed", result.seed())
            .put("invariant", violation.toString())
            .put("history", String.join("\n", result.history()));
      }
    }
    try {
      return JSON.writeValueAsString(tree) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
