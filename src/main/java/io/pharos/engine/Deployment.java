package io.pharos.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pulumi.automation.AutomationException;
import com.pulumi.automation.CommandRunOptions;
import com.pulumi.automation.ConfigValue;
import com.pulumi.automation.DestroyOptions;
import com.pulumi.automation.LocalPulumiCommand;
import com.pulumi.automation.LocalWorkspace;
import com.pulumi.automation.LocalWorkspaceOptions;
import com.pulumi.automation.PreviewOptions;
import com.pulumi.automation.PulumiCommand;
import com.pulumi.automation.RefreshOptions;
import com.pulumi.automation.UpOptions;
import com.pulumi.automation.WorkspaceStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * The three stacks of one project, run through the Automation API. Each stack has a work folder of
 * its own, because the API confuses stacks that share one; the committed configuration files are
 * copied there and never changed.
 */
public final class Deployment {
  private static final List<String> NOT_COUNTED =
      List.of("pulumi:pulumi:Stack", "pulumi:pulumi:StackReference", "pulumi:providers:");

  private final Path root;
  private final Path folder;
  private final Map<String, String> environment;
  private final Map<String, String> overrides;
  private final PulumiCommand cli;
  private final Map<StackName, WorkspaceStack> stacks = new EnumMap<>(StackName.class);
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param root the project, with Pulumi.yaml and the stacks' files
   * @param folder where work folders and Pulumi's home go
   * @param environment of every Pulumi command: backend, passphrase, attached providers
   * @param overrides settings that the copies get on top, by key ({@code pharos:protection})
   */
  public Deployment(
      Path root, Path folder, Map<String, String> environment, Map<String, String> overrides) {
    this.root = root;
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    this.overrides = Map.copyOf(overrides);
    try {
      this.cli = LocalPulumiCommand.create();
    } catch (AutomationException e) {
      throw new EngineFailure(
          "The Pulumi CLI does not run: "
              + e.getMessage()
              + "\nInstall it (https://www.pulumi.com/docs/install/).",
          e);
    }
  }

  /** The version of the engine, {@code 3.190.0}. */
  public String engineVersion() {
    return cli.version().toString();
  }

  /** Initialises all three stacks: a reference to a stack that does not exist is an error. */
  public void init() {
    for (StackName name : StackName.values()) {
      stack(name);
    }
  }

  public Change up(StackName name) {
    return run(
        name, "up", stack -> stack.up(UpOptions.builder().build()).summary().resourceChanges());
  }

  public Change preview(StackName name) {
    return run(
        name, "preview", stack -> stack.preview(PreviewOptions.builder().build()).changeSummary());
  }

  public Change refresh(StackName name) {
    return run(
        name,
        "refresh",
        stack -> stack.refresh(RefreshOptions.builder().build()).summary().resourceChanges());
  }

  public Change destroy(StackName name) {
    return run(
        name,
        "destroy",
        stack -> stack.destroy(DestroyOptions.builder().build()).summary().resourceChanges());
  }

  /** Changes one setting of the copy of a stack's configuration. */
  public void configure(StackName name, String key, String value) {
    try {
      stack(name).setConfig(key, new ConfigValue(value));
    } catch (AutomationException e) {
      throw EngineFailure.of(name, "config set " + key, e);
    }
  }

  /**
   * The settings of a stack as Pulumi resolves them, by full key; structured ones are JSON
   * documents.
   */
  public Map<String, String> settings(StackName name) {
    try {
      Map<String, String> settings = new HashMap<>();
      stack(name).getAllConfig().forEach((key, value) -> settings.put(key, value.value()));
      return settings;
    } catch (AutomationException e) {
      throw EngineFailure.of(name, "config", e);
    }
  }

  /** The stack's state as the backend keeps it: secrets are ciphertext. */
  public JsonNode state(StackName name) {
    try {
      String text =
          cli.run(
                  List.of("stack", "export", "--stack", name.word()),
                  CommandRunOptions.builder()
                      .workingDir(workFolder(name))
                      .additionalEnv(stackEnvironment())
                      .build())
              .standardOutput();
      return json.readTree(text);
    } catch (AutomationException e) {
      throw EngineFailure.of(name, "export", e);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Custom and component resources in the state, without the stack itself, providers and stack
   * references.
   */
  public int resources(StackName name) {
    JsonNode resources = state(name).path("deployment").path("resources");
    return (int)
        StreamSupport.stream(resources.spliterator(), false)
            .map(resource -> resource.path("type").asText())
            .filter(type -> NOT_COUNTED.stream().noneMatch(type::startsWith))
            .count();
  }

  private Change run(StackName name, String operation, Operation what) {
    try {
      return new Change(what.run(stack(name)));
    } catch (AutomationException e) {
      throw EngineFailure.of(name, operation, e);
    }
  }

  private WorkspaceStack stack(StackName name) {
    WorkspaceStack stack = stacks.get(name);
    if (stack == null) {
      stack = open(name);
      stacks.put(name, stack);
    }
    return stack;
  }

  private WorkspaceStack open(StackName name) {
    try {
      Path work = workFolder(name);
      Files.createDirectories(work);
      for (String file : List.of("Pulumi.yaml", "Pulumi." + name.word() + ".yaml")) {
        if (Files.notExists(work.resolve(file))) {
          Files.copy(root.resolve(file), work.resolve(file));
        }
      }
      WorkspaceStack stack =
          LocalWorkspace.createOrSelectStack(
              name.word(),
              work,
              LocalWorkspaceOptions.builder()
                  .environmentVariables(stackEnvironment())
                  .pulumiHome(home())
                  .pulumiCommand(new StackCommand(cli, name.word()))
                  .build());
      if (!overrides.isEmpty()) {
        Map<String, ConfigValue> values = new HashMap<>();
        overrides.forEach((key, value) -> values.put(key, new ConfigValue(value)));
        stack.setAllConfig(values);
      }
      return stack;
    } catch (AutomationException e) {
      throw EngineFailure.of(name, "init", e);
    } catch (IOException e) {
      throw new EngineFailure("Cannot prepare " + workFolder(name) + ": " + e.getMessage(), e);
    }
  }

  private Map<String, String> stackEnvironment() {
    Map<String, String> all = new HashMap<>(environment);
    all.put("PULUMI_HOME", home().toString());
    return all;
  }

  private Path home() {
    return folder.resolve("home");
  }

  private Path workFolder(StackName name) {
    return folder.resolve("work").resolve(name.word());
  }

  @FunctionalInterface
  private interface Operation {
    Map<com.pulumi.automation.OperationType, Integer> run(WorkspaceStack stack)
        throws AutomationException;
  }
}
