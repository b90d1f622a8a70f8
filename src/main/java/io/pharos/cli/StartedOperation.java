package io.pharos.cli;

import io.pharos.config.Json;
import io.pharos.drill.Operation;
import io.pharos.drill.OperationJournal;
import io.pharos.drill.Operations;
import io.pharos.drill.Refusals;
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
      tellSteps(operation, told, progress);
      operation = operations.look(operation.arn());
    }
    tellSteps(operation, told, progress);
    return operation;
  }

  private void tellSteps(Operation operation, Set<String> told, Consumer<String> progress) {
    for (StepRecord step : operations.steps(operation)) {
      String name = step.part().map(part -> part + ": ").orElse("") + step.name();
      if (step.ended().isPresent() && told.add(name)) {
        progress.accept(name + " " + step.outcome() + ": " + step.detail());
      }
    }
  }

  private int tell(Operation operation, Optional<Path> json) throws IOException {
    OperationJournal journal = operations.journal(operation);
    String outcome = outcome(operation, journal);
    Optional<String> why =
        operation.ended().isPresent() && !operation.succeeded()
            ? Optional.of(journal.summary().getOrDefault("detail", operations.cause(operation)))
            : Optional.empty();
    PrintWriter out = command.getOut();
    out.println(operation.id() + " " + outcome);
    why.ifPresent(
        text -> {
          out.println(text);
          Refusals.about(text).ifPresent(advice -> out.println("What to do: " + advice.todo()));
        });
    out.flush();
    if (json.isPresent()) {
      Files.writeString(json.get(), document(operation, outcome, why, operations.steps(operation)));
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

  private static String document(
      Operation operation, String outcome, Optional<String> why, List<StepRecord> steps) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "pharos.operation/1");
    document.put("operation", operation.id());
    document.put("outcome", outcome);
    why.ifPresent(
        text -> {
          document.put("why", text);
          Refusals.code(text).ifPresent(code -> document.put("code", code.name()));
          Refusals.about(text).ifPresent(advice -> document.put("whatToDo", advice.todo()));
        });
    document.put("steps", steps.stream().map(StartedOperation::step).toList());
    return Json.write(document) + "\n";
  }

  private static Map<String, Object> step(StepRecord step) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("name", step.name());
    step.part().ifPresent(part -> node.put("part", part));
    node.put("outcome", step.outcome());
    node.put("attempts", step.attempts());
    node.put("detail", step.detail());
    return node;
  }
}
