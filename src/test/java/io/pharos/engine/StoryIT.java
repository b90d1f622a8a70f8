package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.Engine;
import io.pharos.config.Json;
import io.pharos.config.Settings;
import io.pharos.drill.ActiveRegion;
import io.pharos.drill.DrillReport;
import io.pharos.drill.RegionStatus;
import io.pharos.drill.ReportJson;
import io.pharos.drill.SandboxStory;
import io.pharos.drill.UserView;
import io.pharos.drill.Verdict;
import io.pharos.recovery.contract.Position;
import io.pharos.sandbox.Sandbox;
import io.pharos.sandbox.core.World;
import io.pharos.world.SandboxCloud;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The story from an empty account to the verdict: there, and back again. */
class StoryIT {
  private static final List<String> OUTCOMES = List.of("succeeded", "failed", "skipped", "pending");

  private static String run(String folder) throws Exception {
    return run(folder, Map.of());
  }

  private static String run(String folder, Map<String, String> overrides) throws Exception {
    Path out = Deployed.folder(folder);
    new SandboxStory(
            Deployed.ROOT, out, Deployed.SEED, SandboxStory.Beginning.LOSS, overrides, line -> {})
        .run();
    return Files.readString(out.resolve("run.json"));
  }

  @Test
  void sameSeedGivesTheSameBytes() {
    assertThat(thereAndBack()).isEqualTo(thereAndBack());
  }

  private static String thereAndBack() {
    return ReportJson.run(
        Drills.story(Drills.restored(Deployed.once().account()), SandboxStory.Beginning.LOSS));
  }

  @Test
  void theStoryGoesThereAndBack_andTheVerdictIsMet() throws Exception {
    JsonNode run = Json.MAPPER.readTree(run("story"));
    assertThat(run.path("verdict").asText()).isEqualTo("met");
    assertThat(run.path("phases").findValuesAsText("phase"))
        .containsExactly("failover", "reconcile", "failback", "reconcile");
    reconciled(run.at("/phases/1"), "secondary", 0);
    reconciled(run.at("/phases/3"), "primary", 1);
    for (JsonNode phase : List.of(run.at("/phases/0"), run.at("/phases/2"))) {
      assertThat(phase.path("verdict").asText()).isEqualTo("met");
      assertThat(phase.path("stacks")).hasSize(3);
      assertThat(phase.at("/measured/maxConcurrentWriters").asInt()).isEqualTo(1);
      assertThat(phase.at("/measured/rtoSeconds").asDouble()).isBetween(60.0, 900.0);
      assertThat(phase.path("steps")).isNotEmpty();
      assertThat(phase.at("/measured/rtoSeconds").asDouble())
          .isGreaterThan(phase.at("/lowerBound/rtoSeconds").asDouble());
      assertThat(phase.path("sequentialSeconds").asDouble())
          .isGreaterThan(phase.at("/measured/rtoSeconds").asDouble() + 30);
      assertThat(critical(phase)).contains("promote", "verify", "takeover");
      assertThat(critical(phase)).doesNotContain("capacity", "confirm", "record");
      assertThat(phase.path("steps"))
          .allSatisfy(
              step -> {
                assertThat(step.path("outcome").asText()).isIn(OUTCOMES);
                assertThat(step.path("end").asDouble())
                    .isGreaterThanOrEqualTo(step.path("start").asDouble());
              });
    }
    JsonNode failover = run.at("/phases/0");
    assertThat(failover.path("phase").asText()).isEqualTo("failover");
    assertThat(failover.path("mode").asText()).isEqualTo("unplanned");
    assertThat(
            failover.at("/returned/fenced").asDouble() - failover.at("/returned/start").asDouble())
        .isBetween(0.0, 120.0);
    assertThat(failover.at("/measured/strayWrites").asInt()).isLessThanOrEqualTo(120);
    assertThat(failover.at("/measured/reportedLostWrites").asInt(-1))
        .isEqualTo(failover.at("/measured/lostWrites").asInt());
    JsonNode failback = run.at("/phases/2");
    assertThat(failback.path("phase").asText()).isEqualTo("failback");
    assertThat(failback.path("mode").asText()).isEqualTo("planned");
    assertThat(failback.at("/measured/lostWrites").asInt(-1)).isZero();
    assertThat(failback.at("/measured/acknowledgedWrites").asInt()).isGreaterThan(1000);
    assertThat(failback.path("steps").findValuesAsText("part"))
        .contains("reseed-here", "switch", "reseed-peer");
  }

