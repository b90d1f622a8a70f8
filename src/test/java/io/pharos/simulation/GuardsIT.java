package io.pharos.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.RuleAction;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * The proof of the proof: each guard is taken out, one at a time, and the simulation must find what
 * it kept from happening. With all guards in place the same run breaks nothing.
 */
class GuardsIT {
  private static final String SUCCEEDED = "{\"outcome\":\"succeeded\",\"detail\":\"no guard\"}";
  private static final int RUNS = 2_000;
  private static final long SEED = 1;

  private static Deployed deployed;
  private static String primary;
  private static String secondary;

  @BeforeAll
  static void deploy() {
    deployed = Stacks.deployed();
    primary = deployed.names().primary();
    secondary = deployed.names().secondary();
  }

  @Test
  void withoutTheGate_moreIsLostThanAllowed() {
    findsOnlyWithout(
        2, Cast.with(RecoveryFunction.GATE, says(SUCCEEDED)), GuardsIT::lagsBeforehand);
  }

  @Test
  void withoutTheLock_twoOperationsAreAtWork() {
    findsOnlyWithout(
        3, Cast.with(RecoveryFunction.LOCK, says(SUCCEEDED)), has(Fault.TWO_OPERATIONS));
  }

  @Test
  void withoutTheFence_theOldWriterGoesOn() {
    findsOnlyWithout(1, Cast.with(RecoveryFunction.FENCE, says(SUCCEEDED)), GuardsIT::unplanned);
  }

  @Test
  void withoutTheBeaconsFence_aReturningRegionTakesWrites() {
    findsOnlyWithout(
        1, Cast.with(RecoveryFunction.BEACON, BlindBeacon::new), has(Fault.REGION_ISOLATED));
  }

  @Test
  void whenPromoteDoesNotLookFirst_theOperationEndsInARefusalOfAws() {
    findsOnlyWithout(
        6, Cast.with(RecoveryFunction.PROMOTE, GuardsIT::promoteBlindly), GuardsIT::unplanned);
  }

  @Test
  void whenTheFenceDoesNotLookFirst_startingAgainAfterACrashStops() {
    findsOnlyWithout(
        4,
        Cast.with(RecoveryFunction.FENCE, GuardsIT::fenceBlindly),
        has(Fault.ORCHESTRATOR_CRASH));
  }

  @Test
  void whenTheHoldIsNotRemembered_whoGivesUpLeavesUsersUnserved() {
    findsOnlyWithout(
        3, Cast.with(RecoveryFunction.HOLD, ForgetfulHold::new), GuardsIT::cannotDrain);
  }

  @Test
  void whenTheReleaseDoesNotLookFirst_theOldWriterIsOpenedBesideTheNewOne() {
    findsOnlyWithout(
        1, Cast.with(RecoveryFunction.RELEASE, GuardsIT::releaseBlindly), Scenario::planned);
  }

  @Test
  void withoutMinimumCapacity_theTrafficMovesToNobody() {
    findsOnlyWithout(
        5, Cast.with(RecoveryFunction.VERIFY, says(SUCCEEDED)), has(Fault.CAPACITY_SHORT));
  }

  @Test
  void whenTakeoverDoesNotWaitForVerify_theTrafficMovesToNobody() {
    findsOnlyWithout(5, Cast.edited(GuardsIT::neverWaitingForVerify), has(Fault.CAPACITY_SHORT));
  }

  @Test
  void whenWritesAreNotHeld_aPlannedSwitchLosesSome() {
    findsOnlyWithout(
        2,
        new Cast(
            java.util.Map.of(
                RecoveryFunction.HOLD, says(SUCCEEDED), RecoveryFunction.DRAIN, says(SUCCEEDED)),
            account -> {}),
        Scenario::planned);
  }

  @Test
  void whenItDoesNotWaitForTheDrain_aPlannedSwitchLosesSome() {
    findsOnlyWithout(2, Cast.with(RecoveryFunction.DRAIN, says(SUCCEEDED)), GuardsIT::cannotDrain);
  }

  @Test
  void whenTheRecordSaysNothing_anOperationThatStopsTellsNobody() {
    findsOnlyWithout(
        3, Cast.with(RecoveryFunction.RECORD, says(SUCCEEDED)), has(Fault.LAG_UNKNOWN));
  }

  @Test
  void whenNobodyAsksWhereUsersArrive_theOperationEndsBeforeTheyDo() {
    findsOnlyWithout(3, Cast.with(RecoveryFunction.CONFIRM, says(SUCCEEDED)), GuardsIT::unplanned);
  }

