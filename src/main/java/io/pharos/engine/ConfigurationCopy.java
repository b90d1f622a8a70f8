package io.pharos.engine;

import com.pulumi.automation.AutomationException;
import com.pulumi.automation.CommandRunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A stack's configuration file with other settings, for a preview of what they would do. It is gone
 * when it is closed, and the stack's own file never changes.
 */
record ConfigurationCopy(Path file) implements AutoCloseable {

  /**
   * Makes one.
   *
   * @param folder where the stack's own file lies
   * @param settings by full key; structured values are JSON documents
   */
  static ConfigurationCopy of(
      Path folder, StackName stack, StackCommand command, Map<String, String> settings)
      throws IOException, AutomationException {
    String name = "Pulumi." + stack.word() + ".yaml";
    Path file = Files.createTempDirectory("pharos-preview").resolve(name);
    ConfigurationCopy copy = new ConfigurationCopy(file);
    try {
      Files.copy(folder.resolve(name), file);
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "config", "set-all", "--stack", stack.word(), "--config-file", file.toString()));
      settings.forEach((key, value) -> arguments.addAll(List.of("--plaintext", key + "=" + value)));
      command.run(arguments, CommandRunOptions.builder().workingDir(folder).build());
      return copy;
    } catch (IOException | AutomationException | RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(file.getParent());
  }
}
