package io.pharos.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.config.Json;
import io.pharos.drill.Refusals;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.recovery.function.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The documents that are made from the code are what the code makes. With {@code
 * -Dpharos.docs=write} they are written instead.
 */
class DocumentsTest {
  private static final Path ROOT =
      Path.of(System.getProperty("pharos.root", "..")).toAbsolutePath().normalize();
  private static final String AGAIN =
      "mvn -q -pl src -am test -Dtest=DocumentsTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dpharos.docs=write";

  private static void isCurrent(String name, String made) throws IOException {
    Path file = ROOT.resolve("docs").resolve(name);
    if ("write".equals(System.getProperty("pharos.docs"))) {
      Files.writeString(file, made);
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as("docs/%s is not what the code says. Make it again: %s", name, AGAIN)
        .isEqualTo(made);
  }

  @Test
  void theStateMachinesAreDrawnAsTheyAreDefined() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("# State machines\n\nMade from the definitions under `lambda/src/main/asl` by\n`")
        .append(AGAIN)
        .append("`;\na test fails when it is not current.\n\n")
        .append(
            "A task that is refused or fails leads to Stop, which tells people why and what to do"
                + " and gives the lock back,\nwhere no dotted arrow shows another way. States that"
                + " only prepare values are left out.\n");
    for (StateMachine machine : StateMachine.values()) {
      machine(machine, text);
    }
    isCurrent("state-machines.md", text.toString());
  }

  private static void machine(StateMachine machine, StringBuilder text) throws IOException {
    var definition =
        Json.MAPPER.readTree(
            ROOT.resolve("lambda/src/main/asl/" + machine.word() + ".asl.json").toFile());
    StateMachineDiagram diagram = new StateMachineDiagram(definition);
    text.append("\n## ").append(machine.word()).append("\n\n");
    text.append(definition.path("Comment").asText()).append("\n\n```mermaid\n");
    text.append(diagram.mermaid()).append("```\n\n| task | function | |\n|---|---|---|\n");
    diagram
        .tasks()
        .forEach(
            (task, what) ->
                text.append("| ").append(task).append(" | ").append(what).append(" |\n"));
  }

  @Test
  void everyErrorCodeIsExplained() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("# Refusals and failures\n\n")
        .append(
            "Each message of the recovery functions begins with one of these codes: in e-mails, in"
                + " the journal, and in what\n`pharos failover` and `pharos failback` print, with"
                + " what to do. A refusal (exit code 1) is a check that said no\nbefore"
                + " the application was moved; a failure (3) stopped in a safe state. What is survived without any of them is in"
                + " [simulation.md](simulation.md).\n\n")
        .append("| code | what it means | what to do |\n|---|---|---|\n");
    for (ErrorCode code : ErrorCode.values()) {
      Refusals.Advice advice = Refusals.of(code);
      text.append("| `")
          .append(code.name())
          .append("` | ")
          .append(advice.meaning())
          .append(" | ")
          .append(advice.todo())
          .append(" |\n");
    }
    text.append("\nMade from the code by `").append(AGAIN).append("`.\n");
    isCurrent("refusals.md", text.toString());
  }

  @Test
  void theCodeOfAMessageIsTheInnermostOne() {
    assertThat(Refusals.code("PART_STOPPED: part 'switch' Refused: REPLICATION_BEHIND: 300 s"))
        .contains(ErrorCode.REPLICATION_BEHIND);
    assertThat(Refusals.code("something else")).isEmpty();
    assertThat(Refusals.about("LOCK_HELD: by another").orElseThrow().todo())
        .contains("pharos status");
  }
}
