package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plain {@code pulumi} in a shell with what {@code pharos sandbox serve} prints. */
class PlainPulumiIT {
  /** As the launcher starts short runs. */
  private static final List<String> SHORT_RUN =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");

  @TempDir private static Path folder;

  private static Process served;
  private static Path environment;
  private static final List<String> printed = new ArrayList<>();

  @BeforeAll
  static void serve() throws IOException {
    environment = folder.resolve("sandbox.env");
    List<String> arguments = new ArrayList<>();
    arguments.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    arguments.addAll(SHORT_RUN);
    arguments.addAll(
        List.of(
            "-Dpharos.root=" + Deployed.ROOT,
            "-cp",
            Deployed.ROOT.resolve("src/target/pharos.jar").toString(),
            "io.pharos.cli.Pharos",
            "sandbox",
            "serve",
            "--env",
            environment.toString()));
    ProcessBuilder command = new ProcessBuilder(arguments);
    command.redirectError(folder.resolve("serve.err").toFile());
    served = command.start();
    BufferedReader out = served.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      printed.add(line);
      if (line.startsWith("export PHAROS_SANDBOX=")) {
        return;
      }
    }
    throw new AssertionError(Files.readString(folder.resolve("serve.err")));
  }

  @AfterAll
  static void endsWithZeroWhenItIsTerminated() throws InterruptedException {
    served.destroy();
    assertThat(served.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(served.exitValue()).isZero();
  }

  @Test
  void printsNothingButVariablesAndWritesTheSameFile() throws IOException {
    assertThat(printed).allMatch(line -> line.matches("export [A-Z_]+='.*'"));
    assertThat(Files.readAllLines(environment)).isEqualTo(printed);
  }

  @Test
  void previewsAndUpsInTheOrderOfTheReadmeAndLeavesGitClean() throws Exception {
    String before = shell("git status --porcelain");

    for (StackName stack : StackName.upOrder()) {
      assertThat(shell("pulumi preview --non-interactive --stack " + stack.word()))
          .contains("Resources:");
      assertThat(shell("pulumi up --yes --non-interactive --stack " + stack.word()))
          .contains("Resources:");
    }

    assertThat(shell("pulumi preview --non-interactive --stack primary"))
        .contains("unchanged")
        .doesNotContain("to create")
        .doesNotContain("to replace");
    assertThat(shell("pulumi stack --show-name")).isEqualTo("primary\n");
    assertThat(shell("git status --porcelain")).isEqualTo(before);
  }

  private static String shell(String command) throws Exception {
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-c", ". '" + environment + "' && " + command);
    Map<String, String> variables = shell.environment();
    // Nothing of the surrounding test may help.
    variables.keySet().removeIf(name -> name.startsWith("PULUMI_"));
    variables.put("JDK_JAVA_OPTIONS", String.join(" ", SHORT_RUN));
    shell.directory(new File(Deployed.ROOT.toString())).redirectErrorStream(true);
    Process process = shell.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
