package io.pharos.engine;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes plain {@code pulumi} in a shell leave the committed files as they are. Pulumi writes the
 * salt of the state's encryption into the stack's configuration file; a wrapper on PATH gives it a
 * copy of that file instead.
 */
public final class PlainPulumi {
  private PlainPulumi() {}

  /**
   * Installs the wrapper and selects the primary stack.
   *
   * @param folder of a {@link SandboxStage}
   * @param environment of the stage
   * @return what a shell needs besides
   */
  public static Map<String, String> install(Path root, Path folder, Map<String, String> environment)
      throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path pulumi = onPath("pulumi");
    Path wrapper = bin.resolve("pulumi");
    Files.writeString(
        wrapper,
        script()
            .replace("@PULUMI@", quoted(pulumi.toString()))
            .replace("@ROOT@", quoted(root.toString()))
            .replace("@COPIES@", quoted(folder.resolve("work").toString())));
    Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
    select(pulumi, root, environment);
    Map<String, String> more = new LinkedHashMap<>();
    more.put("PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER", "true");
    more.put("PATH", bin + File.pathSeparator + System.getenv("PATH"));
    return more;
  }

  private static void select(Path pulumi, Path root, Map<String, String> environment)
      throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(
            pulumi.toString(), "stack", "select", StackName.PRIMARY.word(), "--non-interactive");
    command.directory(root.toFile()).redirectErrorStream(true).environment().putAll(environment);
    Process process = command.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new EngineFailure("stack primary cannot be selected.\n" + said.strip(), null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Path onPath(String tool) throws IOException {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IOException(tool + " is not on PATH"));
  }

  private static String script() throws IOException {
    try (InputStream script = PlainPulumi.class.getResourceAsStream("pulumi-wrapper.sh")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }
}
