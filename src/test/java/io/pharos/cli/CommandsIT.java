package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.Json;
import io.pharos.config.Settings;
import io.pharos.engine.Deployed;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Trouble;
import io.pharos.world.FaultSwitch;
import io.pharos.world.SandboxCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sfn.SfnClient;

/** The operator's commands, against worlds in which the three stacks are deployed. */
class CommandsIT {
  private final Terminal shell = Terminal.open();
  private final SandboxCloud cloud = shell.cloud();
  private final Settings settings = Deployed.once().stage().settings();

  @TempDir private Path folder;

  CommandsIT() {
    // Beacon and marker have spoken a few times, and their next round is far enough away.
    cloud.pass(Duration.ofMinutes(12).plusSeconds(15));
  }

  private JsonNode json(String name) throws Exception {
    return Json.MAPPER.readTree(folder.resolve(name).toFile());
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private void remember(Map<String, AttributeValue> item) {
    table(settings.regions().secondary())
        .putItem(put -> put.tableName(settings.names().table()).item(item));
  }

  private void replicaLags(int seconds) {
    remember(
        Map.of(
            "pk", AttributeValue.fromS("sample"),
            "sk", AttributeValue.fromS("latest"),
            "time", AttributeValue.fromS(cloud.clock().instant().toString()),
            "lagSeconds", AttributeValue.fromN(Integer.toString(seconds))));
  }

  private void lockIsHeld() {
    remember(
        Map.of(
            "pk", AttributeValue.fromS("lock"),
            "sk", AttributeValue.fromS("lock"),
            "owner", AttributeValue.fromS("another-one"),
            "expires",
                AttributeValue.fromN(
                    Long.toString(cloud.clock().instant().plusSeconds(600).getEpochSecond()))));
  }

  private List<String> content() {
    return WorldContent.of(cloud, settings);
  }

  @Test
  void aDryRunSaysEachStepWithItsValues_andChangesNothing() throws Exception {
    List<String> before = content();

    assertThat(shell.run("failover", "--dry-run", "--json", file("dry.json"))).isZero();

    assertThat(shell.out())
        .contains("nothing is changed")
        .contains("free in eu-central-1")
        .containsPattern("at most [0-9.]+ s of writes would be lost")
        .contains("limit is 300 s")
        .containsPattern("acl-[0-9a-f]+ in eu-west-1 gets a DENY for each of \\[10\\.0\\.")
        .contains("shop-prod-secondary-1 available, replica; becomes the writer")
        .contains("0 in service of 0 wanted; goes to 2")
        .contains("It would start.");
    assertThat(json("dry.json").path("schema").asText()).isEqualTo("pharos.rehearsal/1");
    assertThat(json("dry.json").path("passes").asBoolean()).isTrue();
    assertThat(json("dry.json").path("checks").findValuesAsText("step"))
        .containsExactly(
            "lock", "gate", "ready", "fence", "promote", "capacity", "verify", "takeover");
    assertThat(shell.run("failover", "--planned", "--dry-run")).isZero();
    assertThat(shell.out()).contains("both Regions are well").contains("hold").contains("drain");
    assertThat(shell.run("failover", "--dry-run", "--restore-to", "2026-01-31T12:00:00Z"))
        .isEqualTo(1);
    assertThat(shell.out() + shell.err()).contains("eu-central-1 has a replica");
    assertThat(shell.run("failback", "--stay", "--dry-run")).isZero();
    assertThat(shell.out()).contains("shop-prod-secondary-1 replicates shop-prod-primary-1");
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void aDryRunJudgesAsTheGateDoes_andChangesNothingWhenItSaysNo() throws Exception {
    replicaLags(900);
    List<String> before = content();

    assertThat(shell.run("failover", "--dry-run", "--json", file("dry.json"))).isEqualTo(1);

    assertThat(shell.out())
        .contains("REFUSED")
        .contains("LOSS_TOO_LARGE: at most 900.0 s")
        .contains("It would be refused at step gate.")
        .contains("What to do:")
        .contains("--accept-data-loss --by NAME");
    assertThat(json("dry.json").path("passes").asBoolean(true)).isFalse();
    assertThat(shell.run("failover", "--dry-run", "--accept-data-loss", "--by", "Ada")).isZero();
    assertThat(shell.out()).contains("accepted by Ada");
    assertThat(content()).isEqualTo(before);
    assertThat(shell.run("failover")).isEqualTo(1);
    assertThat(shell.out()).contains("LOSS_TOO_LARGE: at most 900");
    assertThat(content()).as("even a refusal leaves its record").isNotEqualTo(before);
  }

  @Test
  void readyTellsWhatEachRegionFinds_andAPlannedFailoverGoesByIt() throws Exception {
    assertThat(shell.run("ready", "--now", "--json", file("ready.json"))).as(shell.out()).isZero();
    assertThat(shell.out())
        .containsPattern("primary \\(eu-west-1\\) served the users at 20")
        .containsPattern("secondary \\(eu-central-1\\) was ready at 20")
        .containsPattern("replication +ok +lag ")
        .containsPattern("entrance +ok +https://secondary.shop.example.com");
    assertThat(json("ready.json").path("schema").asText()).isEqualTo("pharos.ready/1");
    assertThat(json("ready.json").path("ready").asBoolean()).isTrue();
    assertThat(shell.out())
        .containsPattern("backend +ok +the sandbox's own")
        .containsPattern("secondary +ok +[0-9]+ resources, written at 20")
        .containsPattern("global lock +ok +is free");
    assertThat(json("ready.json").path("backend").findValuesAsText("state"))
        .hasSize(7)
        .containsOnly("ok");
    replicaLags(900);
    assertThat(shell.run("ready")).as("what was found last").isZero();

    assertThat(shell.run("ready", "--now")).isEqualTo(1);

    assertThat(shell.out())
        .contains("was NOT READY")
        .containsPattern("replication +fails +lag 900");
    assertThat(shell.run("status")).isZero();
    assertThat(shell.out()).containsPattern("ready +not ready at .*replication: lag 900");
    assertThat(shell.run("failover", "--planned", "--dry-run")).isEqualTo(1);
    assertThat(shell.out()).contains("It would be refused at step ready.");
    assertThat(shell.run("failover", "--planned")).isEqualTo(1);
    assertThat(shell.out())
        .contains("NOT_READY: not ready at ")
        .contains("What to do: Put right what the checks say");
    aPlannedOneThatHasBegunItsPromotionGoesOn();
    cloud.pass(Duration.ofMinutes(2));
    assertThat(shell.run("ready", "--now")).isZero();
    assertThat(shell.run("failover", "--planned", "--dry-run")).isZero();
  }

  private void aPlannedOneThatHasBegunItsPromotionGoesOn() {
    String here = settings.regions().secondary();
    String now = cloud.clock().instant().toString();
    remember(
        here,
        "gate",
        "passed",
        Map.of("database", "shop-prod-secondary-1", "asked", now, "askedBy", "by-hand-1"));
    remember(here, "fence", "hold", Map.of("since", now));
    assertThat(shell.run("failover", "--planned", "--dry-run")).isZero();
    assertThat(shell.out())
        .contains("its promotion was asked for by by-hand-1, and that switch goes on");
    forget(here, "gate", "passed");
    forget(here, "fence", "hold");
  }

  @Test
  void aDryRunWithALostRegionSaysWhatIsPending_andWhatAPlannedOneLacks() {
    cloud.fail(settings.regions().primary(), FaultSwitch.Kind.DEAD);
    cloud.pass(Duration.ofSeconds(100));
    List<String> before = content();

    assertThat(shell.run("failover", "--dry-run")).isZero();
    assertThat(shell.out()).contains("pending, and recovery goes on: eu-west-1 does not answer");
    assertThat(shell.run("failover", "--planned", "--dry-run")).isEqualTo(1);
    assertThat(shell.out()).contains("eu-west-1 does not answer");
    // Asking a Region that does not answer takes time, and that is all.
    assertThat(content().subList(1, before.size())).isEqualTo(before.subList(1, before.size()));
  }

  @Test
  void aRefusalIsToldWithItsCodeAndWhatToDo() throws Exception {
    lockIsHeld();

    assertThat(shell.run("failover", "--json", file("refused.json"))).isEqualTo(1);

    assertThat(shell.out())
        .contains("refused")
        .contains("LOCK_HELD: operation another-one holds the lock")
        .contains("What to do: `pharos status`");
    assertThat(json("refused.json").path("outcome").asText()).isEqualTo("refused");
    assertThat(json("refused.json").path("code").asText()).isEqualTo("LOCK_HELD");
    assertThat(shell.run("failover", "--dry-run")).isEqualTo(1);
    assertThat(shell.out()).contains("LOCK_HELD: another-one until");
  }

  @Test
  void whoAcceptsTheLossIsInTheJournal() throws Exception {
    replicaLags(900);

    assertThat(
            shell.run(
                "failover",
                "--accept-data-loss",
                "--by",
                "Ada",
                "--reason",
                "users wait",
                "--json",
                file("done.json")))
        .isZero();

    assertThat(shell.err()).contains("gate succeeded: Ada accepted the loss");
    assertThat(shell.err().lines().filter(line -> line.contains("promote succeeded"))).hasSize(1);
    assertThat(shell.out()).contains("succeeded");
    assertThat(json("done.json").path("outcome").asText()).isEqualTo("succeeded");
    assertThat(json("done.json").path("steps").findValuesAsText("name"))
        .contains("lock", "gate", "fence", "promote", "takeover", "record");
  }

  @Test
  void aPlannedFailoverAndAFailbackLeadThereAndBack() throws Exception {
    assertThat(shell.run("failback")).isEqualTo(1);
    assertThat(shell.err()).contains("Refused").contains("pharos failback --stay");
    assertThat(shell.run("failover", "--planned", "--reason", "maintenance")).isZero();
    assertThat(shell.err()).contains("hold succeeded").contains("drain succeeded");
    assertThat(shell.run("status", "--json", file("status.json"))).isZero();
    assertThat(json("status.json").at("/secondary/role").asText()).isEqualTo("active");
    assertThat(json("status.json").at("/secondary/traffic").asText()).startsWith("claims it");
    cloud.pass(Duration.ofMinutes(10));
    List<String> before = content();
    assertThat(shell.run("failback", "--dry-run")).isZero();
    assertThat(shell.out())
        .contains("shop-prod-primary-2 is made as a replica of shop-prod-secondary-1 available")
        .contains("shop-prod-primary-1 stays as it is");
    assertThat(content()).isEqualTo(before);
    remember(
        settings.regions().primary(),
        "gate",
        "passed",
        Map.of(
            "database",
            "shop-prod-primary-1",
            "asked",
            "2026-01-01T02:00:00Z",
            "askedBy",
            "back-1"));
    assertThat(shell.run("failback", "--dry-run")).isZero();
    assertThat(shell.out()).contains("shop-prod-primary-1 stays as it is");
    remember(
        settings.regions().primary(), "fence", "hold", Map.of("since", "2026-01-01T01:00:00Z"));
    assertThat(shell.run("failback", "--dry-run")).isZero();
    assertThat(shell.out()).contains("was promoted for back-1, and that switch goes on");
    forget(settings.regions().primary(), "gate", "passed");
    forget(settings.regions().primary(), "fence", "hold");

    assertThat(shell.run("failback", "--reason", "done", "--json", file("back.json"))).isZero();

    assertThat(shell.err()).contains("reseed-here: reseed").contains("switch: drain succeeded");
    assertThat(json("back.json").path("steps").findValuesAsText("part"))
        .contains("reseed-here", "switch", "reseed-peer");
    assertThat(shell.run("status")).isZero();
    assertThat(shell.out())
        .containsPattern("role +active\n +traffic +no claim")
        .contains("shop-prod-primary-2 available, writer")
        .contains("shop-prod-secondary-2 available, replica");
    assertThat(shell.run("failback", "--dry-run")).isEqualTo(1);
    leaveUnfinished(json("back.json").path("operation").asText());
    assertThat(shell.run("failback", "--dry-run")).isZero();
    assertThat(shell.out()).contains("eu-west-1 serves already: an earlier failback is ended");
  }

  private void remember(String region, String part, String sort, Map<String, String> values) {
    Map<String, AttributeValue> item = new HashMap<>(key(part, sort));
    values.forEach((name, value) -> item.put(name, AttributeValue.fromS(value)));
    table(region).putItem(put -> put.tableName(settings.names().table()).item(item));
  }

  private void forget(String region, String part, String sort) {
    table(region)
        .deleteItem(delete -> delete.tableName(settings.names().table()).key(key(part, sort)));
  }

  private static Map<String, AttributeValue> key(String part, String sort) {
    return Map.of("pk", AttributeValue.fromS(part), "sk", AttributeValue.fromS(sort));
  }

  private DynamoDbClient table(String region) {
    return cloud.client(DynamoDbClient.class, region);
  }

  /** What ran the failback died before it could write down that it succeeded. */
  private void leaveUnfinished(String failback) {
    DynamoDbClient table = table(settings.regions().primary());
    String name = settings.names().table();
    Map<String, AttributeValue> line =
        table
            .query(
                query ->
                    query
                        .tableName(name)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(
                            Map.of(":pk", AttributeValue.fromS("operations"))))
            .items()
            .stream()
            .filter(item -> item.get("operation").s().equals(failback))
            .findFirst()
            .orElseThrow();
    table.updateItem(
        update ->
            update
                .tableName(name)
                .key(Map.of("pk", line.get("pk"), "sk", line.get("sk")))
                .updateExpression("REMOVE outcome"));
  }

  @Test
  void anOperationThatWaitsIsApprovedOrRejectedByName() throws Exception {
    start("waits-1");
    assertThat(shell.run("status")).isZero();
    assertThat(shell.out()).contains("pharos approve waits-1 --by NAME");
    assertThat(shell.run("reject", "waits-1", "--by", "Ada", "--json", file("no.json"))).isZero();
    assertThat(json("no.json").path("answer").asText()).isEqualTo("rejected");
    assertThat(shell.run("approve", "waits-2", "--by", "Ada")).isEqualTo(1);
    assertThat(shell.err()).contains("no operation 'waits-2' waits");

    cloud.pass(Duration.ofMinutes(1));
    start("waits-3");
    try (SandboxControl control = SandboxControl.start(0, cloud, shell)) {
      Terminal elsewhere = shell.elsewhere(control.address());
      assertThat(elsewhere.run("approve", "waits-3", "--by", "Ada", "--json", file("yes.json")))
          .isZero();
      assertThat(elsewhere.out()).contains("waits-3 approved by Ada");
      cloud.pass(Duration.ofMinutes(25));
      assertThat(elsewhere.run("status", "--json", file("status.json"))).isZero();
    }
    assertThat(json("yes.json").path("by").asText()).isEqualTo("Ada");
    assertThat(json("status.json").at("/secondary/operations").asText())
        .contains("waits-3 succeeded");
  }

  private void start(String name) {
    SfnClient states = cloud.client(SfnClient.class, settings.regions().secondary());
    String machine =
        states.listStateMachines(list -> {}).stateMachines().stream()
            .filter(
                each -> each.name().equals(settings.names().stateMachine(StateMachine.FAILOVER)))
            .findFirst()
            .orElseThrow()
            .stateMachineArn();
    states.startExecution(
        start ->
            start
                .stateMachineArn(machine)
                .name(name)
                .input("{\"mode\":\"planned\",\"trigger\":\"approval\",\"reason\":\"a test\"}"));
    cloud.pass(Duration.ofSeconds(10));
  }

  @Test
  void whichRegionIsLostIsSeenAlsoWhenItIsTheSecondary() {
    assertThat(shell.run("failover", "--planned")).isZero();
    // Until the metric's alarm has been evaluated, only the load balancer says who serves.
    cloud.pass(Duration.ofMinutes(3));
    cloud.fail(settings.regions().secondary(), FaultSwitch.Kind.DEAD);
    cloud.pass(Duration.ofMinutes(3));

    assertThat(shell.run("failover", "--dry-run")).isEqualTo(1);
    assertThat(shell.out())
        .contains("failover to eu-west-1")
        .contains("DATABASE_NOT_A_REPLICA")
        .contains("pharos failback --stay");
    assertThat(shell.run("failover", "--to", "secondary")).isEqualTo(3);
    assertThat(shell.err())
        .contains("eu-central-1 does not answer")
        .contains("Nothing was started");
    assertThat(shell.run("status")).isZero();
    assertThat(shell.out()).containsPattern("secondary \\(eu-central-1\\)\n +role +active");
  }

  @Test
  void anOperationThatStopsEndsWithThree_andSaysWhatToDo() {
    cloud
        .world()
        .faults()
        .begin(
            new Faults.Disturbance(Trouble.SERVICE_DOWN, settings.regions().secondary(), "rds", 1));

    assertThat(shell.run("failover", "--accept-data-loss", "--by", "Ada")).isEqualTo(3);

    assertThat(shell.out()).contains("stopped").contains("UNAVAILABLE").contains("What to do:");
  }
}
