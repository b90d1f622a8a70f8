package io.pharos.cli;

import io.pharos.config.Settings;
import io.pharos.engine.Deployment;
import io.pharos.engine.Gate;
import io.pharos.engine.Interruptible;
import io.pharos.engine.Objection;
import io.pharos.engine.Plan;
import io.pharos.engine.PlanReport;
import io.pharos.engine.Reconciliation;
import io.pharos.engine.StackName;
import io.pharos.recovery.contract.Position;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * A command that plans one stack after the other and lets a gate judge each plan before anything is
 * done with it.
 */
abstract class GatedOperation implements Callable<Integer> {
  @ParentCommand private Pharos pharos;
  @Mixin private StackChoice choice;
  @Mixin private GateOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only the result, not what Pulumi prints.")
  private boolean quiet;

  @Override
  public final Integer call() throws IOException {
    Gate gate = options.gate();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Deployment deployment =
        pharos.surroundings().deployment(quiet ? line -> {} : line -> say(err, line));
    List<StackName> stacks = choice.in(order());
    List<Plan> plans = new ArrayList<>();
    // Everything is checked before anything is changed.
    List<Objection> objections = new ArrayList<>(roles(deployment, gate, stacks));
    if (objections.isEmpty() || lookOn()) {
      Settings settings = deployment.settings(stacks.get(0));
      try (Reconciliation.Lock lock = lock(pharos.surroundings(), settings);
          Interruptible interruptible = Interruptible.start(lock::close)) {
        for (StackName stack : stacks) {
          Plan plan = deployment.plan(stack);
          List<Objection> found = gate.objections(plan);
          plans.add(plan);
          objections.addAll(found);
          out.print(new PlanReport(List.of(plan), found).table());
          out.flush();
          if (objections.isEmpty()) {
            lock.renew();
            act(deployment, stack).ifPresent(done -> say(out, done));
          } else if (!lookOn()) {
            break;
          }
        }
      }
    }
    PlanReport report = new PlanReport(plans, objections);
    options.write(report);
    if (!report.passes()) {
      say(out, "Refused: " + consequence() + ". What is meant can be allowed by its name:");
      objections.forEach(objection -> say(out, "  " + objection));
    }
    return report.passes() ? ExitCode.DONE : ExitCode.MISSED;
  }

  /** The order for all stacks. */
  abstract List<StackName> order();

  /** What is done with a plan against which nothing speaks, in words; empty for nothing. */
  abstract Optional<String> act(Deployment deployment, StackName stack);

  /** What keeps operations away meanwhile. */
  abstract Reconciliation.Lock lock(Surroundings surroundings, Settings settings);

  /** Whether the other stacks are looked at as well when one is refused. */
  abstract boolean lookOn();

  /** What a refusal means. */
  abstract String consequence();

  private List<Objection> roles(Deployment deployment, Gate gate, List<StackName> stacks) {
    List<Objection> objections = new ArrayList<>();
    Optional<Position> real = Optional.empty();
    for (StackName stack : stacks.stream().distinct().toList()) {
      Settings settings = deployment.settings(stack);
      real = real.or(() -> Optional.of(pharos.surroundings().serving(settings)));
      gate.role(stack, settings.active(), real).ifPresent(objections::add);
    }
    return objections;
  }

  private static void say(PrintWriter to, String line) {
    to.println(line);
    to.flush();
  }
}
