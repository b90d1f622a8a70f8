package io.pharos.sandbox.service.call;

import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.iam.CallKeys;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * What DynamoDB's operations need: the table or index, with the partition keys that are touched as
 * {@code dynamodb:LeadingKeys}. A transaction needs the permission of each of its writes.
 */
final class ItemPermissions {
  private static final String TABLE = "aws:dynamodb/table:Table";

  private final World world;

  ItemPermissions(World world) {
    this.world = world;
  }

  List<Permission> of(
      String action, SdkRequest request, RequestFields fields, String region, CallKeys keys) {
    if (request instanceof TransactWriteItemsRequest transaction) {
      return transaction.transactItems().stream()
          .map(write -> permission(write, region, keys))
          .toList();
    }
    if (request instanceof BatchGetItemRequest
        || request instanceof BatchWriteItemRequest
        || request instanceof TransactGetItemsRequest) {
      throw new UnsupportedOperationException("the sandbox does not simulate " + action);
    }
    if (!(fields.get("TableName") instanceof String table)) {
      return List.of(new Permission(action, "*", keys));
    }
    String arn = arn(table, region);
    if (fields.get("IndexName") instanceof String index) {
      arn += "/index/" + index;
    }
    Object item = fields.get("Key") == null ? fields.get("Item") : fields.get("Key");
    return List.of(
        new Permission(
            action, arn, item instanceof Map<?, ?> map ? with(table, region, map, keys) : keys));
  }

  private Permission permission(TransactWriteItem write, String region, CallKeys keys) {
    if (write.put() != null) {
      return permission("PutItem", write.put().tableName(), write.put().item(), region, keys);
    }
    if (write.update() != null) {
      return permission(
          "UpdateItem", write.update().tableName(), write.update().key(), region, keys);
    }
    if (write.delete() != null) {
      return permission(
          "DeleteItem", write.delete().tableName(), write.delete().key(), region, keys);
    }
    return permission(
        "ConditionCheckItem",
        write.conditionCheck().tableName(),
        write.conditionCheck().key(),
        region,
        keys);
  }

  private Permission permission(
      String operation,
      String table,
      Map<String, AttributeValue> key,
      String region,
      CallKeys keys) {
    return new Permission(
        "dynamodb:" + operation, arn(table, region), with(table, region, key, keys));
  }

  private CallKeys with(String table, String region, Map<?, ?> item, CallKeys keys) {
    String name = table.substring(table.lastIndexOf('/') + 1);
    return world
        .account()
        .find(TABLE, region, name)
        .map(found -> item.get(found.string("hashKey")))
        .filter(value -> value instanceof AttributeValue key && key.s() != null)
        .map(value -> keys.with("dynamodb:leadingkeys", ((AttributeValue) value).s()))
        .orElse(keys);
  }

  private String arn(String table, String region) {
    return table.startsWith("arn:")
        ? table
        : "arn:aws:dynamodb:" + region + ":" + world.account().id() + ":table/" + table;
  }
}
