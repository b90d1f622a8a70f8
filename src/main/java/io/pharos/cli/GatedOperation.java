package io.pharos.cli;

import io.pharos.config.Settings;
import io.pharos.config.Strategy;
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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/**
 * A command that plans one stack after the other and lets a gate judge each plan before anything is
 * done with it.
 */
abstract class GatedOperation extends StacksCommand {
  @Mixin private GateOptions options;

  @Override
  public final Integer call() throws IOException {
    Gate gate = options.gate();
    Deployment deployment = deployment();
    List<StackName> stacks = stacks();
    List<Plan> plans = new ArrayList<>();
    // Everything is checked before anything is changed.
    List<Objection> objections = new ArrayList<>(roles(deployment, gate, stacks));
    if (objections.isEmpty() || lookOn()) {
      Settings settings = deployment.settings(stacks.get(0));
      try (Reconciliation.Lock lock = lock(surroundings(), settings);
          Interruptible interruptible = Interruptible.start(lock::close)) {
        for (StackName stack : stacks) {
          Plan plan = deployment.plan(stack);
          List<Objection> found = gate.objections(plan);
          plans.add(plan);
          objections.addAll(found);
          print(new PlanReport(List.of(plan), found).table());
          if (objections.isEmpty()) {
            lock.renew();
            act(deployment, stack).ifPresent(this::say);
          } else if (!lookOn()) {
            break;
          }
        }
      }
    }
    PlanReport report = new PlanReport(plans, objections);
    options.write(report);
    if (!report.passes()) {
      say("Refused: " + consequence() + ". What is meant can be allowed by its name:");
      objections.forEach(objection -> say("  " + objection));
    }
    return report.passes() ? ExitCode.DONE : ExitCode.MISSED;
  }

  /** What is done with a plan against which nothing speaks, in words; empty for nothing. */
  abstract Optional<String> act(Deployment deployment, StackName stack);

  /** What keeps operations away meanwhile. */
  abstract Reconciliation.Lock lock(Surroundings surroundings, Settings settings);

  /** Whether the other stacks are looked at as well when one is refused. */
  abstract boolean lookOn();

  /** What a refusal means. */
  abstract String consequence();

  private List<Objection> roles(Deployment deployment, Gate gate, List<StackName> stacks) {
    Map<StackName, Settings> configured = new EnumMap<>(StackName.class);
    stacks.forEach(stack -> configured.computeIfAbsent(stack, deployment::settings));
    Position real = surroundings().serving(configured.get(stacks.get(0)));
    Optional<Strategy> deployed =
        real == Position.SECONDARY ? deployment.strategy() : Optional.empty();
    List<Objection> objections = new ArrayList<>();
    configured.forEach(
        (stack, settings) -> {
          gate.role(stack, settings.active(), Optional.of(real)).ifPresent(objections::add);
          gate.strategy(stack, settings.strategy(), deployed, Optional.of(real))
              .ifPresent(objections::add);
        });
    return objections;
  }
}
