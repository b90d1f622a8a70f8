package io.pharos.sandbox.service.cloudwatch;

import java.util.Optional;
import java.util.function.Function;

/**
 * The part of metric math that alarms here use: numbers, ids, {@code + - * /}, parentheses and
 * {@code FILL(id, number)}. Anything else is refused, not guessed.
 */
final class MetricMath {
  private final String text;
  private final Function<String, Optional<Double>> operand;
  private int position;

  private MetricMath(String text, Function<String, Optional<Double>> operand) {
    this.text = text;
    this.operand = operand;
  }

  /** The value, or empty when an operand has no datapoint or a division has no result. */
  static Optional<Double> evaluate(String expression, Function<String, Optional<Double>> operand) {
    MetricMath math = new MetricMath(expression, operand);
    Optional<Double> value = math.sum();
    if (math.peek() != 0) {
      throw math.invalid();
    }
    return value.filter(Double::isFinite);
  }

  private Optional<Double> sum() {
    Optional<Double> value = product();
    while (peek() == '+' || peek() == '-') {
      char operator = text.charAt(position++);
      Optional<Double> right = product();
      value = value.flatMap(a -> right.map(b -> operator == '+' ? a + b : a - b));
    }
    return value;
  }

  private Optional<Double> product() {
    Optional<Double> value = factor();
    while (peek() == '*' || peek() == '/') {
      char operator = text.charAt(position++);
      Optional<Double> right = factor();
      value = value.flatMap(a -> right.map(b -> operator == '*' ? a * b : a / b));
    }
    return value;
  }

  private Optional<Double> factor() {
    char next = peek();
    if (next == '(') {
      position++;
      Optional<Double> value = sum();
      expect(')');
      return value;
    }
    if (next == '-') {
      position++;
      return factor().map(value -> -value);
    }
    String word = word();
    if (Character.isDigit(next)) {
      return Optional.of(Double.parseDouble(word));
    }
    if (word.equals("FILL")) {
      expect('(');
      Optional<Double> value = sum();
      expect(',');
      Optional<Double> filler = sum();
      expect(')');
      return value.or(() -> filler);
    }
    if (!Character.isLowerCase(next)) {
      throw invalid();
    }
    return operand.apply(word);
  }

  private String word() {
    int start = position;
    while (position < text.length()
        && (Character.isLetterOrDigit(text.charAt(position))
            || "._".indexOf(text.charAt(position)) >= 0)) {
      position++;
    }
    if (start == position) {
      throw invalid();
    }
    return text.substring(start, position);
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw invalid();
    }
    position++;
  }

  /** The next character that is no blank, or 0 at the end. */
  private char peek() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
    return position < text.length() ? text.charAt(position) : 0;
  }

  private RuntimeException invalid() {
    return CloudWatchRefusal.invalid(
        "Error in expression '" + text + "' at position " + position + ".");
  }
}
