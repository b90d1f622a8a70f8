package io.pharos.sandbox.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code tools/contract/install} made, all in one virtual environment: moto and the linters.
 * Says what to run when it is not there.
 */
final class ContractTools {
  private static final String DIRECTORY = "pharos.contract.directory";
  private static final String PROJECT = "pharos.contract.project";

  /**
   * What a tool said.
   *
   * @param output standard output and error together
   */
  record Answer(int exitCode, String output) {}

  private ContractTools() {}

  /** Where the contract profile keeps what it makes. */
  static Path directory() {
    return Path.of(property(DIRECTORY));
  }

  static String projectFile(String path) {
    return Path.of(property(PROJECT)).resolve(path).toString();
  }

  static String executable(String name) {
    Path executable = directory().resolve("venv/bin").resolve(name);
    if (!Files.isExecutable(executable)) {
      throw new IllegalStateException(
          executable + " is missing: run `mvn verify -Pcontract`, which installs it");
    }
    return executable.toString();
  }

  /** Runs a tool to its end. */
  static Answer run(String name, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(executable(name)));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), output);
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(
          "system property " + name + " is not set: run `mvn verify -Pcontract`");
    }
    return value;
  }
}
