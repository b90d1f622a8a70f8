package io.pharos.cli;

import io.pharos.config.Json;
import io.pharos.config.Settings;
import io.pharos.drill.Operation;
import io.pharos.drill.OperationJournal;
import io.pharos.drill.Operations;
import io.pharos.drill.StepRecord;
import io.pharos.engine.StackName;
import io.pharos.recovery.contract.Position;
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
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Starts the failover's state machine in the standby Region, and follows it. */
@Command(
    name = "failover",
    mixinStandardHelpOptions = true,
    description = {
      "Moves the application to the standby Region, because the active one is lost.",
      "It is refused when what would be lost is unknown or too much; a person can accept that with"
          + " --accept-data-loss."
    })
final class FailoverCommand implements Callable<Integer> {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  @ParentCommand private Pharos pharos;
  @Spec private CommandSpec spec;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Goes into the journal.")
  private String reason = "not given";

  @Option(
      names = "--accept-data-loss",
      description = "Goes on although data may be lost. Needs --by.")
  private boolean acceptDataLoss;

  @Option(names = "--by", paramLabel = "NAME", description = "Who accepts the loss.")
  private String by;

  @Option(names = "--wait", description = "Follows it until it ends.")
  private boolean wait;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the operation as JSON.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    if (acceptDataLoss && (by == null || by.isBlank())) {
      throw new ParameterException(
          spec.commandLine(), "--accept-data-loss needs --by NAME: who accepts the loss?");
    }
    if (pharos.surroundings().served().isPresent()) {
      return ServedSandbox.at(pharos.surroundings().served().get()).run(spec.commandLine());
    }
    Settings settings = pharos.surroundings().deployment(line -> {}).settings(StackName.SECONDARY);
    if (settings.active() != Position.PRIMARY) {
      throw new Refusal(
          "Refused: pharos:active is "
              + settings.active().word()
              + ", and this moves the application from the primary to the secondary Region only.");
    }
    Cloud cloud = pharos.surroundings().cloud();
    Operations operations =
        new Operations(cloud, settings.names(), settings.regions().of(Position.SECONDARY));
    Operation operation =
        operations.start(
            new Operations.Request(reason, acceptDataLoss ? Optional.of(by) : Optional.empty()));
    Consumer<String> progress = Pharos.progress(spec.commandLine());
    progress.accept(operation.id() + " is started");
    if (wait) {
      operation = follow(cloud, operations, operation, progress);
    }
    return report(operations, operation);
  }

  private static Operation follow(
      Cloud cloud, Operations operations, Operation started, Consumer<String> progress) {
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

  private int report(Operations operations, Operation operation) throws IOException {
    OperationJournal journal = operations.journal(operation);
    String outcome = outcome(operation, journal);
    PrintWriter out = spec.commandLine().getOut();
    out.println(operation.id() + " " + outcome);
    if (operation.ended().isPresent() && !operation.succeeded()) {
      out.println(journal.summary().getOrDefault("detail", operations.cause(operation)));
    }
    out.flush();
    if (json != null) {
      Files.writeString(json, document(operation, outcome, journal.steps()));
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
