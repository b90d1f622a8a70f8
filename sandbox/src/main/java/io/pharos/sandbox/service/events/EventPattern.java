package io.pharos.sandbox.service.events;

import io.pharos.sandbox.states.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An event pattern: every field it names must match, and a field matches when one of its values
 * does. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
final class EventPattern {
  private static final Set<String> OPERATORS =
      Set.of(
          "prefix",
          "suffix",
          "anything-but",
          "exists",
          "numeric",
          "equals-ignore-case",
          "wildcard");

  private final Map<String, Object> pattern;

  private EventPattern(Map<String, Object> pattern) {
    this.pattern = pattern;
  }

  /**
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException
   *     InvalidEventPatternException
   */
  static EventPattern parse(String text) {
    Object value;
    try {
      value = Json.parse(text);
    } catch (IllegalArgumentException e) {
      throw EventRefusal.pattern(e.getMessage());
    }
    if (!(value instanceof Map<?, ?>)) {
      throw EventRefusal.pattern("Filter is not an object");
    }
    Map<String, Object> pattern = object(value);
    check(pattern);
    return new EventPattern(pattern);
  }

  boolean matches(Map<String, Object> event) {
    return matches(pattern, event);
  }

  private static void check(Map<String, Object> pattern) {
    if (pattern.isEmpty()) {
      throw EventRefusal.pattern("Empty objects are not allowed");
    }
    pattern.forEach(
        (key, value) -> {
          if (key.equals("$or") && value instanceof List<?> options) {
            options.forEach(option -> check(object(option)));
          } else if (value instanceof Map<?, ?>) {
            check(object(value));
          } else if (value instanceof List<?> values && !values.isEmpty()) {
            values.forEach(EventPattern::checkValue);
          } else {
            throw EventRefusal.pattern("\"" + key + "\" must be an object or a non-empty array");
          }
        });
  }

  private static void checkValue(Object value) {
    if (value instanceof Map<?, ?> operator
        && (operator.size() != 1 || !OPERATORS.containsAll(operator.keySet()))) {
      throw EventRefusal.pattern("Unrecognized match type " + operator.keySet());
    }
    if (value instanceof List<?>) {
      throw EventRefusal.pattern("Match value must be String, number, true, false, or null");
    }
  }

  private static boolean matches(Map<String, Object> pattern, Map<String, Object> event) {
    for (Map.Entry<String, Object> entry : pattern.entrySet()) {
      Object wanted = entry.getValue();
      boolean holds;
      if (entry.getKey().equals("$or")) {
        holds = ((List<?>) wanted).stream().anyMatch(one -> matches(object(one), event));
      } else if (wanted instanceof Map<?, ?>) {
        Object inner = event.get(entry.getKey());
        holds = matches(object(wanted), inner instanceof Map<?, ?> ? object(inner) : Map.of());
      } else {
        boolean present = event.containsKey(entry.getKey());
        Object value = event.get(entry.getKey());
        holds = ((List<?>) wanted).stream().anyMatch(one -> matchesValue(one, present, value));
      }
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  private static boolean matchesValue(Object wanted, boolean present, Object value) {
    if (wanted instanceof Map<?, ?> operator && operator.get("exists") instanceof Boolean exists) {
      return exists == present;
    }
    if (!present) {
      return false;
    }
    if (value instanceof List<?> values) {
      return values.stream().anyMatch(one -> matchesOne(wanted, one));
    }
    return matchesOne(wanted, value);
  }

  private static boolean matchesOne(Object wanted, Object value) {
    if (!(wanted instanceof Map<?, ?> map)) {
      return equal(wanted, value);
    }
    Map.Entry<String, Object> operator = object(map).entrySet().iterator().next();
    Object operand = operator.getValue();
    return switch (operator.getKey()) {
      case "anything-but" -> !anyOf(operand, value);
      case "numeric" -> value instanceof Number number && numeric((List<?>) operand, number);
      default -> value instanceof String text && text(operator.getKey(), operand, text);
    };
  }

  private static boolean anyOf(Object operand, Object value) {
    if (operand instanceof List<?> values) {
      return values.stream().anyMatch(one -> equal(one, value));
    }
    if (operand instanceof Map<?, ?> nested) {
      Map.Entry<String, Object> operator = object(nested).entrySet().iterator().next();
      List<?> values =
          operator.getValue() instanceof List<?> list ? list : List.of(operator.getValue());
      return value instanceof String text
          && values.stream().anyMatch(one -> text(operator.getKey(), one, text));
    }
    return equal(operand, value);
  }

  private static boolean text(String operator, Object operand, String value) {
    if (operand instanceof Map<?, ?> nested && nested.containsKey("equals-ignore-case")) {
      return text(
          operator,
          nested.get("equals-ignore-case").toString().toLowerCase(Locale.ROOT),
          value.toLowerCase(Locale.ROOT));
    }
    String wanted = operand.toString();
    return switch (operator) {
      case "prefix" -> value.startsWith(wanted);
      case "suffix" -> value.endsWith(wanted);
      case "equals-ignore-case" -> value.equalsIgnoreCase(wanted);
      case "wildcard" -> value.matches(Pattern.quote(wanted).replace("*", "\\E.*\\Q"));
      default -> throw EventRefusal.pattern("Unrecognized match type " + operator);
    };
  }

  private static boolean numeric(List<?> comparisons, Number value) {
    BigDecimal number = new BigDecimal(value.toString());
    for (int i = 0; i + 1 < comparisons.size(); i += 2) {
      int order = number.compareTo(new BigDecimal(comparisons.get(i + 1).toString()));
      boolean holds =
          switch (comparisons.get(i).toString()) {
            case "=" -> order == 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> throw EventRefusal.pattern("Unrecognized numeric range operator");
          };
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(Object wanted, Object value) {
    if (wanted instanceof Number one && value instanceof Number other) {
      return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0;
    }
    return Objects.equals(wanted, value);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object value) {
    if (!(value instanceof Map<?, ?>)) {
      throw EventRefusal.pattern("Expected an object");
    }
    return (Map<String, Object>) value;
  }
}
