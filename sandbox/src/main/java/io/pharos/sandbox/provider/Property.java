package io.pharos.sandbox.provider;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * One property of a type in the table: what the provider accepts for it and what it does when it
 * changes.
 *
 * @param type string, boolean, integer, number, list, set, map, object, asset, archive or any
 * @param replaces a change needs a new resource ("ForceNew")
 * @param computed AWS chooses a value when the program gives none, so that absence is no change
 * @param autoname the provider invents a name when the program gives none
 * @param writeOnly AWS never tells it, so that an import does not know it
 * @param importedValue what an import says nevertheless, because the provider's importer sets it
 * @param spellings other ways to say a value, and what AWS calls it: {@code tcp} is {@code 6}
 * @param items of a list, set or map
 * @param properties of an object
 */
record Property(
    String type,
    boolean input,
    boolean output,
    boolean required,
    boolean replaces,
    boolean computed,
    boolean secret,
    boolean autoname,
    boolean writeOnly,
    @JsonProperty("default") Object defaultValue,
    @JsonProperty("imported") Object importedValue,
    Map<String, String> spellings,
    Property items,
    Map<String, Property> properties,
    String source,
    String note) {

  /** What is known about a value below this one of which the table says nothing. */
  static final Property ANY =
      new Property(
          "any", true, true, false, false, false, false, false, false, null, null, null, null, null,
          null, null);

  Property {
    if (type == null) {
      throw new IllegalArgumentException("a property without a type");
    }
    properties = properties == null ? Map.of() : properties;
    spellings = spellings == null ? Map.of() : spellings;
  }

  /** The value as AWS calls it. */
  Object meant(Object value) {
    return spellings.getOrDefault(String.valueOf(value), String.valueOf(value));
  }

  boolean is(String kind) {
    return type.equals(kind);
  }

  boolean isCollection() {
    return is("list") || is("set");
  }

  /** An object of which the table knows the properties. */
  boolean isObject() {
    return is("object") && !properties.isEmpty();
  }

  Property element() {
    return items == null ? ANY : items;
  }

  /** Whether it, or anything inside it, is secret by itself. */
  boolean holdsSecret() {
    return secret
        || items != null && items.holdsSecret()
        || properties.values().stream().anyMatch(Property::holdsSecret);
  }
}
