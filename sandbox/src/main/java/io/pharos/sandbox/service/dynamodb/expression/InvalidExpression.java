package io.pharos.sandbox.service.dynamodb.expression;

/** An expression, or its use with an item, that DynamoDB refuses; the message is DynamoDB's. */
public final class InvalidExpression extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidExpression(String message) {
    super(message);
  }
}
