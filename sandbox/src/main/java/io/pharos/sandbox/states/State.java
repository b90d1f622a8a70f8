package io.pharos.sandbox.states;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One state of a definition that has been checked; fields keep their names and JSON values. */
record State(String name, StateType type, Map<String, Object> fields) {

  Optional<Object> field(String key) {
    return Optional.ofNullable(fields.get(key));
  }

  boolean has(String key) {
    return fields.containsKey(key);
  }

  Object get(String key) {
    return fields.get(key);
  }

  String text(String key) {
    return (String) fields.get(key);
  }

  boolean ends() {
    return type == StateType.SUCCEED || Boolean.TRUE.equals(fields.get("End"));
  }

  /** The objects in an array field; empty when the field is absent. */
  List<Map<String, Object>> objects(String key) {
    return objects(fields.get(key));
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> objects(Object array) {
    return array == null ? List.of() : (List<Map<String, Object>>) array;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  static List<String> strings(Object value) {
    return (List<String>) value;
  }
}
