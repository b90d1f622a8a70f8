package io.pharos.sandbox.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

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

  /** The value as text that is written when somebody reads it; the value stays as it is. */
  static Object text(Object value) {
    return new Object() {
      @Override
      public String toString() {
        return write(value);
      }
    };
  }

  /** Whether the value as JSON text in UTF-8 is longer than that. */
  static boolean longer(Object value, int bytes) {
    return most(value) > bytes && bytes(value) > bytes;
  }

  /** More bytes than the text can have: six for a character, as an escape. */
  private static long most(Object value) {
    if (value instanceof String text) {
      return 6L * text.length() + 2;
    }
    long most = 32;
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        most += most(entry.getKey()) + most(entry.getValue()) + 2;
      }
    } else if (value instanceof List<?> list) {
      for (Object each : list) {
        most += most(each) + 1;
      }
    } else if (value instanceof Number number) {
      most += number.toString().length();
    }
    return most;
  }

  /** The length of the value as JSON text in UTF-8. */
  public static int bytes(Object value) {
    return write(value).getBytes(StandardCharsets.UTF_8).length;
  }
}
