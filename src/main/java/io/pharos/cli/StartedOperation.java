package io.pharos.cli;

import io.pharos.config.Json;
import io.pharos.drill.Operation;
import io.pharos.drill.OperationJournal;
import io.pharos.drill.Operations;
import io.pharos.drill.StepRecord;
import io.pharos.world.Cloud;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine;

/**
 * An operation that a command has started: follows it, tells how it stands, gives the exit code.
 */
record StartedOperation(Cloud cloud, Operations operations, CommandLine command) {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  /**
   * Says what became of it.
   *
   * @param wait whether to follow it to its end
   * @param json where it is written as well
   */
  int report(Operation started, boolean wait, Optional<Path> json) throws IOException {
    Consumer<String> progress = Pharos.progress(command);
    progress.accept(started.id() + " is started");
    return tell(wait ? follow(started, progress) : started, json);
  }

  private Operation follow(Operation started, Consumer<String> progress) {
    Set<String> told = new HashSet<>();
    Operation operation = started;
    while (operation.ended().isEmpty()) {
      cloud.pass(LOOK_EVERY);
      for (StepRecord step : operations.journal(operation).steps()) {
        if (step.ended().isPresent() && told.add(step.name())) {
          progress.accept(step.name() + " " + step.outcome() + ": " + step.detail());
        }
      }
      operation = operations.look(operation.arn());
    }
    return operation;
  }

  private int tell(Operation operation, Optional<Path> json) throws IOException {
    OperationJournal journal = operations.journal(operation);
    String outcome = outcome(operation, journal);
    PrintWriter out = command.getOut();
    out.println(operation.id() + " " + outcome);
    if (operation.ended().isPresent() && !operation.succeeded()) {
      out.println(journal.summary().getOrDefault("detail", operations.cause(operation)));
    }
    out.flush();
    if (json.isPresent()) {
      Files.writeString(json.get(), document(operation, outcome, journal.steps()));
    }
    return switch (outcome) {
      case "succeeded", "started" -> ExitCode.DONE;
      case "refused" -> ExitCode.MISSED;
      default -> ExitCode.FAILED;
    };
  }

  private static String outcome(Operation operation, OperationJournal journal) {
    if (operation.ended().isEmpty()) {
      return "started";
    }
    return operation.succeeded()
        ? "succeeded"
        : "refused".equals(journal.summary().get("outcome")) ? "refused" : "stopped";
  }

  private static String document(Operation operation, String outcome, List<StepRecord> steps) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "pharos.operation/1");
    document.put("operation", operation.id());
    document.put("outcome", outcome);
    document.put(
        "steps",
        steps.stream()
            .map(
                step ->
                    Map.of(
                        "name", step.name(),
                        "outcome", step.outcome(),
                        "attempts", step.attempts(),
                        "detail", step.detail()))
            .toList());
    return Json.write(document) + "\n";
  }
}
