package io.pharos.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Optional;

/** What the simulation reads from the inputs and outputs of functions. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String OPERATION = "\"operation\":\"";

  private Json() {}

  /** The id of the operation that a step belongs to; empty when it runs by the clock. */
  static String operation(String payload) {
    int at = payload.indexOf(OPERATION);
    if (at < 0) {
      return "";
    }
    int from = at + OPERATION.length();
    return payload.substring(from, payload.indexOf('"', from));
  }

  /** A time among the figures of an outcome, or empty. */
  static Optional<Instant> time(String payload, String figure) {
    try {
      String text = MAPPER.readTree(payload).path(figure).asText();
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** What a function said: its outcome and detail, or its error. */
  static String detail(String payload) {
    try {
      JsonNode tree = MAPPER.readTree(payload);
      return tree.has("errorMessage")
          ? tree.path("errorType").asText().replaceFirst(".*\\.", "")
              + ": "
              + tree.path("errorMessage").asText()
          : tree.path("outcome").asText() + ": " + tree.path("detail").asText();
    } catch (JsonProcessingException e) {
      return payload;
    }
  }
}
