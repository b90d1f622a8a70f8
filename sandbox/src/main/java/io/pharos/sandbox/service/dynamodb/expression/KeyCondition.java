package io.pharos.sandbox.service.dynamodb.expression;

/** What a query may say of keys: equality of the hash key, and one comparison of the range key. */
public final class KeyCondition {
  private KeyCondition() {}

  /**
   * @param range null when the key has no range attribute
   * @throws InvalidExpression with DynamoDB's message
   */
  public static void check(Condition condition, String hash, String range) {
    if (condition instanceof Condition.And both) {
      boolean hashFirst = isHash(both.left(), hash);
      Condition other = hashFirst ? both.right() : both.left();
      if (!hashFirst && !isHash(both.right(), hash)) {
        throw missing(hash);
      }
      if (range == null || !isRange(other, range)) {
        throw range == null ? unsupported() : missing(range);
      }
      return;
    }
    if (!isHash(condition, hash)) {
      throw condition instanceof Condition.Comparison ? missing(hash) : unsupported();
    }
  }

  private static boolean isHash(Condition condition, String hash) {
    return condition instanceof Condition.Comparison comparison
        && comparison.sign().equals("=")
        && names(comparison.left(), hash)
        && comparison.right() instanceof Operand.Literal;
  }

  private static boolean isRange(Condition condition, String range) {
    if (condition instanceof Condition.Comparison comparison) {
      return !comparison.sign().equals("<>")
          && names(comparison.left(), range)
          && comparison.right() instanceof Operand.Literal;
    }
    if (condition instanceof Condition.Between between) {
      return names(between.operand(), range);
    }
    return condition instanceof Condition.BeginsWith begins && names(begins.operand(), range);
  }

  private static boolean names(Operand operand, String attribute) {
    return operand instanceof Operand.Attribute named
        && !named.path().nested()
        && named.path().attribute().equals(attribute);
  }

  private static InvalidExpression missing(String attribute) {
    return new InvalidExpression("Query condition missed key schema element: " + attribute);
  }

  private static InvalidExpression unsupported() {
    return new InvalidExpression("Query key condition not supported");
  }
}
