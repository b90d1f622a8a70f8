package io.pharos.sandbox.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One resource of the account, as the service that owns it keeps it. Attributes carry the
 * provider's property names and JSON-like values (String, Boolean, Number, List, Map), so that what
 * a service changes is what a refresh reads.
 */
public final class Resource {
  private final String type;
  private final String region;
  private final String name;
  private String id;
  private Map<String, Object> attributes;
  private Changes changes;
  private boolean frozen;
  private boolean shared;

  /**
   * @param type the provider's token, such as {@code aws:rds/instance:Instance}
   * @param region the Region, or {@code global} for a service without Regions
   * @param name what makes it unique within type and Region before it has an id (its URN, or the
   *     service's own name); ids are derived from it, so that they do not depend on the order of
   *     creation
   */
  public Resource(String type, String region, String name, Map<String, Object> attributes) {
    this.type = type;
    this.region = region;
    this.name = name;
    this.attributes = new LinkedHashMap<>(attributes);
  }

  /** An equal resource that shares nothing with this one that can change. */
  public Resource copy() {
    Resource copy = new Resource(type, region, name, Map.of());
    copy.id = id;
    if (frozen) {
      copy.attributes = attributes;
      copy.frozen = true;
      copy.shared = true;
    } else {
      attributes.forEach((attribute, value) -> copy.attributes.put(attribute, copyOf(value)));
    }
    return copy;
  }

  /** The attributes as its own, which may be changed. */
  private Map<String, Object> own() {
    changed();
    if (shared) {
      attributes = new LinkedHashMap<>(attributes);
      shared = false;
      frozen = false;
    }
    return attributes;
  }

  /**
   * Makes it cheap to copy: from now on what is within its attributes cannot be changed, neither
   * here nor in a copy. The attributes themselves can, and are copied by whoever changes them
   * first.
   */
  public void freeze() {
    own().replaceAll((attribute, value) -> unmodifiable(value));
    frozen = true;
    shared = true;
  }

  private static Object unmodifiable(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(key, unmodifiable(item)));
      return Collections.unmodifiableMap(copy);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Resource::unmodifiable).toList();
    }
    return value;
  }

  private static Object copyOf(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(key, copyOf(item)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(copyOf(item)));
      return copy;
    }
    return value;
  }

  public String type() {
    return type;
  }

  public String region() {
    return region;
  }

  public String name() {
    return name;
  }

  /** The provider's id; set by the owning service when it creates the resource. */
  public String id() {
    return id;
  }

  public void id(String id) {
    this.id = id;
  }

  /** The attributes themselves, which whoever asks may change. */
  public Map<String, Object> attributes() {
    return own();
  }

  /** Counts what happens to it there, too. */
  void report(Changes changes) {
    this.changes = changes;
  }

  private void changed() {
    if (changes != null) {
      changes.add();
    }
  }

  public void attributes(Map<String, Object> attributes) {
    this.attributes = new LinkedHashMap<>(attributes);
    this.shared = false;
    this.frozen = false;
    changed();
  }

  /** The attribute as it is, or null. */
  public Object value(String attribute) {
    return attributes.get(attribute);
  }

  public boolean has(String attribute) {
    return attributes.get(attribute) != null;
  }

  /** The attribute as a string, or the empty string when it is absent. */
  public String string(String attribute) {
    Object value = attributes.get(attribute);
    return value == null ? "" : value.toString();
  }

  public boolean flag(String attribute) {
    Object value = attributes.get(attribute);
    return Boolean.TRUE.equals(value) || "true".equals(value);
  }

  /** The attribute as an integer, or 0 when it is absent. */
  public int integer(String attribute) {
    Object value = attributes.get(attribute);
    return value == null
        ? 0
        : value instanceof Number number ? number.intValue() : Integer.parseInt(value.toString());
  }

  @SuppressWarnings("unchecked")
  public List<Object> list(String attribute) {
    return (List<Object>) attributes.getOrDefault(attribute, List.of());
  }

  public List<String> strings(String attribute) {
    return list(attribute).stream().map(Object::toString).toList();
  }

  @SuppressWarnings("unchecked")
  public Map<String, Object> map(String attribute) {
    return (Map<String, Object>) attributes.getOrDefault(attribute, Map.of());
  }

  @SuppressWarnings("unchecked")
  public List<Map<String, Object>> maps(String attribute) {
    return (List<Map<String, Object>>) attributes.getOrDefault(attribute, List.of());
  }

  public Resource set(String attribute, Object value) {
    own().put(attribute, value);
    return this;
  }

  @Override
  public String toString() {
    return type + " " + (id == null ? name : id) + " in " + region;
  }
}
