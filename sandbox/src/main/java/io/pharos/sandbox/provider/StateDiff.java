package io.pharos.sandbox.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How wanted inputs differ from a resource's state, as the bridge sees it: what the program says is
 * compared with what is there, so that drift shows after a refresh; what the program no longer says
 * is a removal, unless AWS chooses the value itself. Values carry no marks of secrecy here.
 */
final class StateDiff {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TreeMap<String, Change> changes = new TreeMap<>();

  private StateDiff() {}

  /** The changes by property path, such as {@code tags.app} or {@code ingress[0].fromPort}. */
  static TreeMap<String, Change> between(
      ResourceType type,
      Map<String, Object> state,
      Map<String, Object> oldInputs,
      Map<String, Object> news,
      Collection<String> ignored) {
    StateDiff diff = new StateDiff();
    diff.object("", type.properties(), false, state, oldInputs, news);
    diff.changes.keySet().removeIf(path -> isIgnored(path, ignored));
    return diff.changes;
  }

  /** Whether a value is what the property has already. */
  static boolean same(Property property, Object old, Object wanted) {
    StateDiff diff = new StateDiff();
    diff.value("", property, false, old, old, wanted);
    return diff.changes.isEmpty();
  }

  private void object(
      String path,
      Map<String, Property> properties,
      boolean replaces,
      Map<String, Object> old,
      Map<String, Object> oldInputs,
      Map<String, Object> news) {
    properties.forEach(
        (name, property) -> {
          if (property.input()) {
            value(
                path.isEmpty() ? name : path + "." + name,
                property,
                replaces || property.replaces(),
                known(property, old.get(name), oldInputs.get(name)),
                oldInputs.get(name),
                news.get(name));
          }
        });
  }

  /** What AWS never tells is what the program said last. */
  private static Object known(Property property, Object old, Object oldInput) {
    return old == null && property.writeOnly() ? oldInput : old;
  }

  private void value(
      String path,
      Property property,
      boolean replaces,
      Object old,
      Object oldInput,
      Object wanted) {
    if (wanted == null) {
      if (!isEmpty(oldInput) && !isEmpty(old) && !property.computed()) {
        note(path, Change.Kind.DELETE, replaces);
      }
    } else if (wanted == Wire.UNKNOWN) {
      note(path, old == null ? Change.Kind.ADD : Change.Kind.UPDATE, replaces);
    } else if (isEmpty(old) && isEmpty(wanted)) {
      return;
    } else if (Wire.isArchive(wanted) || Wire.isAsset(wanted)) {
      if (!sameContent(old, wanted)) {
        note(path, old == null ? Change.Kind.ADD : Change.Kind.UPDATE, replaces);
      }
    } else if (property.is("map") && (old == null || old instanceof Map) && wanted instanceof Map) {
      map(path, property, replaces, asMap(old), asMap(wanted));
    } else if (old == null) {
      note(path, Change.Kind.ADD, replaces);
    } else if (property.isObject() && old instanceof Map && wanted instanceof Map) {
      object(path, property.properties(), replaces, asMap(old), asMap(oldInput), asMap(wanted));
    } else if (property.is("set") && old instanceof List && wanted instanceof List) {
      set(path, property, replaces, asList(old), asList(wanted));
    } else if (property.is("list") && old instanceof List && wanted instanceof List) {
      list(path, property, replaces, asList(old), asList(oldInput), asList(wanted));
    } else if (!equal(old, wanted) && !property.meant(old).equals(property.meant(wanted))) {
      note(path, Change.Kind.UPDATE, replaces);
    }
  }

  private void map(
      String path,
      Property property,
      boolean replaces,
      Map<String, Object> old,
      Map<String, Object> wanted) {
    Set<String> keys = new TreeSet<>(old.keySet());
    keys.addAll(wanted.keySet());
    for (String key : keys) {
      String at = path + (key.matches("[\\w-]+") ? "." + key : "[\"" + key + "\"]");
      if (!wanted.containsKey(key)) {
        note(at, Change.Kind.DELETE, replaces);
      } else if (!old.containsKey(key)) {
        note(at, Change.Kind.ADD, replaces);
      } else {
        value(at, property.element(), replaces, old.get(key), old.get(key), wanted.get(key));
      }
    }
  }

