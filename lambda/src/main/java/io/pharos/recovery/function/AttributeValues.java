package io.pharos.recovery.function;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Turns what the functions know (text, numbers, times, yes or no) into DynamoDB's values. */
final class AttributeValues {
  private AttributeValues() {}

  static AttributeValue of(Object value) {
    if (value instanceof String || value instanceof Instant) {
      return AttributeValue.fromS(value.toString());
    }
    if (value instanceof Boolean yes) {
      return AttributeValue.fromBool(yes);
    }
    if (value instanceof Number number) {
      return AttributeValue.fromN(Figures.text(number));
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, AttributeValue> values = new LinkedHashMap<>();
      map.forEach((name, part) -> values.put((String) name, of(part)));
      return AttributeValue.fromM(values);
    }
    throw new IllegalArgumentException("no DynamoDB value for " + value.getClass());
  }
}
