package io.pharos.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.RuleAction;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * The proof of the proof: each guard is taken out, one at a time, and the simulation must find what
 * it kept from happening. With all guards in place the same scenarios break nothing.
 */
class GuardsIT {
  private static final Path ROOT =
      Path.of(System.getProperty("pharos.root", "..")).toAbsolutePath().normalize();
  private static final String SUCCEEDED = "{\"outcome\":\"succeeded\",\"detail\":\"no guard\"}";
  private static final int RUNS = 20;

  private static Deployed deployed;
  private static String primary;
  private static String secondary;

  @BeforeAll
  static void deploy() throws Exception {
    Path folder = Files.createDirectories(ROOT.resolve("target/simulation"));
    deployed = Deployed.of(ROOT, folder, line -> {});
    primary = deployed.names().primary();
    secondary = deployed.names().secondary();
  }

  @Test
  void withoutTheGate_moreIsLostThanAllowed() {
    findsOnlyWithout(
        2,
        Cast.with(RecoveryFunction.GATE, says(SUCCEEDED)),
        seed -> scenario(seed, dead(), incident(Fault.LAG_TOO_LARGE, -350, 60, secondary, "")));
  }

  @Test
  void withoutTheLock_twoOperationsAreAtWork() {
    findsOnlyWithout(
        3,
        Cast.with(RecoveryFunction.LOCK, says(SUCCEEDED)),
        seed ->
            new Scenario(
                seed,
                Duration.ofSeconds(7),
                Duration.ofSeconds(10),
                false,
                List.of(dead()),
                List.of(Duration.ofSeconds(60), Duration.ofSeconds(62)),
                false,
                0,
                Duration.ofMinutes(1)));
  }

  @Test
  void withoutTheFence_theOldWriterGoesOn() {
    findsOnlyWithout(
        1, Cast.with(RecoveryFunction.FENCE, says(SUCCEEDED)), seed -> byHand(seed, false));
  }

  @Test
  void withoutTheBeaconsFence_aReturningRegionTakesWrites() {
    findsOnlyWithout(
        1,
        Cast.with(RecoveryFunction.BEACON, BlindBeacon::new),
        seed -> scenario(seed, incident(Fault.REGION_ISOLATED, 0, 400, primary, "")));
  }

  @Test
  void whenPromoteDoesNotLookFirst_theOperationEndsInARefusalOfAws() {
    findsOnlyWithout(
        6,
        Cast.with(RecoveryFunction.PROMOTE, GuardsIT::promoteBlindly),
        seed -> scenario(seed, dead()));
  }

  @Test
  void whenTheFenceDoesNotLookFirst_startingAgainAfterACrashStops() {
    findsOnlyWithout(
        4,
        Cast.with(RecoveryFunction.FENCE, GuardsIT::fenceBlindly),
        seed -> byHand(seed, false, incident(Fault.ORCHESTRATOR_CRASH, 0, -1, "", "fence")));
  }

  @Test
  void withoutMinimumCapacity_theTrafficMovesToNobody() {
    findsOnlyWithout(
        5,
        Cast.with(RecoveryFunction.VERIFY, says(SUCCEEDED)),
        seed -> scenario(seed, dead(), incident(Fault.CAPACITY_SHORT, 0, 1500, secondary, "")));
  }

  @Test
  void whenTakeoverDoesNotWaitForVerify_theTrafficMovesToNobody() {
    findsOnlyWithout(
        5,
        Cast.edited(editing("\"Next\":\"VerificationBegins\"", "\"Next\":\"TakeOver\"")),
        seed -> scenario(seed, dead(), incident(Fault.CAPACITY_SHORT, 0, 1500, secondary, "")));
  }

  @Test
  void whenWritesAreNotHeld_aPlannedSwitchLosesSome() {
    findsOnlyWithout(
        2,
        new Cast(
            java.util.Map.of(
                RecoveryFunction.HOLD, says(SUCCEEDED), RecoveryFunction.DRAIN, says(SUCCEEDED)),
            account -> {}),
        seed -> byHand(seed, true, incident(Fault.LAG_TOO_LARGE, 30, 600, secondary, "")));
  }

  @Test
  void whenItDoesNotWaitForTheDrain_aPlannedSwitchLosesSome() {
    findsOnlyWithout(
        2,
        Cast.with(RecoveryFunction.DRAIN, says(SUCCEEDED)),
        seed -> byHand(seed, true, incident(Fault.LAG_TOO_LARGE, 30, 600, secondary, "")));
  }

  private static void findsOnlyWithout(int invariant, Cast cast, LongFunction<Scenario> scenarios) {
    Result found = new Simulation(deployed, cast).firstViolation(RUNS, scenarios).orElse(null);

    assertThat(found).as("a violation within %d runs", RUNS).isNotNull();
    assertThat(found.violations())
        .as("%s", String.join("\n", found.history()))
        .extracting(Violation::invariant)
        .contains(invariant);
    assertThat(new Simulation(deployed, Cast.DEPLOYED).play(found.scenario(), true))
        .satisfies(
            guarded ->
                assertThat(guarded.violations())
                    .as("with all guards:%n%s", String.join("\n", guarded.history()))
                    .isEmpty());
  }

  private static Scenario scenario(long seed, Incident... incidents) {
    return new Scenario(
        seed,
        Duration.ofSeconds(7 + seed % 50),
        Duration.ofSeconds(7),
        false,
        List.of(incidents),
        List.of(),
        false,
        2,
        Duration.ofMinutes(1));
  }

  private static Scenario byHand(long seed, boolean planned, Incident... incidents) {
    return new Scenario(
        seed,
        Duration.ofSeconds(7 + seed % 50),
        Duration.ofSeconds(5),
        planned,
        List.of(incidents),
        List.of(Duration.ofSeconds(20)),
        false,
        2,
        Duration.ofMinutes(1));
  }

  private static Incident dead() {
    return incident(Fault.REGION_DEAD, 0, -1, primary, "");
  }

  private static Incident incident(
      Fault fault, int fromSeconds, int untilSeconds, String region, String what) {
    return new Incident(
        fault,
        Duration.ofSeconds(fromSeconds),
        untilSeconds < 0 ? Incident.FOR_EVER : Duration.ofSeconds(untilSeconds),
        region,
        what,
        1);
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

  /** Replaces a part of the deployed failover state machine. */
  private static Consumer<Account> editing(String part, String by) {
    return account -> {
      for (Resource machine : account.list("aws:sfn/stateMachine:StateMachine", secondary)) {
        if (machine.string("name").endsWith("-failover")) {
          String definition =
              machine.string("definition").replaceAll("\"Next\"\\s*:\\s*", "\"Next\":");
          assertThat(definition).contains(part);
          machine.set("definition", definition.replace(part, by));
        }
      }
    };
  }
}
