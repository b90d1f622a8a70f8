package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pharos.config.Json;
import io.pharos.drill.DrillReport;
import io.pharos.drill.Verdict;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.Iam;
import io.pharos.world.SandboxCloud;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One thing is missing in what was deployed, and the drill notices: it does not meet its
 * objectives, and what it says names the missing thing.
 */
@Execution(ExecutionMode.CONCURRENT)
class MistakesIT {
  private static final String FUNCTION = "aws:lambda/function:Function";

  /** Lambda asks for it once events have failed for good, and nobody is told when it may not. */
  private static final String DEAD_LETTER = "sqs:SendMessage";

  private static final String ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";

  @Test
  void unchangedDeploymentPasses() {
    DrillReport report = Drills.cutOffForAWhile(Drills.restored(Deployed.once().account()));

    assertThat(report.findings()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.MET);
    assertThat(Drills.bothRegionsWork(Drills.restored(Deployed.once().account()))).isEmpty();
  }

  @Test
  void withoutTheRuleFromApplicationToDatabase() {
    Account account = Deployed.once().account();
    Resource rule =
        account
            .list("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "eu-central-1")
            .stream()
            .filter(
                candidate ->
                    group(account, candidate.string("securityGroupId")).endsWith("-database")
                        && group(account, candidate.string("referencedSecurityGroupId"))
                            .endsWith("-app"))
            .findFirst()
            .orElseThrow();
    SandboxCloud cloud = Drills.restored(account);
    cloud.world().behavior(rule.type()).orElseThrow().delete(rule);
    account.remove(rule);

    expectNoticed(Drills.cutOffForAWhile(cloud), "3306", "-database");
  }

  @Test
  void withoutTheAttachmentToTheTargetGroup() {
    Account account = Deployed.once().account();
    only(account, "aws:autoscaling/group:Group", "eu-central-1")
        .set("targetGroupArns", new ArrayList<>());

    expectNoticed(account, "target");
  }

  @Test
  void withoutAStateOfTheDefinition() {
    Account account = Deployed.once().account();
    Resource machine =
        account
            .first(
                "aws:sfn/stateMachine:StateMachine",
                "eu-central-1",
                found -> found.string("name").endsWith("-dr-failover"))
            .orElseThrow();
    ObjectNode definition = (ObjectNode) json(machine.string("definition"));
    ObjectNode states = (ObjectNode) definition.path("States");
    String next = states.path("TakeOver").path("Next").asText();
    states.remove("TakeOver");
    machine.set(
        "definition",
        definition.toString().replace("\"Next\":\"TakeOver\"", "\"Next\":\"" + next + "\""));

    expectNoticed(account, "confirm");
  }

  @Test
  void withoutVersionsInTheOtherBucket() {
    Account account = Deployed.once().account();
    account.remove(only(account, "aws:s3/bucketVersioningV2:BucketVersioningV2", "eu-central-1"));

    expectNoticed(account, "DstBucketUnversioned", "eu-central-1");
  }

  @Test
  void withoutTheKeyOfTheReplicatedObjects() {
    Account account = Deployed.once().account();
    Resource replication =
        only(account, "aws:s3/bucketReplicationConfig:BucketReplicationConfig", "eu-west-1");
    String gone = "arn:aws:kms:eu-central-1:123456789012:key/gone";
    replication.set(
        "rules",
        replication.maps("rules").stream()
            .map(
                rule -> {
                  Map<String, Object> changed = new LinkedHashMap<>(rule);
                  Map<String, Object> destination = new LinkedHashMap<>(map(rule, "destination"));
                  destination.put("encryptionConfiguration", Map.of("replicaKmsKeyId", gone));
                  changed.put("destination", destination);
                  return changed;
                })
            .toList());

    expectNoticed(account, "DstKmsKeyNotFound", gone);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Map<String, Object> of, String name) {
    return (Map<String, Object>) of.get(name);
  }

  @Test
  void withoutTheWayFromApplicationToDatabaseInTheNetworkAcl() {
    expectNoticed(
        Drills.cutOffForAWhile(
            without(
                "aws:ec2/networkAclRule:NetworkAclRule",
                rule -> !rule.flag("egress") && rule.integer("fromPort") == 3306)),
        "acl-",
        "3306");
  }

  @Test
  void withoutTheWayToTheInternet() {
    expectNoticed(
        Drills.cutOffForAWhile(
            without("aws:ec2/route:Route", route -> !route.string("natGatewayId").isEmpty())),
        "route");
  }

  /** A world in whose standby Region some resources were deleted, as EC2 deletes them. */
  private static SandboxCloud without(String type, Predicate<Resource> which) {
    Account account = Deployed.once().account();
    SandboxCloud cloud = Drills.restored(account);
    List<Resource> gone = account.list(type, "eu-central-1").stream().filter(which).toList();
    assertThat(gone).isNotEmpty();
    gone.forEach(
        resource -> {
          cloud.world().behavior(type).orElseThrow().delete(resource);
          account.remove(resource);
        });
    return cloud;
  }

  @Test
  void withAnotherDatabaseInTheParameterOfTheApplication() {
    Account account = Deployed.once().account();
    account
        .first(
            "aws:ssm/parameter:Parameter",
            "eu-central-1",
            parameter -> parameter.string("name").endsWith("/local/database-endpoint"))
        .orElseThrow()
        .set("value", "nowhere.example.com:3306");

    expectNoticed(account, "Unknown host nowhere.example.com");
  }

  @Test
  void withAWrongHandler() {
    changeFunction(
        "promote",
        function -> function.set("handler", "io.pharos.Gone::handleRequest"),
        "io.pharos.Gone");
  }

  @Test
  void withTooLittleTime() {
    changeFunction("fence", function -> function.set("timeout", 1), "timed out after 1.00 seconds");
  }

  @ParameterizedTest
  @CsvSource({
    "beacon,PHAROS_DOMAIN",
    "beacon,PHAROS_NETWORK_ACL",
    "marker,PHAROS_DATABASE_NAME",
    "gate,PHAROS_MAX_REPLICA_LAG_SECONDS",
    "promote,PHAROS_TABLE",
    "capacity,PHAROS_AUTO_SCALING_GROUP",
    "verify,PHAROS_TARGET_GROUP",
    "takeover,PHAROS_TAKEOVER_RULE"
  })
  void withoutAVariableOfAFunction(String word, String variable) {
    changeFunction(
        word,
        function -> {
          Map<String, Object> left = new LinkedHashMap<>(variables(function));
          assertThat(left.remove(variable)).isNotNull();
          function.set("environment", Map.of("variables", left));
        },
        variable);
  }

  /**
   * Every action of the deployed policies that one of the drills uses: which these are, drills of
   * the unchanged deployment tell. A new step is covered as soon as a drill takes it.
   */
  @TestFactory
  Stream<DynamicTest> withoutASingleActionOfAFunctionsRole() {
    SandboxCloud lost = Drills.restored(Deployed.once().account());
    Drills.cutOffForAWhile(lost);
    SandboxCloud both = Drills.restored(Deployed.once().account());
    Drills.bothRegionsWork(both);
    Set<String> used = new TreeSet<>(lost.world().service(Iam.class).asked());
    used.addAll(both.world().service(Iam.class).asked());
    List<DynamicTest> tests = new ArrayList<>();
    for (Resource policy : Deployed.once().account().list(ROLE_POLICY, Account.GLOBAL)) {
      for (String action : actions(json(policy.string("policy")))) {
        String name = policy.string("role") + " " + action;
        if (policy.string("role").contains("-dr-")
            && used.contains(name)
            && !action.equals(DEAD_LETTER)) {
          tests.add(DynamicTest.dynamicTest(name, () -> withoutAction(policy, action)));
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(50);
    return tests.stream();
  }

  private static void withoutAction(Resource policy, String action) {
    Account account = Deployed.once().account();
    Resource changed = account.find(ROLE_POLICY, Account.GLOBAL, policy.id()).orElseThrow();
    JsonNode left = without(json(changed.string("policy")), action);
    if (left.path("Statement").isEmpty()) {
      account.remove(changed);
    } else {
      changed.set("policy", left.toString());
    }
    expectNoticed(account, action);
  }

  private static void changeFunction(String word, Consumer<Resource> change, String named) {
    Account account = Deployed.once().account();
    Stream.of("eu-west-1", "eu-central-1")
        .flatMap(region -> account.list(FUNCTION, region).stream())
        .filter(function -> word(function).equals(word))
        .forEach(change);
    expectNoticed(account, named);
  }

  /** One of the two drills does not go well, and what it tells names what is missing. */
  private static void expectNoticed(Account account, String... named) {
    DrillReport report = Drills.cutOffForAWhile(Drills.restored(account.copy()));
    if (report.verdict() != Verdict.MET) {
      expectNoticed(report, named);
      return;
    }
    List<String> problems = Drills.bothRegionsWork(Drills.restored(account));
    assertThat(problems).as("noticed that %s is missing", String.join(", ", named)).isNotEmpty();
    expectNamed(problems, named);
  }

  private static void expectNoticed(DrillReport report, String... named) {
    assertThat(report.verdict()).isNotEqualTo(Verdict.MET);
    expectNamed(report.findings(), named);
  }

  /** Other services say of a key only that they may not use it. */
  private static void expectNamed(List<String> told, String... named) {
    String text = String.join("\n", told);
    if (!(named[0].startsWith("kms:") && text.contains("Access to KMS is not allowed"))) {
      assertThat(text).contains(named);
    }
  }

  private static String word(Resource function) {
    String name = function.string("name");
    return name.substring(name.indexOf("-dr-") + "-dr-".length());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> variables(Resource function) {
    return (Map<String, Object>) function.map("environment").get("variables");
  }

  private static Resource only(Account account, String type, String region) {
    List<Resource> resources = account.list(type, region);
    assertThat(resources).hasSize(1);
    return resources.get(0);
  }

  private static String group(Account account, String id) {
    return account
        .find("aws:ec2/securityGroup:SecurityGroup", "eu-central-1", id)
        .map(group -> group.string("name"))
        .orElse("");
  }

  private static List<String> actions(JsonNode policy) {
    List<String> actions = new ArrayList<>();
    for (JsonNode statement : policy.path("Statement")) {
      if (statement.path("Action").isTextual()) {
        actions.add(statement.path("Action").asText());
      }
      statement.path("Action").forEach(action -> actions.add(action.asText()));
    }
    return actions.stream().distinct().toList();
  }

  private static JsonNode without(JsonNode policy, String action) {
    ArrayNode statements = (ArrayNode) policy.path("Statement");
    for (int i = statements.size() - 1; i >= 0; i--) {
      ObjectNode statement = (ObjectNode) statements.get(i);
      List<String> left =
          statement.path("Action").isTextual()
              ? new ArrayList<>(List.of(statement.path("Action").asText()))
              : new ArrayList<>();
      statement.path("Action").forEach(each -> left.add(each.asText()));
      left.remove(action);
      if (left.isEmpty()) {
        statements.remove(i);
      } else {
        ArrayNode kept = statement.putArray("Action");
        left.forEach(kept::add);
      }
    }
    return policy;
  }

  private static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