  @Test
  void withPostgres_theStoryGoesThereAndBack() throws Exception {
    JsonNode run = Json.MAPPER.readTree(run("story-postgres", SandboxStage.with(Engine.POSTGRES)));

    reconciled(run.at("/phases/1"), "secondary", 0);
    reconciled(run.at("/phases/3"), "primary", 1);
    for (JsonNode phase : List.of(run.at("/phases/0"), run.at("/phases/2"))) {
      assertThat(phase.path("verdict").asText()).isEqualTo("met");
      assertThat(phase.at("/measured/maxConcurrentWriters").asInt()).isEqualTo(1);
    }
    JsonNode measured = run.at("/phases/0/measured");
    // One value above 90 s is enough.
    assertThat(measured.path("detectionSeconds").asDouble()).isBetween(90.0, 240.0);
    assertThat(measured.path("reportedLostWrites").asInt(-1))
        .isEqualTo(measured.path("lostWrites").asInt());
    assertThat(run.at("/phases/2/measured/lostWrites").asInt(-1)).isZero();
  }

  /** Every last preview shows no change, and nothing that holds data was lost on the way. */
  private static void reconciled(JsonNode phase, String active, int imports) {
    assertThat(phase.path("verdict").asText()).isEqualTo("met");
    assertThat(phase.path("active").asText()).isEqualTo(active);
    assertThat(phase.path("stacks").findValuesAsText("name"))
        .containsExactly("primary", "secondary", "global");
    for (JsonNode stack : phase.path("stacks")) {
      assertThat(stack.path("afterReconcile"))
          .as(stack.toString())
          .hasSize(5)
          .allMatch(count -> count.asInt(-1) == 0);
      assertThat(stack.at("/stateful/replace").asInt(-1)).isZero();
      assertThat(stack.at("/stateful/delete").asInt(-1)).isZero();
      assertThat(stack.at("/stateful/create").asInt(-1)).isZero();
      assertThat(stack.at("/stateful/import").asInt(-1))
          .isEqualTo(stack.path("name").asText().equals("global") ? 0 : imports);
    }
  }

  private static List<String> critical(JsonNode phase) {
    List<String> names = new ArrayList<>();
    phase
        .path("steps")
        .forEach(
            step -> {
              if (step.path("critical").asBoolean()) {
                names.add(step.path("name").asText());
              }
            });
    return names;
  }

  @Test
  void aPlannedSwitchThereAndBackLosesNothing_andLeavesTheRegionsAsBefore() {
    SandboxCloud cloud = Drills.restored(Deployed.once().account());

    List<DrillReport> phases = Drills.story(cloud, SandboxStory.Beginning.PLANNED);

    assertThat(phases).extracting(DrillReport::verdict).containsExactly(Verdict.MET, Verdict.MET);
    assertThat(phases).allMatch(phase -> phase.header().mode().equals("planned"));
    assertThat(phases)
        .extracting(DrillReport::users)
        .allMatch(users -> users.lostWrites() == 0)
        .allMatch(users -> users.acknowledgedWrites() > 300)
        .allMatch(users -> users.maxConcurrentWriters() == 1)
        .extracting(UserView::rto)
        .allMatch(pause -> pause.orElseThrow().compareTo(Duration.ofSeconds(60)) > 0);
    Settings settings = Deployed.once().stage().settings();
    assertThat(ActiveRegion.of(cloud, settings)).isEqualTo(Position.PRIMARY);
    assertThat(RegionStatus.of(cloud, settings, Position.PRIMARY).facts().get("database"))
        .endsWith("writer");
    assertThat(RegionStatus.of(cloud, settings, Position.SECONDARY).facts().get("database"))
        .endsWith("replica");
  }

  @Test
  void anotherTtlGivesAnotherRto() {
    assertThat(rto(Duration.ofSeconds(120))).isGreaterThan(rto(Duration.ofSeconds(5)));
  }

  private static Duration rto(Duration timeToLive) {
    World world = Sandbox.restore(Deployed.SEED, Deployed.once().account());
    world.latency().with("dns.aliasTtl", timeToLive);
    DrillReport report = Drills.dead(new SandboxCloud(world));
    return report.users().rto().orElseThrow();
  }
}
