package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.config.Json;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pharos follow}: one job starts what takes hours, and a later one collects it. */
class FollowIT {
  private final Terminal shell = Terminal.open();

  @TempDir private Path folder;

  @Test
  void aLaterJobSeesTheEndOfWhatAnEarlierOneStarted() throws Exception {
    shell.cloud().pass(Duration.ofMinutes(12));
    assertThat(shell.run("follow")).isOne();
    assertThat(shell.err()).contains("no failover or failback was started in the last 24 hours");
    assertThat(shell.run("failover", "--planned")).isZero();
    shell.cloud().pass(Duration.ofMinutes(10));
    assertThat(shell.run("failback", "--no-wait")).isZero();
    assertThat(shell.out()).contains("started");
    // By now parts of it run as operations of their own.
    shell.cloud().pass(Duration.ofMinutes(20));
    String file = folder.resolve("failback.json").toString();

    assertThat(shell.run("follow", "--json", file)).as(shell.out() + shell.err()).isZero();

    assertThat(shell.out()).containsPattern("failback-\\S+ succeeded");
    assertThat(Json.MAPPER.readTree(Path.of(file).toFile()).path("outcome").asText())
        .isEqualTo("succeeded");
    assertThat(shell.run("follow")).as("again: it is over").isZero();
    assertThat(shell.out()).containsPattern("failback-\\S+ succeeded");
  }
}
