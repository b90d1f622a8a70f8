package io.pharos.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.pulumi.automation.AutomationException;
import com.pulumi.automation.CommandRunOptions;
import com.pulumi.automation.ConfigValue;
import com.pulumi.automation.DestroyOptions;
import com.pulumi.automation.LocalWorkspace;
import com.pulumi.automation.LocalWorkspaceOptions;
import com.pulumi.automation.OperationType;
import com.pulumi.automation.PreviewOptions;
import com.pulumi.automation.PulumiCommand;
import com.pulumi.automation.RefreshOptions;
import com.pulumi.automation.UpOptions;
import com.pulumi.automation.WorkspaceStack;
import com.pulumi.automation.events.EngineEvent;
import io.pharos.config.Json;
import io.pharos.config.Settings;
import io.pharos.config.Strategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The three stacks of one project, run through the Automation API. An operation either succeeds,
 * and says what it changed, or throws an {@link EngineFailure} that says why not.
 */
public final class Deployment {
  private static final List<String> NOT_COUNTED =
      List.of("pulumi:pulumi:Stack", "pulumi:pulumi:StackReference", "pulumi:providers:");

  private final Workplace workplace;
  private final PulumiCommand cli;
  private final Map<StackName, Opened> stacks = new EnumMap<>(StackName.class);

  private record Opened(WorkspaceStack stack, StackCommand command) {}

  public Deployment(Workplace workplace) {
    this.workplace = workplace;
    try {
      this.cli = workplace.pulumi();
    } catch (AutomationException e) {
      throw new PulumiMissing(e);
    }
  }