  private void list(
      String path,
      Property property,
      boolean replaces,
      List<Object> old,
      List<Object> oldInputs,
      List<Object> wanted) {
    for (int i = 0; i < Math.max(old.size(), wanted.size()); i++) {
      String at = path + "[" + i + "]";
      if (i >= wanted.size()) {
        note(at, Change.Kind.DELETE, replaces);
      } else if (i >= old.size()) {
        note(at, Change.Kind.ADD, replaces);
      } else {
        Object oldInput = i < oldInputs.size() ? oldInputs.get(i) : null;
        value(at, property.element(), replaces, old.get(i), oldInput, wanted.get(i));
      }
    }
  }

  private void set(
      String path, Property property, boolean replaces, List<Object> old, List<Object> wanted) {
    List<Object> left = new ArrayList<>(old);
    for (int i = 0; i < wanted.size(); i++) {
      Object item = wanted.get(i);
      if (!left.removeIf(once(property.element(), item))) {
        note(path + "[" + i + "]", Change.Kind.ADD, replaces);
      }
    }
    left.forEach(gone -> note(path + "[" + old.indexOf(gone) + "]", Change.Kind.DELETE, replaces));
  }

  /** Is true for the first equal item only: a set of the provider may hold equal blocks twice. */
  private static java.util.function.Predicate<Object> once(Property element, Object item) {
    boolean[] found = new boolean[1];
    return candidate -> {
      if (found[0] || !same(element, candidate, item)) {
        return false;
      }
      found[0] = true;
      return true;
    };
  }

  private void note(String path, Change.Kind kind, boolean replaces) {
    changes.merge(
        path, new Change(kind, replaces), (a, b) -> new Change(Change.Kind.UPDATE, replaces));
  }

  /** The provider does not tell nothing from empty. */
  private static boolean isEmpty(Object value) {
    return value == null
        || value.equals("")
        || value.equals(false)
        || value instanceof Collection<?> items && items.isEmpty()
        || value instanceof Map<?, ?> map && map.isEmpty();
  }

  private static boolean sameContent(Object old, Object wanted) {
    Object before = asMap(old).get("hash");
    Object after = asMap(wanted).get("hash");
    return before != null && after != null ? before.equals(after) : Objects.equals(old, wanted);
  }

  private static boolean equal(Object old, Object wanted) {
    if (old instanceof Number a && wanted instanceof Number b) {
      return a.doubleValue() == b.doubleValue();
    }
    if (old instanceof Map && wanted instanceof Map) {
      Map<String, Object> a = asMap(old);
      Map<String, Object> b = asMap(wanted);
      return a.keySet().equals(b.keySet())
          && a.keySet().stream().allMatch(key -> equal(a.get(key), b.get(key)));
    }
    if (old instanceof List<?> a && wanted instanceof List<?> b) {
      return a.size() == b.size()
          && java.util.stream.IntStream.range(0, a.size()).allMatch(i -> equal(a.get(i), b.get(i)));
    }
    return Objects.equals(old, wanted)
        || old != null && wanted != null && sameJson(old.toString(), wanted.toString());
  }

  /** Policies and definitions are documents: their spaces and the order of keys say nothing. */
  private static boolean sameJson(String old, String wanted) {
    if (!old.strip().matches("(?s)[{\\[].*[}\\]]") || !wanted.strip().matches("(?s)[{\\[].*")) {
      return false;
    }
    try {
      JsonNode before = JSON.readTree(old);
      return before.equals(JSON.readTree(wanted));
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** {@code tags}, {@code tags.app}, {@code rules[*].port} and {@code *} ignore what is below. */
  static boolean isIgnored(String path, Collection<String> ignored) {
    return ignored.stream()
        .anyMatch(
            pattern -> {
              if (pattern.equals("*")) {
                return true;
              }
              String regex =
                  java.util.regex.Pattern.quote(pattern).replace("[*]", "\\E\\[[^\\]]*\\]\\Q");
              return path.matches(regex + "([.\\[].*)?");
            });
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object value) {
    return value instanceof Map ? (Map<String, Object>) value : Map.of();
  }

  @SuppressWarnings("unchecked")
  private static List<Object> asList(Object value) {
    return value instanceof List ? (List<Object>) value : List.of();
  }
}
