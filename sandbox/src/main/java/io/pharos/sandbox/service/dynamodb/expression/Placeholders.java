package io.pharos.sandbox.service.dynamodb.expression;

import io.pharos.sandbox.service.dynamodb.Values;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The names and values that stand behind {@code #name} and {@code :value} in the expressions of one
 * request. Each has to be used by one of them.
 */
public final class Placeholders {
  private final Map<String, String> names;
  private final Map<String, AttributeValue> values;
  private final Set<String> used = new HashSet<>();

  public Placeholders(Map<String, String> names, Map<String, AttributeValue> values) {
    this.names = names;
    this.values = values;
  }

  String name(String placeholder, String expression) {
    String name = names.get(placeholder);
    if (name == null) {
      throw new InvalidExpression(
          "Invalid %s: An expression attribute name used in the document path is not defined; attribute name: %s"
              .formatted(expression, placeholder));
    }
    used.add(placeholder);
    return name;
  }

  AttributeValue value(String placeholder, String expression) {
    AttributeValue value = values.get(placeholder);
    if (value == null) {
      throw new InvalidExpression(
          "Invalid %s: An expression attribute value used in expression is not defined; attribute value: %s"
              .formatted(expression, placeholder));
    }
    used.add(placeholder);
    return Values.canonical(value);
  }

  /**
   * @throws InvalidExpression when a name or value is used by no expression
   */
  public void checkAllUsed() {
    if (used.size() == names.size() + values.size()) {
      return;
    }
    check(names.keySet(), "ExpressionAttributeNames");
    check(values.keySet(), "ExpressionAttributeValues");
  }

  private void check(Set<String> given, String member) {
    Set<String> unused = new TreeSet<>(given);
    unused.removeAll(used);
    if (!unused.isEmpty()) {
      throw new InvalidExpression(
          "Value provided in %s unused in expressions: keys: {%s}"
              .formatted(member, String.join(", ", unused)));
    }
  }
}
