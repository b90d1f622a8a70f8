package io.pharos.sandbox.provider;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.TreeMap;

/**
 * A type of resource in the table: its properties, and the words in which the provider speaks of
 * it.
 *
 * @param source the documentation or provider source that the entry follows
 * @param noun as in "creating RDS DB Instance"
 * @param operation AWS's API operation for {@code create}, {@code read}, {@code update}, {@code
 *     delete}
 * @param deleteBeforeReplace two of them cannot exist at the same time
 * @param global its service has no Regions
 */
record ResourceType(
    String token,
    String source,
    String noun,
    Map<String, String> operation,
    boolean deleteBeforeReplace,
    @JsonProperty("global") boolean global,
    Map<String, Property> properties,
    String note) {

  ResourceType {
    operation = operation == null ? Map.of() : operation;
    properties = properties == null ? Map.of() : new TreeMap<>(properties);
  }

  ResourceType named(String token) {
    return new ResourceType(
        token, source, noun, operation, deleteBeforeReplace, global, properties, note);
  }

  /** The provider's default tags apply: it has a map of tags, and says which it has in all. */
  boolean tagged() {
    return properties.containsKey("tagsAll")
        && properties.containsKey("tags")
        && properties.get("tags").is("map");
  }

  /** {@code rds} of {@code aws:rds/instance:Instance}. */
  String module() {
    return token.substring(token.indexOf(':') + 1, token.indexOf('/'));
  }

  /** {@code Instance} of {@code aws:rds/instance:Instance}. */
  String shortName() {
    return token.substring(token.lastIndexOf(':') + 1);
  }
}
