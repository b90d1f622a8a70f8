package io.pharos.sandbox.provider;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The inputs that a resource, as it is, would have been made with. A refresh tells only those that
 * the program gave, an import all that say something.
 */
final class ReadInputs {
  private ReadInputs() {}

  /** What the program gave, as it is now. */
  static Map<String, Object> refreshed(
      ResourceType type, Map<String, Object> attributes, Map<String, Object> oldInputs) {
    return refreshed(type.properties(), attributes, oldInputs);
  }

  private static Map<String, Object> refreshed(
      Map<String, Property> properties, Map<String, Object> now, Map<String, Object> oldInputs) {
    Map<String, Object> inputs = new TreeMap<>();
    oldInputs.forEach(
        (name, old) -> {
          Property property = properties.get(name);
          if (property == null || !property.input()) {
            return;
          }
          Object value = property.writeOnly() ? old : now.get(name);
          if (value != null) {
            inputs.put(name, refreshed(property, value, old));
          }
        });
    return inputs;
  }

  @SuppressWarnings("unchecked")
  private static Object refreshed(Property property, Object now, Object old) {
    if (StateDiff.same(property, now, old)) {
      return old; // in the program's own spelling
    }
    if (property.isObject() && now instanceof Map && old instanceof Map) {
      return refreshed(property.properties(), (Map<String, Object>) now, (Map<String, Object>) old);
    }
    if (property.isCollection() && now instanceof List && old instanceof List) {
      List<Object> olds = (List<Object>) old;
      List<Object> items = new ArrayList<>();
      for (Object item : (List<Object>) now) {
        items.add(
            items.size() < olds.size()
                ? refreshed(property.element(), item, olds.get(items.size()))
                : imported(property.element(), item));
      }
      return items;
    }
    return now;
  }

  /** Everything that is not what AWS would choose by default. */
  static Map<String, Object> imported(ResourceType type, Map<String, Object> attributes) {
    return imported(type.properties(), attributes);
  }

  private static Map<String, Object> imported(
      Map<String, Property> properties, Map<String, Object> now) {
    Map<String, Object> inputs = new TreeMap<>();
    properties.forEach(
        (name, property) -> {
          Object value = now.get(name);
          if (!property.input()
              || name.equals("tagsAll")
              || saysNothing(value)
              || value.equals(property.defaultValue())) {
            return;
          }
          inputs.put(name, imported(property, value));
        });
    return inputs;
  }

  @SuppressWarnings("unchecked")
  private static Object imported(Property property, Object now) {
    if (property.isObject() && now instanceof Map) {
      return imported(property.properties(), (Map<String, Object>) now);
    }
    if (property.isCollection() && now instanceof List) {
      List<Object> items = new ArrayList<>();
      ((List<Object>) now).forEach(item -> items.add(imported(property.element(), item)));
      return items;
    }
    return now;
  }

  private static boolean saysNothing(Object value) {
    return value == null
        || value.equals("")
        || value instanceof Collection<?> items && items.isEmpty()
        || value instanceof Map<?, ?> map && map.isEmpty();
  }
}
