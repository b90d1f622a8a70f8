package io.pharos.sandbox.service.iam;

import io.pharos.sandbox.core.Glob;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * One line of a statement's Condition block. Operators that AWS does not know are malformed;
 * operators that AWS knows and the sandbox does not are refused when the policy is created, because
 * ignoring them would change who may do what.
 */
record Condition(
    Quantifier quantifier,
    boolean ifExists,
    boolean negated,
    String operator,
    BiPredicate<String, String> test,
    String key,
    List<String> values) {

  private enum Quantifier {
    SINGLE,
    ANY,
    ALL
  }

  private static final Map<String, BiPredicate<String, String>> OPERATORS =
      Map.ofEntries(
          Map.entry("StringEquals", String::equals),
          Map.entry("StringEqualsIgnoreCase", String::equalsIgnoreCase),
          Map.entry("StringLike", Glob::matches),
          Map.entry("ArnEquals", Wildcard::matchesArn),
          Map.entry("ArnLike", Wildcard::matchesArn),
          Map.entry("Bool", String::equalsIgnoreCase),
          Map.entry("NumericEquals", (wanted, given) -> number(given) == number(wanted)),
          Map.entry("NumericLessThan", (wanted, given) -> number(given) < number(wanted)),
          Map.entry("NumericLessThanEquals", (wanted, given) -> number(given) <= number(wanted)),
          Map.entry("NumericGreaterThan", (wanted, given) -> number(given) > number(wanted)),
          Map.entry("NumericGreaterThanEquals", (wanted, given) -> number(given) >= number(wanted)),
          Map.entry("Null", String::equalsIgnoreCase));

  private static final Map<String, String> NEGATED =
      Map.of(
          "StringNotEquals", "StringEquals",
          "StringNotEqualsIgnoreCase", "StringEqualsIgnoreCase",
          "StringNotLike", "StringLike",
          "ArnNotEquals", "ArnEquals",
          "ArnNotLike", "ArnLike",
          "NumericNotEquals", "NumericEquals");

  private static final Set<String> NOT_SIMULATED =
      Set.of(
          "DateEquals",
          "DateNotEquals",
          "DateLessThan",
          "DateLessThanEquals",
          "DateGreaterThan",
          "DateGreaterThanEquals",
          "BinaryEquals",
          "IpAddress",
          "NotIpAddress");

  /**
   * @throws MalformedPolicy for an operator that AWS does not know
   * @throws UnsupportedOperationException for one that the sandbox does not evaluate
   */
  static Condition of(String text, String key, List<String> values) {
    String operator = text;
    Quantifier quantifier = Quantifier.SINGLE;
    if (operator.startsWith("ForAnyValue:")) {
      quantifier = Quantifier.ANY;
      operator = operator.substring("ForAnyValue:".length());
    } else if (operator.startsWith("ForAllValues:")) {
      quantifier = Quantifier.ALL;
      operator = operator.substring("ForAllValues:".length());
    }
    boolean ifExists = operator.endsWith("IfExists") && !operator.startsWith("Null");
    if (ifExists) {
      operator = operator.substring(0, operator.length() - "IfExists".length());
    }
    boolean negated = NEGATED.containsKey(operator);
    String base = NEGATED.getOrDefault(operator, operator);
    BiPredicate<String, String> test = OPERATORS.get(base);
    if (NOT_SIMULATED.contains(base)) {
      throw new UnsupportedOperationException(
          "the sandbox does not evaluate the condition operator " + text);
    }
    if (test == null || !key.contains(":")) {
      throw new MalformedPolicy("Syntax errors in policy.");
    }
    return new Condition(
        quantifier, ifExists, negated, base, test, key.toLowerCase(Locale.ROOT), values);
  }

  boolean holds(ConditionContext context) {
    List<String> given = context.values(key);
    if (operator.equals("Null")) {
      String absent = String.valueOf(given == null);
      return values.stream().anyMatch(absent::equalsIgnoreCase);
    }
    if (given == null) {
      return ifExists || negated || quantifier == Quantifier.ALL;
    }
    Predicate<String> fits =
        value ->
            negated
                != values.stream()
                    .map(wanted -> Wildcard.resolve(wanted, context))
                    .anyMatch(wanted -> wanted != null && test.test(wanted, value));
    boolean every = quantifier == Quantifier.ALL || quantifier == Quantifier.SINGLE && negated;
    return every ? given.stream().allMatch(fits) : given.stream().anyMatch(fits);
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
