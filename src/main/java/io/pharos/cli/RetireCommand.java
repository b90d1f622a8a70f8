package io.pharos.cli;

import io.pharos.config.Json;
import io.pharos.config.Settings;
import io.pharos.drill.OperatorLock;
import io.pharos.drill.Retirement;
import io.pharos.engine.Forgetting;
import io.pharos.engine.StackName;
import io.pharos.world.Cloud;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Takes a former database away for good. */
@Command(
    name = "retire",
    mixinStandardHelpOptions = true,
    description = {
      "Takes away a database that was in use before a failover or failback: its last snapshot, its"
          + " deletion, and its place in configuration and state. The snapshot stays.",
      "Refused for a database that is in use or replicated. To be sure, it asks for the name"
          + " twice."
    })
final class RetireCommand extends RegionsCommand {
  @Parameters(
      paramLabel = "DATABASE",
      description =
          "Its identifier, such as shop-prod-primary-1; 'pharos status' shows the current ones.")
  private String database;

  @Option(
      names = "--yes-delete",
      paramLabel = "DATABASE",
      description = "The same identifier again.")
  private String confirmation;

  @Option(names = "--dry-run", description = "Says what it would do, and changes nothing.")
  private boolean dryRun;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the result as JSON.")
  private Path json;

  @Override
  void check() {
    if (!dryRun && !database.equals(confirmation)) {
      throw new ParameterException(
          commandLine(),
          "This deletes the database "
              + database
              + ". If that is meant: pharos retire "
              + database
              + " --yes-delete "
              + database);
    }
  }

  @Override
  int act() throws IOException {
    Settings settings = surroundings().settings(StackName.PRIMARY);
    Cloud cloud = surroundings().cloud();
    Consumer<String> progress = Pharos.progress(commandLine());
    Retirement retirement =
        new Retirement(
            cloud,
            settings,
            new Forgetting(surroundings().deployment(line -> {}), progress),
            OperatorLock.of(cloud, settings, "retire"),
            progress);
    List<String> steps = retirement.rehearse(database);
    PrintWriter out = commandLine().getOut();
    steps.forEach(out::println);
    if (!dryRun) {
      retirement.run(database);
    }
    out.println(dryRun ? "Dry run: nothing was changed." : database + " is retired.");
    out.flush();
    if (json != null) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("schema", "pharos.retirement/1");
      document.put("database", database);
      document.put("outcome", dryRun ? "rehearsed" : "retired");
      document.put("steps", steps);
      Files.writeString(json, Json.write(document) + "\n");
    }
    return ExitCode.DONE;
  }
}
