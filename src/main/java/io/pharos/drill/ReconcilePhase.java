package io.pharos.drill;

import io.pharos.engine.PlannedChange;
import io.pharos.engine.ReconcileReport;
import io.pharos.engine.StackName;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Configuration, state and reality are brought together, in the world and at the moment at which a
 * phase before has ended. Met when every stack's last preview shows no change, and nothing that
 * holds data was replaced or deleted on the way.
 *
 * @param stacks with the number of their resources afterwards
 */
public record ReconcilePhase(
    DrillReport.Header header, ReconcileReport report, List<DrillReport.StackSummary> stacks)
    implements Phase {

  @Override
  public Verdict verdict() {
    if (report.refused()) {
      return Verdict.REFUSED;
    }
    boolean lost =
        stacks.stream()
            .map(stack -> StackName.of(stack.name()))
            .anyMatch(
                stack ->
                    report.stateful(stack, PlannedChange.Kind.REPLACE)
                            + report.stateful(stack, PlannedChange.Kind.DELETE)
                        > 0);
    return report.left().isEmpty() && !lost ? Verdict.MET : Verdict.MISSED;
  }

  @Override
  public String text() {
    String newLine = System.lineSeparator();
    StringBuilder text = new StringBuilder();
    text.append("Reconcile: the ")
        .append(report.active().word())
        .append(" Region is active")
        .append(newLine)
        .append(newLine);
    report.objections().forEach(each -> text.append("  REFUSED ").append(each).append(newLine));
    report
        .applied()
        .forEach(
            plan -> {
              text.append(String.format("  %-12s %s%n", plan.stack().word(), plan.counts()));
              plan.changes().stream()
                  .filter(PlannedChange::stateful)
                  .forEach(change -> text.append(held(change)).append(newLine));
            });
    text.append(
        String.format(
            "  %-12s %s%n",
            "previews",
            report.last().stream()
                .map(
                    plan ->
                        plan.stack().word()
                            + " "
                            + (plan.counts().none() ? "no change" : plan.counts()))
                .collect(Collectors.joining("; "))));
    report.left().forEach(each -> text.append("  left         ").append(each).append(newLine));
    return text.append(String.format("%n  %-12s %s%n%n", "verdict", verdict().word())).toString();
  }

  private static String held(PlannedChange change) {
    return String.format(
            "    %-8s %s %s  %s",
            change.kind().word(),
            change.shortType(),
            change.name(),
            String.join(", ", change.properties()))
        .stripTrailing();
  }
}
