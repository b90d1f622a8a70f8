package io.pharos.engine;

import com.pulumi.automation.AutomationException;
import com.pulumi.automation.LocalPulumiCommand;
import com.pulumi.automation.PulumiCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Where Pulumi runs: in the project itself, or in copies of its configuration. Copies get settings
 * on top and leave the project's files, and thereby git, as they are.
 */
public final class Workplace {
  private final Path root;
  private final Optional<Path> copies;
  private final Map<String, String> environment = new ConcurrentHashMap<>();
  private final Map<String, String> overrides;
  private final Consumer<String> output;
  private final Optional<QuickStart> quickStart;

  private Workplace(
      Path root,
      Optional<Path> copies,
      Map<String, String> environment,
      Map<String, String> overrides,
      Consumer<String> output) {
    this.root = root;
    this.copies = copies;
    this.environment.putAll(environment);
    this.overrides = Map.copyOf(overrides);
    this.output = output;
    // Copies are for programs that run in this JVM.
    this.quickStart = copies.isPresent() ? Optional.empty() : QuickStart.of(root, System.getenv());
  }

  /** The project as it is, with the Pulumi backend that the user is logged in to. */
  public static Workplace project(Path root, Consumer<String> output) {
    return new Workplace(root, Optional.empty(), Map.of(), Map.of(), output);
  }

  /**
   * Copies of the configuration: each stack has a folder of its own, and none of the user's
   * settings of Pulumi is used.
   *
   * @param folder where work folders and Pulumi's home go
   * @param environment of every Pulumi command: backend, passphrase, attached providers
   * @param overrides settings on top; {@code pharos:failover.trigger} is one of a structure
   */
  public static Workplace copies(
      Path root,
      Path folder,
      Map<String, String> environment,
      Map<String, String> overrides,
      Consumer<String> output) {
    return new Workplace(root, Optional.of(folder), environment, overrides, output);
  }

  void attach(Map<String, String> more) {
    environment.putAll(more);
  }

  /** The Pulumi CLI on PATH. */
  PulumiCommand pulumi() throws AutomationException {
    return LocalPulumiCommand.create();
  }

  Path folder(StackName stack) {
    return copies.map(folder -> folder.resolve("work").resolve(stack.word())).orElse(root);
  }

  Optional<Path> home() {
    return copies.map(folder -> folder.resolve("home"));
  }

  Map<String, String> environment() {
    Map<String, String> all = new HashMap<>(environment);
    home().ifPresent(home -> all.put("PULUMI_HOME", home.toString()));
    return all;
  }

  Optional<QuickStart> quickStart() {
    return quickStart;
  }

  Map<String, String> overrides() {
    return overrides;
  }

  /** A line that Pulumi printed. */
  void tell(String line) {
    Interruptible.saw(line);
    if (!QuickStart.isNotice(line)) {
      output.accept(line);
    }
  }

  void prepare(StackName stack) throws IOException {
    if (copies.isEmpty()) {
      return;
    }
    Path folder = folder(stack);
    Files.createDirectories(folder);
    for (String file : List.of("Pulumi.yaml", "Pulumi." + stack.word() + ".yaml")) {
      if (Files.notExists(folder.resolve(file))) {
        Files.copy(root.resolve(file), folder.resolve(file));
      }
    }
  }
}
