package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.config.Settings;
import io.pharos.engine.Deployed;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Trouble;
import io.pharos.world.SandboxCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.rds.RdsClient;

/** A promotion of a replica that is thrown away, where the three stacks are deployed. */
class RehearsalIT {
  private final Terminal shell = Terminal.open();
  private final SandboxCloud cloud = shell.cloud();
  private final Settings settings = Deployed.once().stage().settings();

  @TempDir private Path folder;

  RehearsalIT() {
    cloud.pass(Duration.ofMinutes(12));
  }

  private int play() {
    return shell.run(
        "drill",
        "--on",
        "aws",
        "--confirm",
        "shop-prod",
        "--out",
        folder.toString(),
        Deployed.ROOT.resolve("drills/monthly-isolated.yaml").toString());
  }

  private List<String> databases() {
    return cloud
        .client(RdsClient.class, settings.regions().secondary())
        .describeDBInstances(all -> {})
        .dbInstances()
        .stream()
        .map(
            each ->
                each.dbInstanceIdentifier()
                    + " "
                    + each.dbiResourceId()
                    + " "
                    + each.readReplicaSourceDBInstanceIdentifier())
        .toList();
  }

  @Test
  void theCopyIsPromotedAndThrownAway_andTheReplicaAndItsUsersNoticeNothing() {
    List<String> before = databases();

    assertThat(play()).as(shell.out() + shell.err()).isZero();

    assertThat(shell.out())
        .contains("monthly-isolated: met")
        .contains("ok       rehearse promotion")
        .contains("ok       spoil objects");
    assertThat(shell.err())
        .contains("shop-prod-rehearsal is a writer")
        .containsPattern("shop-prod-rehearsal replicates after \\d+ s");
    assertThat(databases()).isEqualTo(before).hasSize(1);
    assertThat(shell.run("ready", "--now")).as(shell.out()).isZero();
  }

  @Test
  void aRehearsalThatFailsSaysWhy_andLeavesNothingBehind() {
    List<String> before = databases();
    // By then the copy is being made.
    cloud
        .world()
        .clock()
        .after(
            Duration.ofMinutes(18),
            "test",
            () ->
                cloud
                    .world()
                    .faults()
                    .begin(
                        new Faults.Disturbance(
                            Trouble.SERVICE_DOWN, settings.regions().secondary(), "lambda", 1)));

    assertThat(play()).isOne();

    assertThat(shell.out())
        .containsPattern("FAILED +rehearse promotion\n +The service is unavailable")
        .containsPattern("skipped +spoil objects\n +ok +active primary");
    assertThat(databases()).isEqualTo(before).hasSize(1);
  }

  @Test
  void theMarkerTakesTheSecretToNothingButSuchACopy() {
    String said =
        cloud
            .client(LambdaClient.class, settings.regions().secondary())
            .invoke(
                invoke ->
                    invoke
                        .functionName("shop-prod-dr-marker")
                        .payload(
                            SdkBytes.fromUtf8String("{\"rehearsal\":\"db.example.com:3306\"}")))
            .payload()
            .asUtf8String();

    assertThat(said).contains("must be the endpoint of shop-prod-rehearsal in eu-central-1");
  }
}
