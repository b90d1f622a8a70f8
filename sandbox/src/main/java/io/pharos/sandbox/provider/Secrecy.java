package io.pharos.sandbox.provider;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps secrets secret on their way back to the engine: what came in as a secret, what the table
 * calls one, and every other property that contains such a value. The engine alone would mark only
 * outputs of the same name.
 */
final class Secrecy {
  /** Shorter ones would be found in everything; they are only recognised as a whole. */
  private static final int SHORTEST_PART = 4;

  private final ResourceType type;
  private final Set<String> names = new TreeSet<>();
  private final Set<String> values = new TreeSet<>();

  /**
   * @param requests what the engine sent about the resource: inputs, old inputs, old state
   */
  @SafeVarargs
  Secrecy(ResourceType type, Map<String, Object>... requests) {
    this.type = type;
    for (Map<String, Object> request : requests) {
      request.forEach(
          (name, value) -> {
            if (Wire.hasSecret(value)) {
              names.add(name);
              collect(value, false);
            }
          });
    }
  }

  /** The properties for the engine. */
  Map<String, Object> wrap(Map<String, Object> properties) {
    properties.forEach(
        (name, value) -> {
          Property property = type.properties().get(name);
          if (property != null && property.secret()) {
            names.add(name);
            collect(value, true);
          } else if (property != null && property.holdsSecret()) {
            names.add(name);
          }
        });
    Map<String, Object> wrapped = new LinkedHashMap<>();
    properties.forEach(
        (name, value) ->
            wrapped.put(
                name,
                !(value instanceof Wire.Secret) && (names.contains(name) || contains(value))
                    ? new Wire.Secret(value)
                    : value));
    return wrapped;
  }

  /** A text that may be shown. */
  String redact(String text) {
    String shown = text;
    for (String value : values) {
      if (value.length() >= SHORTEST_PART) {
        shown = shown.replace(value, "[secret]");
      }
    }
    return shown;
  }

  private void collect(Object value, boolean secret) {
    if (value instanceof Wire.Secret inner) {
      collect(inner.value(), true);
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(item -> collect(item, secret));
    } else if (value instanceof Iterable<?> items) {
      items.forEach(item -> collect(item, secret));
    } else if (secret && value instanceof String text && !text.isEmpty()) {
      values.add(text);
    }
  }

  private boolean contains(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.values().stream().anyMatch(this::contains);
    }
    if (value instanceof Iterable<?> items) {
      for (Object item : items) {
        if (contains(item)) {
          return true;
        }
      }
      return false;
    }
    return value instanceof String text
        && values.stream()
            .anyMatch(
                secret ->
                    secret.length() < SHORTEST_PART ? text.equals(secret) : text.contains(secret));
  }
}
