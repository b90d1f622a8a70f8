package io.pharos.sandbox.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a provider of the program is configured: its Region, the tags of all that it makes, and the
 * role that it takes.
 */
record ProviderConfig(String region, Map<String, Object> defaultTags, Optional<String> role) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param arguments of Configure; the SDKs send structured ones of explicit providers as JSON text
   * @throws ProviderFailure when there is no Region
   */
  static ProviderConfig of(Map<String, Object> arguments) {
    Map<String, Object> plain = Wire.plainMap(arguments);
    if (!(plain.get("region") instanceof String region) || region.isBlank()) {
      throw new ProviderFailure(
          "missing required configuration key \"aws:region\": The region where AWS operations will"
              + " take place. Examples are us-east-1, us-west-2, etc.");
    }
    Map<String, Object> tags = map(map(plain.get("defaultTags")).get("tags"));
    Object role = map(plain.get("assumeRole")).get("roleArn");
    return new ProviderConfig(
        region, new TreeMap<>(tags), Optional.ofNullable(role).map(Object::toString));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    if (value instanceof Map) {
      return (Map<String, Object>) value;
    }
    if (!(value instanceof String text) || text.isBlank()) {
      return Map.of();
    }
    try {
      return JSON.readValue(text, new TypeReference<Map<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new ProviderFailure("an argument of the provider is not an object: " + text, e);
    }
  }
}