  /** Of all the runs, only those are played whose scenario needs the guard. */
  private static void findsOnlyWithout(int invariant, Cast cast, Predicate<Scenario> needsIt) {
    findsOnlyWithout(deployed, invariant, cast, needsIt);
  }

  /** The same with another deployment. */
  static void findsOnlyWithout(
      Deployed deployed, int invariant, Cast cast, Predicate<Scenario> needsIt) {
    Simulation unguarded = new Simulation(deployed, cast);

    Result found = unguarded.first(invariant, SEED, RUNS, needsIt).orElse(null);

    assertThat(found).as("a violation of %d within %d runs", invariant, RUNS).isNotNull();
    assertThat(new Simulation(deployed, Cast.DEPLOYED).replay(found.seed()).violations())
        .as("the same with all guards")
        .isEmpty();
  }

  private static Predicate<Scenario> has(Fault fault) {
    return scenario -> scenario.has(fault);
  }

  private static boolean unplanned(Scenario scenario) {
    return !scenario.planned();
  }

  /** The replica lags when the Region fails, and nobody accepts what that loses. */
  private static boolean lagsBeforehand(Scenario scenario) {
    return unplanned(scenario)
        && !scenario.acceptsLoss()
        && scenario.incidents().stream()
            .anyMatch(each -> each.fault() == Fault.LAG_TOO_LARGE && each.from().isNegative());
  }

  private static boolean cannotDrain(Scenario scenario) {
    return scenario.planned() && scenario.has(Fault.LAG_TOO_LARGE);
  }

  private static Function<Aws, RequestStreamHandler> says(String answer) {
    return aws -> (input, output, context) -> output.write(answer.getBytes(StandardCharsets.UTF_8));
  }

  private static RequestStreamHandler promoteBlindly(Aws aws) {
    return (input, output, context) -> {
      String identifier =
          aws.client(SsmClient.class, secondary)
              .getParameter(get -> get.name("/shop/prod/local/database-identifier"))
              .parameter()
              .value();
      aws.client(RdsClient.class, secondary)
          .promoteReadReplica(
              promote -> promote.dbInstanceIdentifier(identifier).backupRetentionPeriod(7));
      output.write("{\"outcome\":\"waiting\",\"detail\":\"asked\"}".getBytes());
    };
  }

  private static RequestStreamHandler fenceBlindly(Aws aws) {
    return (input, output, context) -> {
      for (String cidr : aws.variable("PHAROS_PEER_APP_CIDRS").split(",")) {
        int number = 10 + Math.floorMod(cidr.hashCode(), 50);
        aws.client(Ec2Client.class, primary)
            .createNetworkAclEntry(
                create ->
                    create
                        .networkAclId(aws.variable("PHAROS_PEER_NETWORK_ACL"))
                        .ruleNumber(number)
                        .protocol("6")
                        .ruleAction(RuleAction.DENY)
                        .egress(false)
                        .cidrBlock(cidr)
                        .portRange(range -> range.from(3306).to(3306)));
      }
      output.write(SUCCEEDED.getBytes(StandardCharsets.UTF_8));
    };
  }

  /** Takes the entries away that hold the writes, whatever has become of the promotion. */
  private static RequestStreamHandler releaseBlindly(Aws aws) {
    return (input, output, context) -> {
      String acl = aws.variable("PHAROS_PEER_NETWORK_ACL");
      Ec2Client ec2 = aws.client(Ec2Client.class, primary);
      ec2
          .describeNetworkAcls(describe -> describe.networkAclIds(acl))
          .networkAcls()
          .get(0)
          .entries()
          .stream()
          .filter(
              entry ->
                  !entry.egress()
                      && entry.ruleAction() == RuleAction.DENY
                      && entry.portRange() != null)
          .forEach(
              entry ->
                  ec2.deleteNetworkAclEntry(
                      delete ->
                          delete.networkAclId(acl).ruleNumber(entry.ruleNumber()).egress(false)));
      output.write(SUCCEEDED.getBytes(StandardCharsets.UTF_8));
    };
  }

  /** In the deployed failover state machine, whatever Verify says is good enough. */
  private static void neverWaitingForVerify(Account account) {
    for (Resource machine : account.list("aws:sfn/stateMachine:StateMachine", secondary)) {
      if (machine.string("name").endsWith("-failover")) {
        String definition = machine.string("definition");
        String edited =
            definition.replaceAll(
                "\"\\{% \\$states\\.input\\.outcome != 'waiting' %}\"(\\s*,\\s*\"Next\"\\s*:\\s*\"TakeOver\")",
                "\"{% true %}\"$1");
        assertThat(edited).isNotEqualTo(definition);
        machine.set("definition", edited);
      }
    }
  }
}
