package io.pharos.sandbox.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;

/**
 * JSON text and the plain values (Map, List, String, Number, Boolean, null) that state machines,
 * events and functions exchange.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  /**
   * @throws IllegalArgumentException when the text is not JSON
   */
  public static Object parse(String text) {
    try {
      return MAPPER.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON for a " + value.getClass().getName(), e);
    }
  }

  /** The length of the value as JSON text in UTF-8. */
  public static int bytes(Object value) {
    return write(value).getBytes(StandardCharsets.UTF_8).length;
  }
}
