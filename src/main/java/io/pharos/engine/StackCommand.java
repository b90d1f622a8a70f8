package io.pharos.engine;

import com.pulumi.automation.AutomationException;
import com.pulumi.automation.CommandResult;
import com.pulumi.automation.CommandRunOptions;
import com.pulumi.automation.PulumiCommand;
import com.pulumi.automation.Version;
import com.pulumi.automation.events.EngineEvent;
import com.pulumi.automation.serialization.internal.LocalSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The Pulumi CLI for one stack, around four defects of the Automation API 1.36.1: an operation may
 * run on another stack of the same folder, outputs that are no strings break {@code up}, a preview
 * hangs when the CLI fails before its first event, and the kind of a difference is always null.
 *
 * <p>The outputs after an {@code up} are not fetched: it takes two more processes, one of them to
 * read the secrets, and nobody here asks for them.
 */
final class StackCommand implements PulumiCommand {
  private static final Set<String> OPERATIONS = Set.of("up", "preview", "refresh", "destroy");
  private static final CommandResult NO_OUTPUTS = new CommandResult(0, "{}", "");

  /**
   * Most events, and what nobody asks for: a plan is about resources that do not stay as they are.
   */
  private static final List<String> UNREAD =
      List.of(
          "\"resourcePreEvent\":{\"metadata\":{\"op\":\"same\"",
          "\"resourcePreEvent\":{\"metadata\":{\"op\":\"refresh\"",
          "\"resOutputsEvent\":{\"metadata\":");

  private final LocalSerializer serializer = new LocalSerializer();
  private final PulumiCommand cli;
  private final String stack;
  private final Supplier<Map<String, String>> environment;
  private final Optional<QuickStart> quickStart;
  private volatile Optional<Path> configuration = Optional.empty();

  /**
   * @param environment of every command, looked up when it runs
   * @param quickStart for a program that runs in a JVM of its own
   */
  StackCommand(
      PulumiCommand cli,
      String stack,
      Supplier<Map<String, String>> environment,
      Optional<QuickStart> quickStart) {
    this.cli = cli;
    this.stack = stack;
    this.environment = environment;
    this.quickStart = quickStart;
  }

  /** From now on another configuration file than the stack's own; empty for its own again. */
  void use(Optional<Path> file) {
    configuration = file;
  }

  @Override
  public Version version() {
    return cli.version();
  }

  @Override
  public CommandResult run(List<String> arguments, CommandRunOptions options)
      throws AutomationException {
    if (isOutputs(arguments)) {
      return NO_OUTPUTS;
    }
    List<String> all = new ArrayList<>(arguments);
    if (takesStack(arguments) && !arguments.contains("--stack")) {
      all.addAll(List.of("--stack", stack));
    }
    if (OPERATIONS.contains(arguments.get(0))) {
      configuration.ifPresent(file -> all.addAll(List.of("--config-file", file.toString())));
    }
    CommandRunOptions full =
        with(options == null ? CommandRunOptions.Empty : options, environment.get());
    if (quickStart.isEmpty()) {
      return runWithEvents(all, full);
    }
    try (QuickStart.Started started = quickStart.get().start(all)) {
      return runWithEvents(all, with(full, started.environment()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to src/target", e);
    }
  }

  private CommandResult runWithEvents(List<String> arguments, CommandRunOptions options)
      throws AutomationException {
    Consumer<EngineEvent> onEvent = options.onEngineEvent();
    return onEvent == null
        ? cli.run(arguments, options)
        : runWithEventLog(arguments, options, onEvent);
  }

  private static CommandRunOptions with(CommandRunOptions options, Map<String, String> more) {
    Map<String, String> all =
        new HashMap<>(options.additionalEnv() == null ? Map.of() : options.additionalEnv());
    all.putAll(more);
    return options.withAdditionalEnv(all);
  }

  private static boolean takesStack(List<String> arguments) {
    return OPERATIONS.contains(arguments.get(0))
        || arguments.size() > 1
            && arguments.get(0).equals("stack")
            && arguments.get(1).equals("history");
  }

  private static boolean isOutputs(List<String> arguments) {
    return arguments.size() > 1
        && arguments.get(0).equals("stack")
        && arguments.get(1).equals("output")
        && arguments.contains("--json");
  }

  /**
   * The events are read after the command has ended, so that nobody waits for one that never comes.
   */
  private CommandResult runWithEventLog(
      List<String> arguments, CommandRunOptions options, Consumer<EngineEvent> onEvent)
      throws AutomationException {
    Path log = null;
    try {
      log = Files.createTempFile("pharos-events", ".json");
      List<String> all = new ArrayList<>(arguments);
      all.addAll(List.of("--event-log", log.toString()));
      Map<String, String> debugging = new HashMap<>(options.additionalEnv());
      debugging.put("PULUMI_DEBUG_COMMANDS", "true");
      try {
        return cli.run(
            all,
            CommandRunOptions.builder()
                .workingDir(options.workingDir())
                .additionalEnv(debugging)
                .onStandardOutput(options.onStandardOutput())
                .onStandardError(options.onStandardError())
                .standardInput(options.standardInput())
                .build());
      } finally {
        for (String line : Files.readAllLines(log)) {
          if (!line.isBlank() && UNREAD.stream().noneMatch(line::contains)) {
            String repaired = line.replace("\"diffKind\":", "\"kind\":");
            onEvent.accept(serializer.deserializeJson(repaired, EngineEvent.class));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deleteQuietly(log);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // A leftover in the temporary folder harms nobody.
    }
  }
}
