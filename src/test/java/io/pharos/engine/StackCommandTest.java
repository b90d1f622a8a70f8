package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.automation.CommandResult;
import com.pulumi.automation.CommandRunOptions;
import com.pulumi.automation.OperationType;
import com.pulumi.automation.PulumiCommand;
import com.pulumi.automation.Version;
import com.pulumi.automation.events.EngineEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StackCommandTest {

  /** Answers every command with the same, and keeps what it was asked. */
  private static final class Cli implements PulumiCommand {
    private final List<List<String>> asked = new ArrayList<>();
    private final List<Map<String, String>> environments = new ArrayList<>();
    private String events = "";

    @Override
    public Version version() {
      return Version.of(3, 190, 0);
    }

    @Override
    public CommandResult run(List<String> arguments, CommandRunOptions options) {
      asked.add(arguments);
      environments.add(options.additionalEnv());
      int log = arguments.indexOf("--event-log");
      if (log >= 0) {
        try {
          Files.writeString(Path.of(arguments.get(log + 1)), events);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return new CommandResult(0, "", "");
    }
  }

  private final Cli cli = new Cli();
  private final StackCommand command =
      new StackCommand(
          cli, "primary", () -> Map.of("PULUMI_DEBUG_PROVIDERS", "aws:1"), Optional.empty());

  @Test
  void operationsNameTheirStackEvenWhereTheApiForgetsIt() throws Exception {
    command.run(List.of("up", "--yes"), CommandRunOptions.Empty);
    command.run(List.of("stack", "history"), CommandRunOptions.Empty);
    command.run(List.of("preview", "--stack", "other"), CommandRunOptions.Empty);

    assertThat(cli.asked)
        .containsExactly(
            List.of("up", "--yes", "--stack", "primary"),
            List.of("stack", "history", "--stack", "primary"),
            List.of("preview", "--stack", "other"));
  }

  @Test
  void environmentIsLookedUpForEachCommand() throws Exception {
    command.run(
        List.of("up"),
        CommandRunOptions.builder().additionalEnv(Map.of("PULUMI_HOME", "/home")).build());

    assertThat(cli.environments)
        .containsExactly(Map.of("PULUMI_HOME", "/home", "PULUMI_DEBUG_PROVIDERS", "aws:1"));
  }

  @Test
  void outputsAreNotFetched_leastOfAllTheSecretOnes() throws Exception {
    CommandResult result =
        command.run(
            List.of("stack", "output", "--json", "--show-secrets"), CommandRunOptions.Empty);

    assertThat(result.standardOutput()).isEqualTo("{}");
    assertThat(cli.asked).isEmpty();
  }

  @Test
  void eventsArriveAfterTheCommandHasEnded() throws Exception {
    cli.events =
        "{\"sequence\":1,\"timestamp\":5,\"stdoutEvent\":{\"message\":\"hello\",\"color\":\"never\"}}\n";
    List<EngineEvent> events = new ArrayList<>();

    command.run(List.of("preview"), CommandRunOptions.builder().onEngineEvent(events::add).build());

    assertThat(events).hasSize(1);
    assertThat(cli.asked.get(0)).startsWith("preview", "--stack", "primary", "--event-log");
  }

  @Test
  void ofTheEvents_onlyThoseOfWhatChangesAreRead() throws Exception {
    cli.events = step("same") + step("refresh") + step("update") + step("delete");
    List<OperationType> operations = new ArrayList<>();

    command.run(
        List.of("up"),
        CommandRunOptions.builder()
            .onEngineEvent(event -> operations.add(event.resourcePreEvent().metadata().op()))
            .build());

    assertThat(operations).containsExactly(OperationType.UPDATE, OperationType.DELETE);
  }

  private static String step(String operation) {
    return "{\"sequence\":1,\"timestamp\":2,\"resourcePreEvent\":{\"metadata\":{\"op\":\""
        + operation
        + "\",\"urn\":\"u\",\"type\":\"t\"}}}\n";
  }
}
