package io.pharos.sandbox.service.iam;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is known about a request when conditions are evaluated. */
@FunctionalInterface
public interface ConditionContext {

  /** The values of a condition key (in lower case), or null when the request has no such key. */
  List<String> values(String key);

  /** A context of keys with one value each; keys in any case. */
  static ConditionContext of(Map<String, String> values) {
    Map<String, List<String>> byKey = new HashMap<>();
    values.forEach((key, value) -> byKey.put(key.toLowerCase(Locale.ROOT), List.of(value)));
    return byKey::get;
  }

  /** This one, and where it knows nothing the other. */
  default ConditionContext or(ConditionContext other) {
    return key -> {
      List<String> values = values(key);
      return values == null ? other.values(key) : values;
    };
  }
}
