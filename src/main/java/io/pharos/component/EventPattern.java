package io.pharos.component;

import io.pharos.config.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which events a rule is for, as EventBridge reads it: always the same text for the same pattern,
 * so that no preview shows a change that is none.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html">
 *     Event patterns</a>
 */
final class EventPattern {
  private EventPattern() {}

  /** Events of one service and one type, by what their detail says. */
  static String of(String source, String type, Map<String, Object> detail) {
    return Json.write(pattern(source, type, detail));
  }

  /** The same, about one resource. */
  static String about(String arn, String source, String type, Map<String, Object> detail) {
    Map<String, Object> pattern = pattern(source, type, detail);
    pattern.put("resources", List.of(arn));
    return Json.write(pattern);
  }

  private static Map<String, Object> pattern(
      String source, String type, Map<String, Object> detail) {
    return new TreeMap<>(
        Map.of(
            "source", List.of(source),
            "detail-type", List.of(type),
            "detail", new TreeMap<>(detail)));
  }
}
