package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The workflows of GitHub, read by actionlint; the actions they use cannot change under them. */
class WorkflowLintIT {
  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(ContractTools.projectFile(folder)))) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    }
  }

  private static ContractTools.Answer lint(List<Path> workflows) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-no-color", "-shellcheck=", "-pyflakes="));
    workflows.forEach(workflow -> arguments.add(workflow.toString()));
    return ContractTools.run("actionlint", arguments.toArray(String[]::new));
  }

  @Test
  void theWorkflowsAreRight_toActionlint() throws Exception {
    List<Path> workflows = files(".github/workflows");

    assertThat(workflows).isNotEmpty();
    assertThat(lint(workflows).output()).isEmpty();
  }

  @Test
  void everyActionIsPinnedByItsCommit() throws Exception {
    for (Path file : files(".github")) {
      assertThat(Files.readAllLines(file))
          .filteredOn(line -> line.matches("[ -]*uses: (?!\\./).*"))
          .as(file.toString())
          .allMatch(line -> line.matches(".*@[0-9a-f]{40} # v[0-9.]+.*"), "pinned by commit");
    }
  }

  @Test
  void theLinter_seesWhatIsWrong() throws Exception {
    Path broken =
        Files.createDirectories(ContractTools.directory().resolve("workflows"))
            .resolve("broken.yml");
    Files.writeString(
        broken,
        Files.readString(Path.of(ContractTools.projectFile(".github/workflows/preview.yml")))
            .replace("pull-requests: write", "pull-request: write"));

    assertThat(lint(List.of(broken)).output()).contains("pull-request");
  }
}
