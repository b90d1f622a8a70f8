package io.pharos.engine;

import io.pharos.config.Settings;
import io.pharos.drill.Drill;
import io.pharos.drill.DrillReport;
import io.pharos.drill.FailoverDrill;
import io.pharos.drill.Operation;
import io.pharos.drill.Operations;
import io.pharos.drill.SandboxStory;
import io.pharos.sandbox.Sandbox;
import io.pharos.sandbox.core.Account;
import io.pharos.world.SandboxCloud;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Drills in worlds that are restored from an account. */
final class Drills {
  private Drills() {}

  static DrillReport dead(SandboxCloud cloud) {
    return run(cloud, FailoverDrill.Plan.dead(SandboxStory.faultOffset(Deployed.SEED)));
  }

  /** The Region is cut off and comes back: what has to fence itself has to work as well. */
  static DrillReport cutOffForAWhile(SandboxCloud cloud) {
    return run(cloud, FailoverDrill.Plan.cutOffForAWhile(SandboxStory.faultOffset(Deployed.SEED)));
  }

  /**
   * What no lost Region exercises: a person moves the application while both Regions work, starts
   * it twice and again, and afterwards the primary Region says that it has the traffic again.
   *
   * @return what went wrong; nothing when it is empty
   */
  static List<String> bothRegionsWork(SandboxCloud cloud) {
    Settings settings = Deployed.once().stage().settings();
    cloud.pass(Duration.ofMinutes(12));
    Operations operations = new Operations(cloud, settings.names(), settings.regions().secondary());
    Operation operation =
        operations.start(Operations.Request.unplanned("a test", Optional.of("a tester")));
    cloud.pass(Duration.ofSeconds(20));
    operations.start(Operations.Request.unplanned("too much", Optional.of("a tester")));
    cloud.pass(Duration.ofMinutes(30));
    operations.start(Operations.Request.unplanned("again", Optional.of("a tester")));
    cloud.pass(Duration.ofMinutes(5));
    somebodySwitchesTheRuleBack(cloud, settings);
    List<String> problems = new ArrayList<>(cloud.deploymentFaults());
    if (!operations.look(operation.arn()).succeeded()) {
      problems.add(operations.cause(operations.look(operation.arn())));
    }
    operations.journal(operation).steps().stream()
        .filter(step -> !step.outcome().equals(expected(step.name())))
        .forEach(step -> problems.add(step.name() + ": " + step.detail()));
    primaryReclaims(cloud, settings);
    problems.addAll(cloud.deploymentFaults());
    if (!problems.isEmpty()) {
      problems.addAll(cloud.observations());
    }
    return problems;
  }

  /** The example names no event sources. */
  private static String expected(String step) {
    return step.equals("sources") ? "skipped" : "succeeded";
  }

  /** The beacon has to put it right. */
  private static void somebodySwitchesTheRuleBack(SandboxCloud cloud, Settings settings) {
    cloud
        .world()
        .account()
        .list("aws:lb/listenerRule:ListenerRule", settings.regions().secondary())
        .stream()
        .flatMap(rule -> rule.maps("actions").stream())
        .filter(action -> action.get("fixedResponse") instanceof Map)
        .forEach(
            action -> {
              Map<String, Object> response = new LinkedHashMap<>();
              ((Map<?, ?>) action.get("fixedResponse"))
                  .forEach((key, value) -> response.put(key.toString(), value));
              response.put("statusCode", "404");
              action.put("fixedResponse", response);
            });
    cloud.pass(Duration.ofMinutes(2));
  }

  private static void primaryReclaims(SandboxCloud cloud, Settings settings) {
    cloud
        .client(DynamoDbClient.class, settings.regions().primary())
        .putItem(
            put ->
                put.tableName(settings.names().table())
                    .item(
                        Map.of(
                            "pk", AttributeValue.fromS("traffic"),
                            "sk", AttributeValue.fromS("state"),
                            "reclaimed", AttributeValue.fromBool(true))));
    cloud.pass(Duration.ofMinutes(6));
  }

  static SandboxCloud restored(Account account) {
    return new SandboxCloud(Sandbox.restore(Deployed.SEED, account));
  }

  /** There and back again. */
  static List<DrillReport> story(SandboxCloud cloud, SandboxStory.Beginning beginning) {
    return SandboxStory.play(open(cloud), Deployed.SEED, beginning);
  }

  private static DrillReport run(SandboxCloud cloud, FailoverDrill.Plan plan) {
    return open(cloud).loseRegion(plan);
  }

  private static Drill open(SandboxCloud cloud) {
    return Drill.open(
        cloud,
        cloud,
        Deployed.once().stage().settings(),
        new Drill.Setting(Deployed.SEED, "any", List.of()),
        line -> {});
  }
}
