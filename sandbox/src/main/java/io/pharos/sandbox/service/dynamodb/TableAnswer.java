package io.pharos.sandbox.service.dynamodb;

import io.pharos.sandbox.core.Resource;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** What DescribeTable says. */
final class TableAnswer {
  private TableAnswer() {}

  static TableDescription of(Resource table, int items) {
    KeySchema schema = KeySchema.of(table);
    List<KeySchemaElement> key = new ArrayList<>();
    key.add(element(schema.hash(), KeyType.HASH));
    if (schema.range() != null) {
      key.add(element(schema.range(), KeyType.RANGE));
    }
    return TableDescription.builder()
        .tableName(table.id())
        .tableArn(table.string("arn"))
        .tableStatus(TableStatus.ACTIVE)
        .itemCount((long) items)
        .keySchema(key)
        .deletionProtectionEnabled(table.flag("deletionProtectionEnabled"))
        .billingModeSummary(summary -> summary.billingMode(table.string("billingMode")))
        .build();
  }

  private static KeySchemaElement element(String attribute, KeyType type) {
    return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
  }
}
