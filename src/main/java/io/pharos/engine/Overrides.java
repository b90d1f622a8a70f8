package io.pharos.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pharos.config.Json;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Settings that replace those of the committed files. A stack's structure replaces the project's as
 * a whole, therefore a single setting of a structure is put into a copy of the whole.
 */
record Overrides(Map<String, String> byPath) {
  /** Takes a setting of a structure away. */
  static final String ABSENT = "null";

  /** The keys that change, with their new values, given all values as they are now. */
  Map<String, String> appliedTo(Map<String, String> configuration) {
    Map<String, String> changed = new HashMap<>();
    byPath.forEach(
        (path, value) -> {
          int dot = path.indexOf('.');
          if (dot < 0) {
            changed.put(path, value);
            return;
          }
          String key = path.substring(0, dot);
          String now = changed.getOrDefault(key, configuration.getOrDefault(key, "{}"));
          changed.put(key, with(now, path.substring(dot + 1), value));
        });
    return changed;
  }

  private static String with(String document, String path, String value) {
    try {
      ObjectNode tree = (ObjectNode) Json.MAPPER.readTree(document);
      ObjectNode parent = tree;
      String[] steps = path.split("\\.");
      for (int i = 0; i < steps.length - 1; i++) {
        parent = parent.withObjectProperty(steps[i]);
      }
      String last = steps[steps.length - 1];
      if (value.equals(ABSENT)) {
        parent.remove(last);
      } else {
        parent.set(last, scalar(value));
      }
      return Json.write(tree);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A number or a boolean stays one. */
  private static JsonNode scalar(String value) {
    try {
      JsonNode parsed = Json.MAPPER.readTree(value);
      return parsed.isValueNode() ? parsed : Json.MAPPER.getNodeFactory().textNode(value);
    } catch (JsonProcessingException e) {
      return Json.MAPPER.getNodeFactory().textNode(value);
    }
  }
}
