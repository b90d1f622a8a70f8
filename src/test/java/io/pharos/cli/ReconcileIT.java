package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.Settings;
import io.pharos.drill.ObservedReality;
import io.pharos.drill.OperatorLock;
import io.pharos.engine.CopiedStage;
import io.pharos.engine.Reconciliation;
import io.pharos.engine.StackName;
import io.pharos.recovery.contract.Position;
import io.pharos.world.FaultSwitch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * After a failover, through the real engine: deploying with the old configuration moves nothing,
 * and reconciling finishes whatever stops it. One story, told in order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReconcileIT {
  /** What serves, and what the runtime alone decides. */
  private static final Set<String> POSTURE =
      Set.of(
          "aws:rds/instance:Instance",
          "aws:autoscaling/group:Group",
          "aws:lb/listenerRule:ListenerRule",
          "aws:ec2/networkAcl:NetworkAcl",
          "aws:ssm/parameter:Parameter",
          "aws:route53/record:Record",
          "aws:route53/healthCheck:HealthCheck");

  private static Reconciled shell;
  @TempDir private static Path folder;

  @Test
  @Order(1)
  void preview_refusesWhatWouldLoseData_andTellsNoValue() throws Exception {
    shell = new Reconciled(CopiedStage.open("reconcile").failedOver(), folder);
    shell.deployment(line -> {}).configure(StackName.SECONDARY, "pharos:environment", "test");

    Reconciled.Said said =
        shell.run(
            "preview",
            "secondary",
            "-q",
            "--json",
            shell.file("plan.json"),
            "--markdown",
            shell.file("plan.md"));

    shell.deployment(line -> {}).configure(StackName.SECONDARY, "pharos:environment", "prod");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out())
        .contains("REFUSED  dynamodb/table")
        .contains("would be replaced")
        .contains("--allow replace:");
    JsonNode plan = shell.json("plan.json");
    assertThat(plan.path("schema").asText()).isEqualTo("pharos.plan/1");
    assertThat(plan.path("verdict").asText()).isEqualTo("refused");
    assertThat(plan.path("objections").findValuesAsText("allow"))
        .anyMatch(allowance -> allowance.startsWith("replace:"));
    assertThat(Files.readString(folder.resolve("plan.md")))
        .contains("### Pharos: refused")
        .contains("| stack | create |");
  }

  @Test
  @Order(2)
  void up_withTheOldConfiguration_isRefused_andPlainPulumiMovesNothing() {
    Reconciled.Said refused = shell.run("up", "secondary", "-q");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.out())
        .contains("pharos:active is primary, but the secondary Region serves")
        .contains("pharos reconcile");

    Map<String, Object> before = posture();
    shell.stage().deployment().up(StackName.PRIMARY);
    shell.stage().deployment().up(StackName.SECONDARY);
    shell.stage().deployment().up(StackName.GLOBAL);

    assertThat(posture()).isEqualTo(before);
    assertThat(shell.serving(shell.stage().settings())).isEqualTo(Position.SECONDARY);
  }

  private static Map<String, Object> posture() {
    Map<String, Object> posture = new TreeMap<>();
    shell.stage().cloud().world().account().all().stream()
        .filter(resource -> POSTURE.contains(resource.type()))
        .forEach(
            resource ->
                posture.put(
                    resource.type() + " " + resource.region() + " " + resource.id(),
                    new TreeMap<>(resource.attributes()).toString()));
    return posture;
  }

  @Test
  @Order(3)
  void whileAnotherOneIsAtWork_itIsRefused() {
    String region = shell.stage().settings().regions().secondary();
    Map<String, AttributeValue> key =
        Map.of("pk", AttributeValue.fromS("lock"), "sk", AttributeValue.fromS("lock"));
    Map<String, AttributeValue> held = new TreeMap<>(key);
    held.put("owner", AttributeValue.fromS("failover-1"));
    held.put(
        "expires",
        AttributeValue.fromN(
            Long.toString(
                shell.cloud().clock().instant().plus(Duration.ofMinutes(9)).getEpochSecond())));
    DynamoDbClient table = shell.cloud().client(DynamoDbClient.class, region);
    String name = shell.stage().settings().names().table();
    table.putItem(put -> put.tableName(name).item(held));

    Reconciled.Said said = shell.run("reconcile");

    table.deleteItem(delete -> delete.tableName(name).key(key));
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("holds the lock");
    assertThat(active(StackName.PRIMARY)).isEqualTo("primary");
  }

  @Test
  @Order(4)
  void dryRun_saysWhatItWouldDo_andChangesNothing() throws Exception {
    Reconciled.Said said = shell.run("reconcile", "--dry-run", "--json", shell.file("dry.json"));

    assertThat(said.exit()).isZero();
    assertThat(said.out())
        .contains("The secondary Region is active.")
        .contains("Pulumi.global.yaml  pharos:active: secondary")
        .containsPattern("update +rds/instance database-1 +multiAz")
        .contains("Dry run: nothing was changed.");
    assertThat(shell.json("dry.json").path("outcome").asText()).isEqualTo("rehearsed");
    assertThat(active(StackName.PRIMARY)).isEqualTo("primary");
    assertThat(locked()).isFalse();
  }

  @Test
  @Order(5)
  void interrupted_itGivesTheLockBack() {
    Settings settings = shell.stage().settings();
    Reconciliation interrupted =
        new Reconciliation(
            shell.stage().deployment(),
            () -> ObservedReality.of(shell.cloud(), settings),
            position -> {
              Reconciliation.Lock lock =
                  OperatorLock.of(shell.cloud(), settings, "reconcile").apply(position);
              return new DyingLock(lock);
            },
            line -> {});

    assertThatThrownBy(interrupted::run).hasMessage("killed");

    assertThat(active(StackName.SECONDARY)).isEqualTo("secondary");
    assertThat(locked()).isFalse();
  }

  /** The process dies between writing the configuration and deploying it. */
  private static final class DyingLock implements Reconciliation.Lock {
    private final Reconciliation.Lock lock;
    private int renewals;

    DyingLock(Reconciliation.Lock lock) {
      this.lock = lock;
    }

    @Override
    public void renew() {
      lock.renew();
      if (++renewals == 2) {
        throw new IllegalStateException("killed");
      }
    }

    @Override
    public void close() {
      lock.close();
    }
  }

  @Test
  @Order(6)
  void whileARegionIsUnreachable_itSaysWhatIsLeft() throws Exception {
    String region = shell.stage().settings().regions().primary();
    shell.stage().cloud().fail(region, FaultSwitch.Kind.DEAD);

    Reconciled.Said said = shell.run("reconcile", "--json", shell.file("left.json"));

    shell.stage().cloud().heal(region);
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out())
        .contains("Left: stack primary: its Region does not answer")
        .contains("preview of secondary: no change")
        .contains("preview of global: no change");
    JsonNode left = shell.json("left.json");
    assertThat(left.path("outcome").asText()).isEqualTo("left");
    assertThat(left.path("afterReconcile").findValuesAsText("name"))
        .contains("secondary", "global")
        .doesNotContain("primary");
  }

  @Test
  @Order(7)
  void runAgain_itFinishes_adoptsWhatRecoveryMade_andEveryPreviewShowsNoChange() throws Exception {
    // Meanwhile the primary Region has become the standby, with a database of its own.
    assertThat(shell.run("failback", "--stay").exit()).isZero();

    Reconciled.Said said = shell.run("reconcile", "--json", shell.file("done.json"));

    assertThat(said.exit()).as(said.out() + said.err()).isZero();
    JsonNode done = shell.json("done.json");
    assertThat(done.path("outcome").asText()).isEqualTo("done");
    for (JsonNode stack : done.path("afterReconcile")) {
      for (String kind : List.of("create", "update", "import", "replace", "delete")) {
        assertThat(stack.at("/counts/" + kind).asInt(-1)).as(kind).isZero();
      }
    }
    assertThat(done.path("afterReconcile")).hasSize(3);
    assertThat(locked()).isFalse();
    assertThat(said.out())
        .containsPattern("import +rds/instance database-2")
        .doesNotContain("replace  rds", "delete   rds");
    assertThat(done.at("/settings/primary/pharos:generations").asText())
        .contains("\"current\":2", "\"adopt\":\"db-", "\"retired\":[1]");
  }

  @Test
  @Order(8)
  void aDatabaseInUse_isNotRetired() {
    assertThat(shell.run("retire", "shop-prod-primary-2", "--dry-run").exit()).isEqualTo(1);
    assertThat(shell.run("retire", "shop-prod-secondary-1", "--dry-run").err())
        .contains("is in use");
    assertThat(shell.run("retire", "shop-prod-primary-1").exit()).isEqualTo(2);
    assertThat(shell.run("retire", "shop-prod-primary-1", "--yes-delete", "other").exit())
        .isEqualTo(2);
  }

  @Test
  @Order(9)
  void retire_takesTheLastSnapshot_deletes_andForgets() throws Exception {
    String former = "shop-prod-primary-1";
    assertThat(shell.run("retire", former, "--dry-run").out())
        .contains("last snapshot of " + former, "delete " + former, "Dry run");
    assertThat(databases()).contains(former);

    Reconciled.Said said = shell.run("retire", former, "--yes-delete", former);

    assertThat(said.exit()).as(said.out() + said.err()).isZero();
    assertThat(databases()).contains("shop-prod-primary-2").doesNotContain(former);
    assertThat(
            shell
                .cloud()
                .client(RdsClient.class, shell.stage().settings().regions().primary())
                .describeDBSnapshots(query -> {})
                .dbSnapshots())
        .anyMatch(snapshot -> snapshot.dbSnapshotIdentifier().startsWith(former + "-final-"));
    assertThat(shell.stage().deployment().settings(StackName.PRIMARY).generations().retired())
        .isEmpty();
    assertThat(shell.stage().deployment().state(StackName.PRIMARY).toString())
        .doesNotContain("::database-1\"")
        .contains("::database-2\"");
    shell.stage().close();
  }

  private static List<String> databases() {
    return shell
        .cloud()
        .client(RdsClient.class, shell.stage().settings().regions().primary())
        .describeDBInstances(query -> {})
        .dbInstances()
        .stream()
        .map(DBInstance::dbInstanceIdentifier)
        .toList();
  }

  private static String active(StackName stack) {
    return shell.stage().deployment().settings(stack).active().word();
  }

  private static boolean locked() {
    Settings settings = shell.stage().settings();
    return shell
        .cloud()
        .client(DynamoDbClient.class, settings.regions().secondary())
        .getItem(
            get ->
                get.tableName(settings.names().table())
                    .key(
                        Map.of(
                            "pk", AttributeValue.fromS("lock"),
                            "sk", AttributeValue.fromS("lock"))))
        .item()
        .containsKey("owner");
  }
}
