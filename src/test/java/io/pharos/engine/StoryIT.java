package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.Json;
import io.pharos.drill.DrillReport;
import io.pharos.drill.SandboxStory;
import io.pharos.sandbox.Sandbox;
import io.pharos.sandbox.core.World;
import io.pharos.world.SandboxCloud;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The story from an empty account to the verdict. */
class StoryIT {

  private static String run(String folder) throws Exception {
    Path out = Deployed.folder(folder);
    new SandboxStory(Deployed.ROOT, out, Deployed.SEED, Map.of(), line -> {}).run();
    return Files.readString(out.resolve("run.json"));
  }

  @Test
  void sameSeedGivesTheSameBytesAndTheVerdictIsMet() throws Exception {
    String first = run("story-1");
    String second = run("story-2");

    assertThat(second).isEqualTo(first);
    JsonNode phase = Json.MAPPER.readTree(first).at("/phases/0");
    assertThat(phase.path("verdict").asText()).isEqualTo("met");
    assertThat(phase.path("stacks")).hasSize(3);
    assertThat(phase.at("/measured/maxConcurrentWriters").asInt()).isEqualTo(1);
    assertThat(phase.at("/measured/rtoSeconds").asDouble()).isBetween(60.0, 900.0);
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
