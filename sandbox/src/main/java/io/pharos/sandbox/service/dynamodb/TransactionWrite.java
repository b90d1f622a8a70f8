package io.pharos.sandbox.service.dynamodb;

import io.pharos.sandbox.core.Resource;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * One write of a transaction.
 *
 * @param table ARN of its table
 * @param returnsItem whether the item is wanted when the condition fails
 */
record TransactionWrite(String table, Write write, boolean returnsItem) {

  static TransactionWrite of(
      TransactWriteItem item, Tables tables, Function<String, Resource> tableByName) {
    if (item.put() != null) {
      var put = item.put();
      Resource table = tableByName.apply(put.tableName());
      Write.Expressions expressions =
          DynamoDbApi.expressions(
              put.conditionExpression(),
              null,
              put.expressionAttributeNames(),
              put.expressionAttributeValues());
      return of(
          table,
          Write.put(tables, table, put.item(), expressions),
          put.returnValuesOnConditionCheckFailureAsString());
    }
    if (item.update() != null) {
      var update = item.update();
      Resource table = tableByName.apply(update.tableName());
      Write.Expressions expressions =
          DynamoDbApi.expressions(
              update.conditionExpression(),
              update.updateExpression(),
              update.expressionAttributeNames(),
              update.expressionAttributeValues());
      return of(
          table,
          Write.update(tables, table, update.key(), expressions),
          update.returnValuesOnConditionCheckFailureAsString());
    }
    if (item.delete() != null) {
      var delete = item.delete();
      Resource table = tableByName.apply(delete.tableName());
      Write.Expressions expressions =
          DynamoDbApi.expressions(
              delete.conditionExpression(),
              null,
              delete.expressionAttributeNames(),
              delete.expressionAttributeValues());
      return of(
          table,
          Write.delete(tables, table, delete.key(), expressions),
          delete.returnValuesOnConditionCheckFailureAsString());
    }
    var check = item.conditionCheck();
    Resource table = tableByName.apply(check.tableName());
    Write.Expressions expressions =
        DynamoDbApi.expressions(
            check.conditionExpression(),
            null,
            check.expressionAttributeNames(),
            check.expressionAttributeValues());
    return of(
        table,
        Write.check(tables, table, check.key(), expressions),
        check.returnValuesOnConditionCheckFailureAsString());
  }

  private static TransactionWrite of(Resource table, Write write, String onFailure) {
    return new TransactionWrite(table.string("arn"), write, "ALL_OLD".equals(onFailure));
  }

  /** Why it would cancel the transaction; code None when it would not. */
  CancellationReason reason() {
    if (write.admitted()) {
      return CancellationReason.builder().code("None").build();
    }
    return CancellationReason.builder()
        .code("ConditionalCheckFailed")
        .message("The conditional request failed")
        .item(returnsItem ? write.old() : null)
        .build();
  }
}
