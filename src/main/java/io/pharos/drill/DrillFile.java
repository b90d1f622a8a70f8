package io.pharos.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.pharos.recovery.contract.Position;
import io.pharos.world.FaultSwitch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A scripted drill, as a file describes it: what is done one after the other, what is expected of
 * it, and what is done at the end however it went.
 */
public record DrillFile(
    String name, String description, List<DrillStep> steps, List<DrillStep> cleanUp) {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Set<String> KEYS = Set.of("name", "description", "steps", "cleanUp");
  private static final Set<String> OPTIONS = Set.of("kind", "returns", "expect");

  /** A file that is no drill; the message has every fault, each with its place. */
  public static final class Wrong extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    Wrong(Path file, List<String> faults) {
      super(file + " is no drill:\n  " + String.join("\n  ", faults));
    }
  }

  /**
   * Reads one.
   *
   * @throws Wrong when it is not right
   * @throws IOException when it cannot be read
   */
  public static DrillFile read(Path file) throws IOException {
    JsonNode tree;
    try {
      tree = YAML.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new Wrong(file, List.of(e.getOriginalMessage() + where(e)));
    }
    Reader reader = new Reader();
    DrillFile drill = reader.drill(tree);
    if (!reader.faults.isEmpty()) {
      throw new Wrong(file, reader.faults);
    }
    return drill;
  }

  private static String where(JsonProcessingException e) {
    return e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
  }

  /** Goes on after a fault, so that all of them are found. */
  private static final class Reader {
    private final List<String> faults = new ArrayList<>();

    DrillFile drill(JsonNode tree) {
      if (!tree.isObject()) {
        faults.add("the file must have the keys name, description and steps");
        return new DrillFile("", "", List.of(), List.of());
      }
      tree.fieldNames()
          .forEachRemaining(
              key -> {
                if (!KEYS.contains(key)) {
                  faults.add(key + ": unknown; there are name, description, steps and cleanUp");
                }
              });
      String name = tree.path("name").asText();
      if (!name.matches("[a-z][a-z0-9-]{0,62}")) {
        faults.add("name: must be lower-case letters, digits and hyphens; it is '" + name + "'");
      }
      if (tree.path("description").asText().isBlank()) {
        faults.add("description: says what the drill proves, and is missing");
      }
      List<DrillStep> steps = steps("steps", tree.path("steps"));
      if (tree.path("steps").isEmpty()) {
        faults.add("steps: at least one is needed");
      }
      return new DrillFile(
          name, tree.path("description").asText(), steps, steps("cleanUp", tree.path("cleanUp")));
    }

    private List<DrillStep> steps(String path, JsonNode list) {
      if (!list.isMissingNode() && !list.isArray()) {
        faults.add(path + ": must be a list of steps");
      }
      List<DrillStep> steps = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        step(path + "[" + i + "]", list.get(i)).ifPresent(steps::add);
      }
      return steps;
    }

    private Optional<DrillStep> step(String path, JsonNode node) {
      if (node.has("stop")) {
        faults.add(
            path
                + ".stop: tasks are stopped as instances are, by halt: primary, which keeps new ones"
                + " from being started as well");
        return Optional.empty();
      }
      List<DrillStep.Action> actions =
          Arrays.stream(DrillStep.Action.values())
              .filter(action -> node.has(action.word()))
              .toList();
      if (actions.size() != 1) {
        faults.add(path + ": must have exactly one of " + DrillStep.Action.words());
        return Optional.empty();
      }
      DrillStep.Action action = actions.get(0);
      node.fieldNames()
          .forEachRemaining(
              key -> {
                if (!key.equals(action.word()) && !OPTIONS.contains(key)) {
                  faults.add(path + "." + key + ": unknown; there are kind, returns and expect");
                }
              });
      if (action != DrillStep.Action.LOSE && (node.has("kind") || node.has("returns"))) {
        faults.add(path + ": kind and returns belong to lose");
      }
      Position position = position(path, action, node.path(action.word()).asText());
      return Optional.of(
          new DrillStep(
              action,
              position,
              kind(path, node.path("kind").asText("dead")),
              node.path("returns").asBoolean(true),
              expect(path, action, node.path("expect"))));
    }

    private Position position(String path, DrillStep.Action action, String word) {
      String place = path + "." + action.word();
      switch (action) {
        case RECONCILE -> {
          return only("all", place, word, Position.PRIMARY);
        }
        case REHEARSE -> {
          return only("promotion", place, word, Position.PRIMARY);
        }
        case SPOIL -> {
          return only("objects", place, word, Position.PRIMARY);
        }
        case LOSE, CUT, HALT, CLOSE, FAILBACK -> {
          return only("primary", place, word, Position.PRIMARY);
        }
        case SWITCH -> {
          return only("secondary", place, word, Position.SECONDARY);
        }
        case ACTIVE, ISOLATE, HEAL -> {
          Optional<Position> position =
              Arrays.stream(Position.values()).filter(each -> each.word().equals(word)).findFirst();
          if (position.isEmpty()) {
            faults.add(place + ": must be primary or secondary; it is '" + word + "'");
          }
          return position.orElse(Position.PRIMARY);
        }
      }
      throw new IllegalStateException(action.word());
    }

    private Position only(String allowed, String place, String word, Position position) {
      if (!word.equals(allowed)) {
        faults.add(place + ": must be " + allowed + "; it is '" + word + "'");
      }
      return position;
    }

    private FaultSwitch.Kind kind(String path, String word) {
      Optional<FaultSwitch.Kind> kind =
          Arrays.stream(FaultSwitch.Kind.values())
              .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
              .findFirst();
      if (kind.isEmpty()) {
        faults.add(path + ".kind: must be dead or isolated; it is '" + word + "'");
      }
      return kind.orElse(FaultSwitch.Kind.DEAD);
    }

    private Map<Limit, Double> expect(String path, DrillStep.Action action, JsonNode node) {
      if (!node.isMissingNode() && !action.measures()) {
        faults.add(path + ".expect: " + action.word() + " measures nothing");
      }
      Map<Limit, Double> expect = new EnumMap<>(Limit.class);
      node.fields()
          .forEachRemaining(
              entry -> {
                String place = path + ".expect." + entry.getKey();
                Optional<Limit> limit = Limit.of(entry.getKey());
                if (limit.isEmpty()) {
                  faults.add(
                      place
                          + ": unknown; there are "
                          + String.join(
                              ", ", Arrays.stream(Limit.values()).map(Limit::word).toList()));
                } else if (!entry.getValue().isNumber() || entry.getValue().asDouble() < 0) {
                  faults.add(place + ": must be a number, the most that is accepted");
                } else {
                  expect.put(limit.get(), entry.getValue().asDouble());
                }
              });
      return expect;
    }
  }
}
