package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.engine.CopiedStage;
import io.pharos.engine.StackName;
import io.pharos.recovery.contract.Position;
import io.pharos.world.FaultSwitch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A bad day by the book: everything that the runbooks tell to type, word for word, where it is to
 * be typed, and with {@code protection: on} as it is shipped.
 */
class RunbooksIT {
  /** Their commands run elsewhere: LostStateIT, RestoreStoryIT. */
  private static final Set<String> ELSEWHERE = Set.of("lost-state", "restore", "strategy");

  private static final String MOMENT = "2026-03-01T10:15:00Z";

  private final List<String> opened = new ArrayList<>();
  @TempDir private Path folder;
  private CopiedStage stage;
  private Reconciled shell;

  @Test
  void whatIsWrittenThereLeadsThroughTheDay_andKeepsWhatIsProtected() {
    try (CopiedStage opened = CopiedStage.open("runbooks")) {
      stage = opened;
      shell = new Reconciled(stage, folder);
      for (StackName stack : StackName.values()) {
        stage.deployment().configure(stack, "pharos:protection", "on");
        stage.deployment().up(stack);
      }
      stage.cloud().pass(Duration.ofMinutes(40));

      all("not-ready");
      objectsComeBack();
      theRegionIsLost_andReturns();
      theApplicationComesBack();
      theFormerDatabaseGoes();
    }
    assertThat(opened)
        .as("every runbook that tells what to type")
        .containsExactlyInAnyOrderElementsOf(
            Runbook.names().stream()
                .filter(name -> !ELSEWHERE.contains(name) && !Runbook.commands(name).isEmpty())
                .toList());
  }

  private void objectsComeBack() {
    S3Client s3 = stage.cloud().client(S3Client.class, stage.settings().regions().primary());
    String bucket = stage.deployment().outputs(StackName.PRIMARY).path("bucketName").asText();
    s3.putObject(put -> put.bucket(bucket).key("orders/1"), RequestBody.fromString("good"));
    stage.cloud().pass(Duration.ofMinutes(5));
    Instant before = stage.cloud().clock().instant();
    stage.cloud().pass(Duration.ofMinutes(5));
    s3.putObject(put -> put.bucket(bucket).key("orders/1"), RequestBody.fromString("bad"));

    List<String> commands = open("objects");
    assertThat(commands).isNotEmpty().allMatch(command -> command.contains(MOMENT));
    commands.forEach(command -> run(command.replace(MOMENT, before.toString())));

    assertThat(s3.getObjectAsBytes(get -> get.bucket(bucket).key("orders/1")).asUtf8String())
        .isEqualTo("good");
  }

  private void theRegionIsLost_andReturns() {
    String region = stage.settings().regions().primary();
    stage.cloud().fail(region, FaultSwitch.Kind.DEAD);
    stage.cloud().pass(Duration.ofMinutes(2));

    all("failover");

    assertThat(shell.serving(stage.settings())).isEqualTo(Position.SECONDARY);
    assertThat(all("operation-stopped")).contains("failover-");
    stage.cloud().heal(region);
    stage.cloud().pass(Duration.ofMinutes(10));
    assertThat(all("fence-pending")).contains("closed its own");
  }

  private void theApplicationComesBack() {
    opened.add("reconcile");
    reconciling().forEach(this::run);
    assertThat(stage.deployment().settings(StackName.GLOBAL).active())
        .isEqualTo(Position.SECONDARY);

    String said = all("failback");

    assertThat(said).contains("preview of primary: no change");
    assertThat(shell.serving(stage.settings())).isEqualTo(Position.PRIMARY);
    assertThat(databases())
        .containsExactlyInAnyOrder(
            Tuple.tuple("shop-prod-primary-1", true), Tuple.tuple("shop-prod-primary-2", true));
    assertThat(shell.run("destroy").exit()).as("with protection on").isOne();
  }

  private void theFormerDatabaseGoes() {
    List<String> retiring =
        Runbook.commands("reconcile").stream()
            .filter(command -> command.startsWith("pharos retire "))
            .toList();
    assertThat(retiring).hasSize(2);
    retiring.forEach(this::run);

    assertThat(databases()).containsExactly(Tuple.tuple("shop-prod-primary-2", true));
    assertThat(stage.deployment().preview(StackName.PRIMARY).none()).isTrue();
  }

  /** Committing what it has written is the reader's; a database can be retired only later. */
  private static List<String> reconciling() {
    List<String> commands =
        Runbook.commands("reconcile").stream()
            .filter(command -> !command.matches("git diff|pharos retire .*"))
            .toList();
    assertThat(commands).containsExactly("pharos reconcile --dry-run", "pharos reconcile");
    return commands;
  }

  private List<String> open(String runbook) {
    opened.add(runbook);
    return Runbook.commands(runbook);
  }

  /** What all of a runbook's commands print. */
  private String all(String runbook) {
    StringBuilder said = new StringBuilder();
    open(runbook).forEach(command -> said.append(run(command)));
    assertThat(said).isNotEmpty();
    return said.toString();
  }

  private String run(String command) {
    Reconciled.Said said = shell.run(Runbook.arguments(command));
    assertThat(said.exit()).as(command + "\n" + said.out() + said.err()).isZero();
    return said.out();
  }

  private List<Tuple> databases() {
    return stage
        .cloud()
        .client(RdsClient.class, stage.settings().regions().primary())
        .describeDBInstances(all -> {})
        .dbInstances()
        .stream()
        .map(one -> Tuple.tuple(one.dbInstanceIdentifier(), one.deletionProtection()))
        .toList();
  }
}
