package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Site;
import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the script in bash; what it calls are stubs that answer like the real commands. */
class UserDataTest {
  private static final String AWS =
      """
      case "$*" in
        *get-secret-value*) echo '{"username":"app","password":"s3cret"}' ;;
        *--name\\ /shop/prod/local/database-endpoint\\ *) echo db.example:3306 ;;
        *--name\\ /shop/prod/rehearsal/database-endpoint\\ *) echo copy.example:3306 ;;
        *--name\\ /shop/prod/shared/database-name\\ *) echo shop ;;
        *--name\\ /shop/prod/shared/containers/web/image\\ *) echo "$WEB_IMAGE" ;;
        *--name\\ /shop/prod/shared/containers/job/image\\ *) echo example/job:2 ;;
        *--path\\ /shop/prod/shared/containers/web/environment\\ *)
          printf '/shop/prod/shared/containers/web/environment/LOG_LEVEL\\tvery loud = yes\\n'
          printf '/shop/prod/shared/containers/web/environment/MODE\\tx\\n' ;;
        *get-parameters-by-path*) echo None ;;
        *get-login-password*) echo token ;;
        *) echo "not expected: $*" >&2; exit 1 ;;
      esac
      """;
  private static final String DOCKER =
      """
      # Like the real one: whoever pipes a password must find somebody who reads it.
      if [ "$1" = login ]; then cat >/dev/null; fi
      while [ $# -gt 0 ]; do
        if [ "$1" = --env-file ]; then
          cat "$2" >>"$RECORD.env"
          stat -c %a "$2" >>"$RECORD.mode"
        fi
        shift
      done
      """;

  @TempDir private Path directory;
  private String webImage = "ghcr.io/example/shop:1.0.0";

  @BeforeEach
  void stubs() throws IOException {
    stub("aws", AWS);
    stub("docker", DOCKER);
    stub("dnf", "");
    stub("systemctl", "[ \"$1\" != is-enabled ]");
  }

  @Test
  void script_startsTheContainersWithTheirEnvironment() throws Exception {
    Run run = run(Position.PRIMARY, twoContainers());

    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(run.commands())
        .containsSubsequence(
            "systemctl is-enabled docker", "dnf install -y docker", "systemctl enable --now docker")
        .anyMatch(
            line ->
                line.startsWith("docker run -d --restart always --name web ")
                    && line.endsWith(" -p 8080:80 ghcr.io/example/shop:1.0.0"))
        .anyMatch(
            line ->
                line.startsWith("docker run -d --restart always --name job ")
                    && line.endsWith(" example/job:2"))
        .noneMatch(line -> line.contains("docker login"));
    assertThat(run.environment())
        .contains(
            "DATABASE_ENDPOINT=db.example:3306",
            "DATABASE_NAME=shop",
            "DATABASE_CREDENTIALS={\"username\":\"app\",\"password\":\"s3cret\"}",
            "LOG_LEVEL=very loud = yes",
            "MODE=x",
            "DATA_BUCKET=the-bucket")
        .noneMatch(line -> line.startsWith("None"));
  }

  @Test
  void script_onAGoldenImageNeedsNoPackages() throws Exception {
    stub("systemctl", "");

    Run run = run(Position.PRIMARY, new ExampleConfiguration());

    assertThat(run.exitCode()).isZero();
    assertThat(run.commands()).noneMatch(line -> line.startsWith("dnf"));
  }

  @Test
  void script_keepsSecretsOutOfSight() throws Exception {
    Run run = run(Position.PRIMARY, new ExampleConfiguration());

    assertThat(run.output()).doesNotContain("s3cret");
    assertThat(run.commands()).noneMatch(line -> line.contains("s3cret"));
    assertThat(Files.readAllLines(directory.resolve("record.mode"))).containsOnly("600");
  }

  @Test
  void script_whenTheImageIsInEcr_logsInAndPullsFromItsOwnRegion() throws Exception {
    webImage = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:7";

    Run run = run(Position.SECONDARY, new ExampleConfiguration());

    assertThat(run.exitCode()).as(run.output()).isZero();
    String registry = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
    assertThat(run.commands())
        .contains("docker login --username AWS --password-stdin " + registry)
        .anyMatch(line -> line.endsWith(" -p 8080:80 " + registry + "/shop/web:7"));
  }

  @Test
  void script_whenAParameterIsMissing_failsInsteadOfStartingHalf() throws Exception {
    stub("aws", "echo 'ParameterNotFound' >&2; exit 254");

    Run run = run(Position.PRIMARY, new ExampleConfiguration());

    assertThat(run.exitCode()).isNotZero();
    assertThat(run.commands()).noneMatch(line -> line.startsWith("docker run"));
  }

  @Test
  void base64_fitsWhatEc2Takes() {
    String encoded = userData(Position.PRIMARY, twoContainers()).base64();

    assertThat(Base64.getDecoder().decode(encoded).length).isLessThan(16 * 1024);
    assertThat(userData(Position.PRIMARY, twoContainers()).script()).doesNotContain("@@REGION");
  }

  private record Run(
      int exitCode, String output, List<String> commands, List<String> environment) {}

  @Test
  void script_ofARehearsal_differsInOneLine_andUsesTheCopyOfTheDatabase() throws Exception {
    String own = userData(Position.SECONDARY, new ExampleConfiguration()).script();
    String rehearsed = own.replace(LocalParameter.PLACE, LocalParameter.PLACE_OF_A_REHEARSAL);

    assertThat(own.lines().filter(LocalParameter.PLACE::equals)).hasSize(1);
    assertThat(run(rehearsed).environment())
        .contains("DATABASE_ENDPOINT=copy.example:3306", "DATABASE_NAME=shop");
  }

  private Run run(Position position, ExampleConfiguration configuration) throws Exception {
    return run(userData(position, configuration).script());
  }

  private Run run(String text) throws Exception {
    Path script = directory.resolve("user-data.sh");
    Files.writeString(script, text.replace("=/run/pharos", "=" + directory.resolve("run")));
    Path output = directory.resolve("output");
    ProcessBuilder bash = new ProcessBuilder("bash", script.toString());
    bash.environment().clear();
    bash.environment().put("PATH", directory.resolve("bin") + ":/usr/bin:/bin");
    bash.environment().put("RECORD", directory.resolve("record").toString());
    bash.environment().put("WEB_IMAGE", webImage);
    Process process = bash.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Run(
        process.exitValue(),
        Files.readString(output),
        lines(directory.resolve("record")),
        lines(directory.resolve("record.env")));
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private void stub(String command, String body) throws IOException {
    Path file = Files.createDirectories(directory.resolve("bin")).resolve(command);
    Files.writeString(file, "#!/bin/bash\necho \"" + command + " $*\" >>\"$RECORD\"\n" + body);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static UserData userData(Position position, ExampleConfiguration configuration) {
    return new UserData(new Site(configuration.read(), position), "the-bucket");
  }

  private static ExampleConfiguration twoContainers() {
    return new ExampleConfiguration()
        .at(
            "compute/containers",
            "[{'name':'web','image':'ghcr.io/example/shop:1.0.0','port':8080,'containerPort':80},"
                + "{'name':'job','image':'example/job:2'}]");
  }
}
