package io.pharos.cli;

import io.pharos.config.Settings;
import io.pharos.drill.ObservedReality;
import io.pharos.drill.OperatorLock;
import io.pharos.engine.PlanReport;
import io.pharos.engine.ReconcileReport;
import io.pharos.engine.Reconciliation;
import io.pharos.engine.StackName;
import io.pharos.world.Cloud;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes configuration and state say what is real after a failover or a failback. */
@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    description = {
      "After a failover or failback: writes into the stacks' configuration which Region is active"
          + " and which databases recovery made, adopts those, and ends with previews that show no"
          + " change.",
      "Refused, before anything is changed, when something that holds data would be replaced or"
          + " deleted. It can be interrupted and run again. Exit code 1 as well when something is"
          + " left, such as a Region that does not answer."
    })
final class ReconcileCommand extends RegionsCommand {
  @Option(
      names = "--dry-run",
      description = "Says what it would write and change, and changes nothing.")
  private boolean dryRun;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the result as JSON.")
  private Path json;

  @Override
  int act() throws IOException {
    Settings settings = surroundings().settings(StackName.PRIMARY);
    Cloud cloud = surroundings().cloud();
    Consumer<String> progress = Pharos.progress(commandLine());
    Reconciliation reconciliation =
        new Reconciliation(
            surroundings().deployment(line -> {}),
            () -> ObservedReality.of(cloud, settings),
            OperatorLock.of(cloud, settings, "reconcile"),
            progress);
    ReconcileReport report = dryRun ? reconciliation.rehearse() : reconciliation.run();
    tell(report);
    if (json != null) {
      Files.writeString(json, report.json());
    }
    return report.refused() || !report.left().isEmpty() ? ExitCode.MISSED : ExitCode.DONE;
  }

  private void tell(ReconcileReport report) {
    PrintWriter out = commandLine().getOut();
    out.println("The " + report.active().word() + " Region is active.");
    report
        .settings()
        .forEach(
            (stack, settings) ->
                settings.forEach(
                    (key, value) ->
                        out.printf("Pulumi.%s.yaml  %s: %s%n", stack.word(), key, value)));
    out.print(
        new PlanReport(
                report.applied().isEmpty() ? report.planned() : report.applied(),
                report.objections())
            .table());
    if (report.refused()) {
      out.println("Refused: nothing was changed.");
    } else if (dryRun) {
      out.println("Dry run: nothing was changed.");
    } else {
      report
          .last()
          .forEach(
              plan ->
                  out.printf(
                      "preview of %s: %s%n",
                      plan.stack().word(), plan.counts().none() ? "no change" : plan.counts()));
    }
    report.left().forEach(each -> out.println("Left: " + each));
    out.flush();
  }
}
