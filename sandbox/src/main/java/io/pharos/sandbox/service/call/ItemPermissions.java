package io.pharos.sandbox.service.call;

import io.pharos.sandbox.core.World;
import java.util.ArrayList;
import java.util.HashMap;
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
      String action,
      SdkRequest request,
      RequestFields fields,
      String region,
      Map<String, List<String>> context) {
    if (request instanceof TransactWriteItemsRequest transaction) {
      return transaction.transactItems().stream()
          .map(write -> permission(write, region, context))
          .toList();
    }
    if (request instanceof BatchGetItemRequest
        || request instanceof BatchWriteItemRequest
        || request instanceof TransactGetItemsRequest) {
      throw new UnsupportedOperationException("the sandbox does not simulate " + action);
    }
    if (!(fields.get("TableName") instanceof String table)) {
      return List.of(new Permission(action, "*", context));
    }
    String arn = arn(table, region);
    if (fields.get("IndexName") instanceof String index) {
      arn += "/index/" + index;
    }
    List<String> keys = new ArrayList<>();
    for (String member : List.of("Key", "Item")) {
      if (fields.get(member) instanceof Map<?, ?> item) {
        leadingKey(table, region, item, keys);
      }
    }
    return List.of(new Permission(action, arn, with(context, keys)));
  }

  private Permission permission(
      TransactWriteItem write, String region, Map<String, List<String>> context) {
    if (write.put() != null) {
      return permission("PutItem", write.put().tableName(), write.put().item(), region, context);
    }
    if (write.update() != null) {
      return permission(
          "UpdateItem", write.update().tableName(), write.update().key(), region, context);
    }
    if (write.delete() != null) {
      return permission(
          "DeleteItem", write.delete().tableName(), write.delete().key(), region, context);
    }
    return permission(
        "ConditionCheckItem",
        write.conditionCheck().tableName(),
        write.conditionCheck().key(),
        region,
        context);
  }

  private Permission permission(
      String operation,
      String table,
      Map<String, AttributeValue> key,
      String region,
      Map<String, List<String>> context) {
    List<String> keys = new ArrayList<>();
    leadingKey(table, region, key, keys);
    return new Permission("dynamodb:" + operation, arn(table, region), with(context, keys));
  }

  private void leadingKey(String table, String region, Map<?, ?> item, List<String> keys) {
    String name = table.substring(table.lastIndexOf('/') + 1);
    world
        .account()
        .find(TABLE, region, name)
        .map(found -> item.get(found.string("hashKey")))
        .ifPresent(
            value -> {
              if (value instanceof AttributeValue key && key.s() != null) {
                keys.add(key.s());
              }
            });
  }

  private static Map<String, List<String>> with(
      Map<String, List<String>> context, List<String> leadingKeys) {
    if (leadingKeys.isEmpty()) {
      return context;
    }
    Map<String, List<String>> extended = new HashMap<>(context);
    extended.put("dynamodb:leadingkeys", leadingKeys);
    return extended;
  }

  private String arn(String table, String region) {
    return table.startsWith("arn:")
        ? table
        : "arn:aws:dynamodb:" + region + ":" + world.account().id() + ":table/" + table;
  }
}
