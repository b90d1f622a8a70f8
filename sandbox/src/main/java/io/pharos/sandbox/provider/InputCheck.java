package io.pharos.sandbox.provider;

import io.pharos.sandbox.core.Ids;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import pulumirpc.Provider.CheckFailure;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.CheckResponse;

/**
 * What the provider accepts for a type: known properties of the right type, none missing. It fills
 * in defaults, the provider's default tags and invented names, and keeps every mark of secrecy.
 */
final class InputCheck {

  /** A property that is not accepted. */
  private record Failure(String path, String reason) {}

  private final ResourceType type;
  private final List<Failure> failures = new ArrayList<>();

  private InputCheck(ResourceType type) {
    this.type = type;
  }

  /** Answers the engine. */
  static CheckResponse answer(
      ResourceType type, CheckRequest request, Map<String, Object> defaultTags, int creations) {
    InputCheck check = new InputCheck(type);
    Map<String, Object> inputs =
        check.check(
            Wire.decode(request.getNews()),
            Wire.decode(request.getOlds()),
            defaultTags,
            request.getUrn(),
            creations);
    CheckResponse.Builder response = CheckResponse.newBuilder().setInputs(Wire.encode(inputs));
    check.failures.forEach(
        failure ->
            response.addFailures(
                CheckFailure.newBuilder().setProperty(failure.path()).setReason(failure.reason())));
    return response.build();
  }

  /**
   * The inputs as the provider uses them.
   *
   * @param olds the inputs so far; empty when the resource is new or replaced
   * @param urn what invented names are derived from, after {@code creations}, which tells the
   *     resources apart that had this URN
   */
  private Map<String, Object> check(
      Map<String, Object> news,
      Map<String, Object> olds,
      Map<String, Object> defaultTags,
      String urn,
      int creations) {
    Map<String, Object> inputs = checkObject("", type.properties(), news);
    type.properties()
        .forEach(
            (name, property) -> {
              if (property.autoname() && !inputs.containsKey(name)) {
                inputs.put(name, inventedName(name, olds, urn, creations));
              }
            });
    if (type.tagged()) {
      mergeTags(inputs, defaultTags);
    }
    return inputs;
  }

  private Map<String, Object> checkObject(
      String path, Map<String, Property> properties, Map<String, Object> given) {
    Map<String, Object> checked = new TreeMap<>();
    given.forEach(
        (name, value) -> {
          Property property = properties.get(name);
          if (name.startsWith("__")) {
            return; // the engine's and the bridge's own notes
          }
          if (property == null || !property.input()) {
            failures.add(new Failure(join(path, name), "Invalid or unknown key. " + hint(name)));
          } else {
            checked.put(name, checkValue(join(path, name), property, value));
          }
        });
    properties.forEach(
        (name, property) -> {
          if (!property.input() || checked.containsKey(name) || given.containsKey(name)) {
            return;
          }
          if (property.defaultValue() != null) {
            checked.put(name, property.defaultValue());
          } else if (property.required() && !property.autoname()) {
            failures.add(
                new Failure(
                    join(path, name),
                    "Missing required argument. The argument \""
                        + name
                        + "\" is required, but no definition was found."));
          }
        });
    return checked;
  }

  private String hint(String name) {
    return type.token() + " has no input '" + name + "'.";
  }

  @SuppressWarnings("unchecked")
  private Object checkValue(String path, Property property, Object value) {
    if (value instanceof Wire.Secret secret) {
      return new Wire.Secret(checkValue(path, property, secret.value()));
    }
    if (value == Wire.UNKNOWN || value == null) {
      return value;
    }
    if (!fits(property, value)) {
      failures.add(new Failure(path, "expected " + property.type() + ", got " + kind(value)));
      return value;
    }
    if (property.isCollection()) {
      List<Object> items = new ArrayList<>();
      for (Object item : (List<Object>) value) {
        items.add(checkValue(path + "[" + items.size() + "]", property.element(), item));
      }
      return items;
    }
    if (property.is("map")) {
      Map<String, Object> items = new LinkedHashMap<>();
      ((Map<String, Object>) value)
          .forEach((k, v) -> items.put(k, checkValue(join(path, k), property.element(), v)));
      return items;
    }
    return property.isObject()
        ? checkObject(path, property.properties(), (Map<String, Object>) value)
        : value;
  }

  private static boolean fits(Property property, Object value) {
    return switch (property.type()) {
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "integer" -> value instanceof Integer || value instanceof Long;
      case "number" -> value instanceof Number;
      case "list", "set" -> value instanceof List;
      case "map" -> value instanceof Map && !Wire.isAsset(value) && !Wire.isArchive(value);
      case "object" -> value instanceof Map;
      case "asset" -> Wire.isAsset(value) || Wire.isArchive(value);
      case "archive" -> Wire.isArchive(value);
      case "any" -> true;
      default -> throw new IllegalStateException("the table has type " + property.type());
    };
  }

  private static String kind(Object value) {
    if (value instanceof String) {
      return "string";
    }
    if (value instanceof Boolean) {
      return "boolean";
    }
    if (value instanceof Number) {
      return "number";
    }
    return value instanceof List ? "list" : "object";
  }

  /** As the bridge does it: a name that was given once stays, a replacement gets another. */
  private static Object inventedName(
      String property, Map<String, Object> olds, String urn, int creations) {
    Object old = olds.get(property);
    if (old != null) {
      return old;
    }
    return logicalName(urn) + "-" + Ids.hex("", 7, urn, property, creations);
  }

  /** Whether the provider invented this name for the resource. */
  static boolean isInvented(String urn, Object name) {
    String text = String.valueOf(Wire.plain(name));
    String prefix = logicalName(urn) + "-";
    return text.startsWith(prefix) && text.substring(prefix.length()).matches("[0-9a-f]{7}");
  }

  static String logicalName(String urn) {
    return urn.split("::", 4)[3];
  }

  @SuppressWarnings("unchecked")
  private static void mergeTags(Map<String, Object> inputs, Map<String, Object> defaultTags) {
    Object given = inputs.get("tags");
    Object tags = given instanceof Wire.Secret secret ? secret.value() : given;
    if (defaultTags.isEmpty() || tags != null && !(tags instanceof Map)) {
      return;
    }
    Map<String, Object> merged = new TreeMap<>(defaultTags);
    if (tags != null) {
      merged.putAll((Map<String, Object>) tags);
    }
    inputs.put("tags", given instanceof Wire.Secret ? new Wire.Secret(merged) : merged);
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