  /** Adds to the environment of every Pulumi command from now on. */
  public void attach(Map<String, String> environment) {
    workplace.attach(environment);
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

  /** Deploys a stack. */
  public Change up(StackName name) {
    return run(
        name,
        "up",
        stack ->
            stack
                .up(UpOptions.builder().onStandardOutput(workplace::tell).build())
                .summary()
                .resourceChanges());
  }

  /** Deploys a stack, and says what was done to which resource. */
  public Plan apply(StackName name) {
    return read(
        name,
        "up",
        (stack, events) ->
            stack
                .up(UpOptions.builder().onEvent(events).onStandardOutput(workplace::tell).build())
                .summary()
                .resourceChanges());
  }

  public Change preview(StackName name) {
    return plan(name).counts();
  }

  /** What deploying a stack would do to which resource. */
  public Plan plan(StackName name) {
    return read(
        name,
        "preview",
        (stack, events) ->
            stack
                .preview(
                    PreviewOptions.builder()
                        .onEvent(events)
                        .onStandardOutput(workplace::tell)
                        .build())
                .changeSummary());
  }

  /** Runs what tells its events, and reads a plan from them. */
  private Plan read(StackName name, String operation, Told what) {
    Plan.Reader reader = new Plan.Reader();
    Change change = run(name, operation, stack -> what.run(stack, reader::accept));
    return reader.plan(name, change);
  }

  /**
   * What deploying a stack would do if it were configured otherwise. Its configuration stays as it
   * is.
   *
   * @param settings by full key, instead of those that it has; structured values are JSON documents
   */
  public Plan plan(StackName name, Map<String, String> settings) {
    if (settings.isEmpty()) {
      return plan(name);
    }
    Opened opened = open(name);
    try (ConfigurationCopy copy =
        ConfigurationCopy.of(workplace.folder(name), name, opened.command(), settings)) {
      opened.command().use(Optional.of(copy.file()));
      return plan(name);
    } catch (AutomationException e) {
      throw failure(name, "config", e);
    } catch (IOException e) {
      throw new EngineFailure("Cannot copy the configuration: " + e.getMessage(), e);
    } finally {
      opened.command().use(Optional.empty());
    }
  }

  public Change refresh(StackName name) {
    return run(
        name,
        "refresh",
        stack ->
            stack
                .refresh(RefreshOptions.builder().onStandardOutput(workplace::tell).build())
                .summary()
                .resourceChanges());
  }

  public Change destroy(StackName name) {
    return run(
        name,
        "destroy",
        stack ->
            stack
                .destroy(DestroyOptions.builder().onStandardOutput(workplace::tell).build())
                .summary()
                .resourceChanges());
  }

  /** Changes one setting of a stack; structured values are JSON documents. */
  public void configure(StackName name, String key, String value) {
    configure(name, Map.of(key, value));
  }

  /** Changes settings of a stack in one step; structured values are JSON documents. */
  public void configure(StackName name, Map<String, String> settings) {
    Map<String, ConfigValue> values = new HashMap<>();
    settings.forEach((key, value) -> values.put(key, new ConfigValue(value)));
    try {
      stack(name).setAllConfig(values);
    } catch (AutomationException e) {
      throw failure(name, "config set " + settings.keySet(), e);
    }
  }

  /**
   * The settings of a stack as Pulumi resolves them.
   *
   * @throws io.pharos.config.SettingsException when they are wrong
   */
  public Settings settings(StackName name) {
    Map<String, String> values = configuration(name);
    return Settings.read(key -> Optional.ofNullable(values.get(Settings.NAMESPACE + ":" + key)));
  }

  /** The configuration of a stack by full key; structured values are JSON documents. */
  public Map<String, String> configuration(StackName name) {
    try {
      return configuration(stack(name));
    } catch (AutomationException e) {
      throw failure(name, "config", e);
    }
  }

  /** The stack's state as the backend keeps it: secrets are ciphertext. */
  public JsonNode state(StackName name) {
    return json(name, List.of("stack", "export", "--stack", name.word()));
  }

  /** The stack's outputs; secret ones are masked. */
  public JsonNode outputs(StackName name) {
    return json(name, List.of("stack", "output", "--json", "--stack", name.word()));
  }

  /** The strategy of what is deployed in the secondary Region; empty while nothing is. */
  public Optional<Strategy> strategy() {
    String word = outputs(StackName.SECONDARY).path("strategy").asText();
    return Stream.of(Strategy.values()).filter(each -> each.word().equals(word)).findFirst();
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

  private JsonNode json(StackName name, List<String> arguments) {
    try {
      stack(name);
      return Json.MAPPER.readTree(
          cli.run(
                  arguments,
                  CommandRunOptions.builder()
                      .workingDir(workplace.folder(name))
                      .additionalEnv(workplace.environment())
                      .build())
              .standardOutput());
    } catch (AutomationException e) {
      throw failure(name, arguments.get(0) + " " + arguments.get(1), e);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the states are, {@code s3://bucket}. */
  public String backend() {
    try {
      return Json.MAPPER
          .readTree(
              cli.run(
                      List.of("whoami", "--json"),
                      CommandRunOptions.builder()
                          .workingDir(workplace.folder(StackName.PRIMARY))
                          .additionalEnv(workplace.environment())
                          .build())
                  .standardOutput())
          .path("url")
          .asText();
    } catch (AutomationException e) {
      throw new EngineFailure("Pulumi's backend does not answer.\n" + e.getMessage(), e);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RuntimeException failure(StackName name, String operation, AutomationException cause) {
    return StateUnreadable.why(String.valueOf(cause.getMessage()))
        .<RuntimeException>map(why -> new StateUnreadable(name, backend(), why, cause))
        .orElseGet(() -> EngineFailure.of(name, operation, cause));
  }

  private Change run(StackName name, String operation, Operation what) {
    WorkspaceStack stack = stack(name);
    try (Interruptible running = Interruptible.start()) {
      return new Change(what.run(stack));
    } catch (AutomationException e) {
      throw failure(name, operation, e);
    }
  }

  private WorkspaceStack stack(StackName name) {
    return open(name).stack();
  }

  private synchronized Opened open(StackName name) {
    return stacks.computeIfAbsent(name, this::prepared);
  }

  private Opened prepared(StackName name) {
    try {
      workplace.prepare(name);
      StackCommand command =
          new StackCommand(cli, name.word(), workplace::environment, workplace.quickStart());
      LocalWorkspaceOptions.Builder options =
          LocalWorkspaceOptions.builder().pulumiCommand(command);
      workplace.home().ifPresent(options::pulumiHome);
      WorkspaceStack stack =
          LocalWorkspace.createOrSelectStack(name.word(), workplace.folder(name), options.build());
      override(stack);
      return new Opened(stack, command);
    } catch (AutomationException e) {
      throw failure(name, "init", e);
    } catch (IOException e) {
      throw new EngineFailure(
          "Cannot prepare " + workplace.folder(name) + ": " + e.getMessage(), e);
    }
  }

  private void override(WorkspaceStack stack) throws AutomationException {
    if (workplace.overrides().isEmpty()) {
      return;
    }
    Map<String, ConfigValue> values = new HashMap<>();
    new Overrides(workplace.overrides())
        .appliedTo(configuration(stack))
        .forEach((key, value) -> values.put(key, new ConfigValue(value)));
    stack.setAllConfig(values);
  }

  private static Map<String, String> configuration(WorkspaceStack stack)
      throws AutomationException {
    Map<String, String> values = new HashMap<>();
    stack.getAllConfig().forEach((key, value) -> values.put(key, value.value()));
    return values;
  }

  @FunctionalInterface
  private interface Operation {
    Map<OperationType, Integer> run(WorkspaceStack stack) throws AutomationException;
  }

  @FunctionalInterface
  private interface Told {
    Map<OperationType, Integer> run(WorkspaceStack stack, Consumer<EngineEvent> events)
        throws AutomationException;
  }
}
