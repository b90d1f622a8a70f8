package io.pharos.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.pulumi.automation.OperationType;
import io.pharos.config.Json;
import io.pharos.config.Settings;
import io.pharos.drill.RehearsalLeftOver;
import io.pharos.engine.Change;
import io.pharos.engine.Deployment;
import io.pharos.engine.KeptByAws;
import io.pharos.engine.Reconciliation;
import io.pharos.engine.Refused;
import io.pharos.engine.StackName;
import io.pharos.recovery.contract.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Deletes stacks, unless they are protected: then it refuses before anything has happened. It says
 * what AWS keeps before it begins and when it is done.
 */
@Command(
    name = "destroy",
    mixinStandardHelpOptions = true,
    description = {
      "Deletes everything, in reverse order.",
      "Refused while pharos:protection is on, and while a stack still has the protection that its"
          + " configuration no longer has. Before and after, it lists what AWS keeps nevertheless:"
          + " keys that wait for their deletion, snapshots, backups, logs."
    })
final class DestroyCommand extends StackOperation {
  private final Map<StackName, List<KeptByAws>> kept = new LinkedHashMap<>();

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the result as JSON.")
  private Path json;

  @Override
  List<StackName> order() {
    return StackName.destroyOrder();
  }

  @Override
  void check(Deployment deployment, StackName stack) {
    if (deployment.settings(stack).protection().isOn()) {
      throw new Refused(
          "Refused: pharos:protection is on for stack "
              + stack.word()
              + "; nothing was deleted.\n"
              + "To give up what it protects, data included:\n"
              + "  pulumi config set pharos:protection off --stack "
              + stack.word()
              + "\n  pharos up "
              + stack.word()
              + "\n  pharos destroy "
              + stack.word());
    }
    for (Position position : Position.values()) {
      if (StackName.of(position) == stack) {
        refuseBesideARehearsal(deployment.settings(stack), position);
      }
    }
  }

  /** AWS would refuse in the middle: they are in the stack's subnets. */
  private void refuseBesideARehearsal(Settings settings, Position position) {
    // What a served sandbox holds, its own process alone can say.
    if (surroundings().served().isPresent()) {
      return;
    }
    List<RehearsalLeftOver> there;
    try {
      there = RehearsalLeftOver.of(surroundings().cloud(), settings, position);
    } catch (SdkException e) {
      // A Region that is gone holds nothing up.
      return;
    }
    if (!there.isEmpty()) {
      throw new Refused(
          "Refused: in "
              + settings.regions().of(position)
              + " there is what a rehearsal has made and Pulumi does not know; nothing was deleted.\n"
              + "If none is played now:\n  "
              + there.stream().map(RehearsalLeftOver::command).collect(Collectors.joining("\n  ")));
    }
  }

  @Override
  void begin(Deployment deployment, List<StackName> stacks) {
    for (StackName stack : stacks) {
      JsonNode state = deployment.state(stack);
      List<String> guarded = KeptByAws.guarded(state);
      if (!guarded.isEmpty()) {
        throw new Refused(
            "Refused: stack "
                + stack.word()
                + " still protects "
                + String.join(", ", guarded)
                + "; nothing was deleted.\n"
                + "Its configuration says that protection is off, but that is not deployed yet:\n"
                + "  pharos up "
                + stack.word());
      }
      kept.put(stack, KeptByAws.of(state, surroundings().today()));
    }
    tell("AWS will keep:");
  }

  @Override
  Change run(Deployment deployment, StackName stack) {
    return deployment.destroy(stack);
  }

  /** The table that holds it goes as well: who has it then has nothing to keep away from. */
  @Override
  Reconciliation.Lock lock(Settings settings) {
    return surroundings().lock(settings, "destroy");
  }

  @Override
  void end(Map<StackName, Change> changes) throws IOException {
    tell("AWS keeps:");
    if (json == null) {
      return;
    }
    List<Map<String, Object>> stacks = new ArrayList<>();
    changes.forEach(
        (stack, change) -> {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("stack", stack.word());
          one.put("deleted", change.of(OperationType.DELETE));
          one.put("kept", kept.get(stack).stream().map(DestroyCommand::document).toList());
          stacks.add(one);
        });
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "pharos.destroyed/1");
    document.put("stacks", stacks);
    Files.writeString(json, Json.write(document) + "\n");
  }

  private static Map<String, String> document(KeptByAws one) {
    Map<String, String> document = new LinkedHashMap<>();
    document.put("kind", one.kind());
    document.put("name", one.name());
    document.put("why", one.why());
    document.put("command", one.command());
    return document;
  }

  private void tell(String title) {
    if (kept.values().stream().allMatch(List::isEmpty)) {
      say(title + " nothing");
      return;
    }
    say(title);
    kept.forEach(
        (stack, all) -> {
          for (KeptByAws one : all) {
            say(
                String.format(
                    "  %-10s %s %s: %s", stack.word(), one.kind(), one.name(), one.why()));
            say("             " + one.command());
          }
        });
  }
}
