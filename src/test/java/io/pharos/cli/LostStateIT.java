package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pharos.config.Json;
import io.pharos.engine.CopiedStage;
import io.pharos.engine.Deployed;
import io.pharos.engine.StackName;
import io.pharos.world.SandboxHost;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the runbook for a lost state, as they are written there. */
class LostStateIT {
  private static final String NAME = "lost-state";
  private static final List<String> NOT_HERE = List.of("pulumi login ", "aws s3api ");

  @TempDir private Path folder;

  private static List<String> commands() {
    return Runbook.commands("lost-state").stream()
        .filter(command -> NOT_HERE.stream().noneMatch(command::startsWith))
        .toList();
  }

  @Test
  void whatWasExportedIsImportedAgain_andThePreviewShowsNoChange() throws Exception {
    List<String> commands = commands();
    assertThat(commands)
        .containsExactly(
            "pulumi stack export --stack primary --file primary.json",
            "pharos init",
            "pulumi stack import --stack primary --file primary.json",
            "pharos refresh primary",
            "pharos reconcile --dry-run",
            "pharos preview all");
    try (CopiedStage stage = CopiedStage.open(NAME)) {
      Reconciled shell = new Reconciled(stage, folder);
      int resources = stage.deployment().resources(StackName.PRIMARY);
      run(shell, commands.get(0));
      lose();
      assertThat(stage.deployment().resources(StackName.PRIMARY)).isZero();
      Reconciled.Said blind = shell.run("preview", "primary", "-q");
      assertThat(blind.out()).as("it would make everything anew").contains("create");

      for (String command : commands.subList(1, commands.size())) {
        run(shell, command);
      }

      assertThat(stage.deployment().resources(StackName.PRIMARY)).isEqualTo(resources);
      assertThat(stage.deployment().preview(StackName.PRIMARY).none()).isTrue();
    }
  }

  /** The stack is there, and knows nothing. */
  private void lose() throws Exception {
    ObjectNode state = (ObjectNode) Json.MAPPER.readTree(folder.resolve("primary.json").toFile());
    ((ObjectNode) state.path("deployment")).putArray("resources");
    Files.writeString(folder.resolve("empty.json"), Json.write(state));
    pulumi("pulumi stack import --stack primary --file empty.json");
  }

  private void run(Reconciled shell, String command) throws Exception {
    if (command.startsWith("pulumi ")) {
      pulumi(command);
      return;
    }
    Reconciled.Said said = shell.run(Runbook.arguments(command));
    assertThat(said.exit()).as(command + "\n" + said.out() + said.err()).isZero();
  }

  private void pulumi(String command) throws Exception {
    Path stage = Deployed.folder(NAME);
    ProcessBuilder shell =
        new ProcessBuilder(
            "bash", "-c", command.replace("--file ", "--non-interactive --file " + folder + "/"));
    shell.directory(stage.resolve("work/primary").toFile()).redirectErrorStream(true);
    shell.environment().putAll(SandboxHost.backend(stage));
    shell.environment().put("PULUMI_HOME", stage.resolve("home").toString());
    Process process = shell.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(command + "\n" + said).isZero();
  }
}
