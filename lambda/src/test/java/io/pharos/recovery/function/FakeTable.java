package io.pharos.recovery.function;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * A table that gives back what a test put there, and keeps the last update of each item unread. A
 * conditional update fails when the test says so: DynamoDB's expressions are the sandbox's concern.
 */
final class FakeTable implements DynamoDbClient {
  final Map<Table.Key, UpdateItemRequest> updates = new HashMap<>();
  private final Map<Table.Key, Map<String, AttributeValue>> items = new HashMap<>();
  private boolean conditionHolds = true;

  FakeTable item(Table.Key key, Map<String, Object> attributes) {
    items.put(key, AttributeValues.of(attributes).m());
    return this;
  }

  FakeTable conditionFails() {
    conditionHolds = false;
    return this;
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return GetItemResponse.builder().item(items.get(key(request.key()))).build();
  }

  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest request) {
    if (request.conditionExpression() != null && !conditionHolds) {
      throw ConditionalCheckFailedException.builder().message("the condition failed").build();
    }
    updates.put(key(request.key()), request);
    return UpdateItemResponse.builder().build();
  }

  @Override
  public DeleteItemResponse deleteItem(DeleteItemRequest request) {
    if (request.conditionExpression() != null && !conditionHolds) {
      throw ConditionalCheckFailedException.builder().message("the condition failed").build();
    }
    items.remove(key(request.key()));
    return DeleteItemResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return "dynamodb";
  }

  @Override
  public void close() {}

  private static Table.Key key(Map<String, AttributeValue> key) {
    return new Table.Key(key.get("pk").s(), key.get("sk").s());
  }
}
