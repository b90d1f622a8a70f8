package io.pharos.simulation;

import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.function.OpenNetwork;
import io.pharos.recovery.function.RaiseCapacity;
import io.pharos.recovery.function.Settle;
import io.pharos.recovery.function.SwitchSources;
import io.pharos.recovery.function.TakeOver;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * As {@link GuardsIT} for steps of which AWS does the same twice: one that goes by its first look
 * for ever asks for what it has done already.
 */
class LooksIT {
  @Test
  void whenTheCapacityIsNotLookedAt_itIsRaisedOnceMore() {
    GuardsIT.findsOnlyWithout(
        Stacks.deployed(),
        8,
        Cast.with(
            RecoveryFunction.CAPACITY,
            aws -> new RaiseCapacity(new Forever(aws, "describeAutoScalingGroups"))),
        again(RecoveryFunction.CAPACITY));
  }

  @Test
  void whenTheTakeoverDoesNotLookFirst_theTrafficMovesOnceMore() {
    GuardsIT.findsOnlyWithout(
        Stacks.deployed(),
        8,
        Cast.with(
            RecoveryFunction.TAKEOVER, aws -> new TakeOver(new Forever(aws, "describeRules"))),
        again(RecoveryFunction.TAKEOVER));
  }

  @Test
  void whenEventSourcesAreNotLookedAt_theyAreSwitchedOnOnceMore() {
    GuardsIT.findsOnlyWithout(
        Stacks.of(Variant.PILOT_LIGHT_EC2_POSTGRES),
        8,
        Cast.with(
            RecoveryFunction.SOURCES,
            aws -> new SwitchSources(new Forever(aws, "getFunctionConcurrency"))),
        again(RecoveryFunction.SOURCES));
  }

  @Test
  void whenTheWayOutIsNotLookedAt_itIsMadeOnceMore() {
    GuardsIT.findsOnlyWithout(
        Stacks.of(Variant.BACKUP_RESTORE_EC2_MYSQL),
        8,
        Cast.with(
            RecoveryFunction.NETWORK,
            aws -> new OpenNetwork(new Forever(aws, "describeNatGateways"))),
        scenario -> true);
  }

  @Test
  void whenTheMarkersRuleIsNotLookedAt_itIsSwitchedOffWithEachPoll() {
    GuardsIT.findsOnlyWithout(
        Stacks.of(Variant.BACKUP_RESTORE_EC2_MYSQL),
        8,
        Cast.with(RecoveryFunction.SETTLE, aws -> new Settle(new Forever(aws, "describeRule"))),
        LooksIT::comesBack);
  }

  /** The step is delivered twice, or done once more by the operation that follows a crash. */
  private static Predicate<Scenario> again(RecoveryFunction step) {
    return scenario ->
        scenario.incidents().stream()
            .filter(
                each ->
                    each.fault() == Fault.DELIVERED_TWICE
                        || each.fault() == Fault.ORCHESTRATOR_CRASH)
            .anyMatch(each -> each.what().equals(step.word()));
  }

  private static boolean comesBack(Scenario scenario) {
    return scenario.sequel().filter(next -> next.kind() == Sequel.Kind.FAILBACK).isPresent();
  }
}
