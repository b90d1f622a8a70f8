package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.engine.CopiedStage;
import io.pharos.engine.Deployed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every line that a workflow or a stage of Jenkins has a shell run is run, against stacks that are
 * deployed in a sandbox, or stands here with what keeps it from that: a new one fails the test.
 */
class PipelineStepsIT {
  /** What needs GitHub, a package registry, or the whole build that this test is a part of. */
  private static final Set<String> NOT_HERE =
      Set.of(
          "mvn -B --no-transfer-progress verify -Pcontract",
          "mvn -B --no-transfer-progress -DskipTests package",
          "pulumi login \"$BACKEND\"",
          "gh pr comment \"$PULL_REQUEST\" --edit-last --create-if-none --body-file plan.md");

  /** Minutes each, in sandboxes of their own: {@code .ci/run} runs the very same lines. */
  private static final Set<String> RUN_BY_CI =
      Set.of("./pharos sandbox --quiet", "./pharos drill drills/*.yaml");

  private static final List<String> ACTIONS =
      List.of(
          "./.github/actions/prepare",
          "actions/checkout",
          "actions/setup-java",
          "actions/upload-artifact",
          "aws-actions/configure-aws-credentials",
          "pulumi/actions");

  /** What the settings of the repository hold. */
  private static final Map<String, String> EXPRESSIONS =
      Map.of(
          "secrets.PULUMI_CONFIG_PASSPHRASE", "sandbox",
          "inputs.backend", "file://state",
          "vars.PHAROS_DRILLS_CONFIRMED", "shop-prod");

  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ *(.*?) *}}");

  @TempDir private Path folder;

  @Test
  void eachIsRunOrNamed_andTheOnesOfPharosSucceed() throws Exception {
    Map<String, PipelineStep> ours = new LinkedHashMap<>();
    // Drills move the application: they come last.
    List<PipelineStep> all =
        PipelineStep.all(Deployed.ROOT).stream()
            .sorted(Comparator.comparing(step -> step.place().contains("drills")))
            .toList();
    for (PipelineStep step : all) {
      if (!NOT_HERE.contains(step.line()) && !RUN_BY_CI.contains(step.line())) {
        assertThat(step.line())
            .as("%s runs what is neither a command of Pharos nor named here", step.place())
            .startsWith("./pharos ");
        ours.putIfAbsent(step.line(), step);
      }
    }

    try (CopiedStage stage = CopiedStage.open("pipelines");
        PipelineShell shell = PipelineShell.open(stage, Deployed.ROOT, folder)) {
      stage.cloud().pass(Duration.ofMinutes(12));
      for (PipelineStep step : ours.values()) {
        PipelineShell.Ended ended = shell.run(step.line(), environment(step));

        assertThat(ended.exit()).as("%s: %s%n%s", step.place(), step.line(), ended.said()).isZero();
      }
      assertThat(shell.executed()).hasSameSizeAs(ours.values());
    }
    assertThat(ours.keySet()).contains("./pharos init", "./pharos up global", "./pharos status");
    // What the step after it sends to the pull request.
    assertThat(folder.resolve("plan.md")).content().contains("primary").contains("secondary");
  }

  @Test
  void whatIsNamedIsThereYet_andWhatIsLeftToTheProjectsCheckIsRunThere() throws IOException {
    List<String> lines = PipelineStep.all(Deployed.ROOT).stream().map(PipelineStep::line).toList();

    assertThat(lines).containsAll(NOT_HERE).containsAll(RUN_BY_CI);
    List<String> check =
        Files.readAllLines(Deployed.ROOT.resolve(".ci/run")).stream()
            .map(line -> line.replace(" --quiet", ""))
            .toList();
    assertThat(check)
        .containsAll(RUN_BY_CI.stream().map(line -> line.replace(" --quiet", "")).toList());
  }

  @Test
  void actionsOfOthersAreTheOnesNamedHere_andJenkinsSaysItsShellStepsSoThatTheyAreSeen()
      throws IOException {
    assertThat(PipelineStep.actions(Deployed.ROOT)).isEqualTo(ACTIONS);
    assertThat(
            PipelineStep.all(Deployed.ROOT).stream()
                .filter(step -> step.place().startsWith("Jenkinsfile")))
        .hasSize((int) PipelineStep.shells(Deployed.ROOT))
        .hasSizeGreaterThan(5);
  }

  private static Map<String, String> environment(PipelineStep step) {
    Map<String, String> environment = new TreeMap<>();
    step.environment().forEach((name, value) -> environment.put(name, value(step, value)));
    return environment;
  }

  private static String value(PipelineStep step, String written) {
    Matcher expression = EXPRESSION.matcher(written);
    return expression.replaceAll(
        found -> {
          String value = EXPRESSIONS.get(found.group(1));
          assertThat(value).as("%s: %s", step.place(), found.group()).isNotNull();
          return Matcher.quoteReplacement(value);
        });
  }
}
