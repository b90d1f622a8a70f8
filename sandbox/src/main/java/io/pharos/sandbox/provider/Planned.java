package io.pharos.sandbox.provider;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** What a resource will look like, as far as a preview can tell. */
final class Planned {
  private Planned() {}

  /** The inputs, and unknown for all that AWS decides. */
  static Map<String, Object> created(ResourceType type, Map<String, Object> inputs) {
    Map<String, Object> planned = new TreeMap<>();
    type.properties()
        .forEach(
            (name, property) -> {
              if (property.output() && (!property.input() || property.computed())) {
                planned.put(name, Wire.UNKNOWN);
              }
            });
    planned.putAll(inputs);
    return withTagsAll(type, planned);
  }

  /** The state with the new inputs; what AWS decides stays what it was. */
  static Map<String, Object> updated(
      ResourceType type,
      Map<String, Object> state,
      Map<String, Object> oldInputs,
      Map<String, Object> inputs) {
    return withTagsAll(type, SimulatedResources.updated(type, state, oldInputs, inputs));
  }

  /** The attributes; what AWS never tells is what the program said. */
  static Map<String, Object> applied(
      ResourceType type, Map<String, Object> attributes, Map<String, Object> inputs) {
    Map<String, Object> known = new TreeMap<>(attributes);
    inputs.forEach(
        (name, value) -> {
          Property property = type.properties().get(name);
          if (property != null && property.writeOnly()) {
            known.put(name, value);
          }
        });
    return known;
  }

  /** The attributes; what AWS never tells is what the state says. */
  static Map<String, Object> refreshed(
      ResourceType type, Map<String, Object> attributes, Map<String, Object> state) {
    return replacingUntold(type, attributes, (name, property) -> state.get(name));
  }

  /** The attributes; what AWS never tells is missing, or what the provider's importer sets. */
  static Map<String, Object> imported(ResourceType type, Map<String, Object> attributes) {
    return replacingUntold(type, attributes, (name, property) -> property.importedValue());
  }

  private static Map<String, Object> replacingUntold(
      ResourceType type,
      Map<String, Object> attributes,
      BiFunction<String, Property, Object> instead) {
    Map<String, Object> known = new TreeMap<>(attributes);
    type.properties()
        .forEach(
            (name, property) -> {
              if (property.writeOnly()) {
                known.remove(name);
                Object value = instead.apply(name, property);
                if (value != null) {
                  known.put(name, value);
                }
              }
            });
    return known;
  }

  private static Map<String, Object> withTagsAll(ResourceType type, Map<String, Object> planned) {
    if (type.tagged()) {
      planned.put("tagsAll", planned.getOrDefault("tags", Map.of()));
    }
    return planned;
  }
}
