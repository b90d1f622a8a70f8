package io.pharos.sandbox.provider;

import java.util.Map;
import java.util.TreeMap;

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

  /** The attributes, and from the state what AWS never tells. */
  static Map<String, Object> withWriteOnly(
      ResourceType type, Map<String, Object> attributes, Map<String, Object> state) {
    Map<String, Object> known = new TreeMap<>(attributes);
    type.properties()
        .forEach(
            (name, property) -> {
              if (property.writeOnly()) {
                known.remove(name);
                if (state.get(name) != null) {
                  known.put(name, state.get(name));
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
