package io.pharos.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.engine.Change;
import io.pharos.engine.Deployment;
import io.pharos.engine.KeptByAws;
import io.pharos.engine.Refused;
import io.pharos.engine.StackName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

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

  @Override
  void end() {
    tell("AWS keeps:");
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
