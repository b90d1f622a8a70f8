package io.pharos.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One structure of the configuration while it is read. It records what is wrong and goes on with a
 * placeholder, so that one reading finds everything; what nobody asked for is an unknown key.
 */
final class Section {
  private final String path;
  private final JsonNode node;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();

  /**
   * @param node the structure, or null where it is missing or no structure, which has been reported
   */
  Section(String path, JsonNode node, Problems problems) {
    this.path = path;
    this.node = node;
    this.problems = problems;
  }

  String path(String key) {
    return path + (path.equals(Settings.NAMESPACE) ? ":" : ".") + key;
  }

  /** Whether none of these keys has been reported. */
  boolean sound(String... keys) {
    return node != null && Arrays.stream(keys).map(this::path).noneMatch(problems::under);
  }

  void wrong(String key, String allowed, String example) {
    problems.add(path(key), problems.shown(path(key), at(key)), allowed, example);
  }

  String text(String key, Rule rule) {
    if (node != null && at(key).isMissingNode()) {
      wrong(key, rule.allowed(), rule.example());
    }
    return optionalText(key, rule).orElse("");
  }

  String text(String key, Rule rule, String otherwise) {
    return optionalText(key, rule).orElse(otherwise);
  }

  Optional<String> optionalText(String key, Rule rule) {
    JsonNode value = at(key);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    // YAML reads 8.0 as a number; the reader of the error needs to know.
    if (!value.isTextual()) {
      wrong(key, rule.allowed() + " (a text: put it in quotes)", "\"" + rule.example() + "\"");
      return Optional.empty();
    }
    if (!rule.test().test(value.textValue())) {
      wrong(key, rule.allowed(), rule.example());
      return Optional.empty();
    }
    return Optional.of(value.textValue());
  }

  int integer(String key, int min, int max, int example) {
    if (node != null && at(key).isMissingNode()) {
      wrong(key, range(min, max), String.valueOf(example));
    }
    return optionalInteger(key, min, max, example).orElse(min);
  }

  OptionalInt optionalInteger(String key, int min, int max, int example) {
    JsonNode value = at(key);
    if (value.isMissingNode()) {
      return OptionalInt.empty();
    }
    if (!value.canConvertToInt() || !value.isIntegralNumber() || outside(value, min, max)) {
      wrong(key, range(min, max), String.valueOf(example));
      return OptionalInt.empty();
    }
    return OptionalInt.of(value.intValue());
  }

  boolean flag(String key, boolean otherwise) {
    JsonNode value = at(key);
    if (!value.isMissingNode() && !value.isBoolean()) {
      wrong(key, "true or false", String.valueOf(otherwise));
    }
    return value.asBoolean(otherwise);
  }

  <E extends Enum<E> & Choice> E choice(String key, E otherwise) {
    return problems.choice(path(key), at(key), otherwise, node != null);
  }

  Map<String, String> texts(String key, Rule names, Rule values) {
    // Sorted: what is made from it must not depend on the order in which it was written.
    Map<String, String> texts = new TreeMap<>();
    Section inner = section(key, false);
    inner
        .keys()
        .forEach(
            name -> {
              if (!names.test().test(name)) {
                inner.wrong(name, "a name that is " + names.allowed(), names.example());
              }
              inner.optionalText(name, values).ifPresent(value -> texts.put(name, value));
            });
    return texts;
  }

  /** Reports a value that must not stand in plain configuration, without repeating it. */
  void refuseSecret(String key) {
    problems.refuseSecret(
        path(key), "keep it in Secrets Manager in both Regions and let the application read it");
  }

  /** Whether something stands there. */
  boolean has(String key) {
    return !at(key).isMissingNode();
  }

  /** The inner structure; where it may be missing, an empty one stands for it. */
  Section section(String key, boolean required) {
    JsonNode value = at(key);
    if (value.isObject()) {
      return new Section(path(key), value, problems);
    }
    if (value.isMissingNode() && !required) {
      return new Section(path(key), JsonNodeFactory.instance.objectNode(), problems);
    }
    if (node != null && !problems.under(path(key))) {
      wrong(key, "a structure with named settings", Problems.SEE_EXAMPLE);
    }
    return new Section(path(key), null, problems);
  }

  /** The elements of a list of structures. */
  List<Section> sections(String key) {
    JsonNode value = at(key);
    if (!value.isArray() || value.isEmpty()) {
      if (node != null) {
        wrong(key, "a list with one structure at least", Problems.SEE_EXAMPLE);
      }
      return List.of();
    }
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      String at = path(key) + "[" + i + "]";
      boolean structure = value.get(i).isObject();
      if (!structure) {
        problems.add(at, value.get(i).toString(), "a structure", Problems.SEE_EXAMPLE);
      }
      sections.add(new Section(at, structure ? value.get(i) : null, problems));
    }
    return sections;
  }

  List<Integer> integers(String key, int min) {
    JsonNode value = at(key);
    List<Integer> numbers = new ArrayList<>();
    value.forEach(
        element -> numbers.add(element.isIntegralNumber() ? element.intValue() : min - 1));
    boolean list = value.isMissingNode() || value.isArray();
    if (!list || numbers.stream().anyMatch(n -> n < min)) {
      wrong(key, "a list of whole numbers from " + min + " on", "[" + min + "]");
      return List.of();
    }
    return numbers;
  }

  /** A list of different texts, which may be missing. */
  List<String> texts(String key, Rule rule, int most) {
    JsonNode value = at(key);
    if (value.isMissingNode()) {
      return List.of();
    }
    String example = "[" + rule.example() + "]";
    if (!value.isArray()) {
      wrong(key, "a list of names", example);
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      JsonNode element = value.get(i);
      String at = path(key) + "[" + i + "]";
      if (!element.isTextual() || !rule.test().test(element.textValue())) {
        problems.add(at, problems.shown(at, element), rule.allowed(), rule.example());
      } else if (texts.contains(element.textValue())) {
        problems.add(at, problems.shown(at, element), "each name once", rule.example());
      } else {
        texts.add(element.textValue());
      }
    }
    if (value.size() > most) {
      wrong(key, "at most " + most + " names", example);
    }
    return texts;
  }

  Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    if (node != null) {
      node.fieldNames().forEachRemaining(keys::add);
    }
    return keys;
  }

  /** Reports the keys that nobody asked for. */
  void close() {
    String expected = known.stream().sorted().collect(Collectors.joining(", "));
    for (String key : keys()) {
      if (!known.contains(key)) {
        problems.unknown(path(key), key, node.get(key), known, expected);
      }
    }
  }

  private JsonNode at(String key) {
    known.add(key);
    return node == null ? JsonNodeFactory.instance.missingNode() : node.path(key);
  }

  private static boolean outside(JsonNode value, int min, int max) {
    return value.intValue() < min || value.intValue() > max;
  }

  private static String range(int min, int max) {
    return max == Integer.MAX_VALUE
        ? "a whole number from " + min + " on"
        : "a whole number from " + min + " to " + max;
  }
}
