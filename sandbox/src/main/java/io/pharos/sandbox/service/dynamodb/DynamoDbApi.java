package io.pharos.sandbox.service.dynamodb;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.dynamodb.expression.InvalidExpression;
import io.pharos.sandbox.service.dynamodb.expression.Placeholders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * DynamoDB as the SDK's client of one Region. Reads are always consistent: a table has one copy
 * here.
 */
public final class DynamoDbApi implements DynamoDbClient {
  private static final int MOST_WRITES = 100;

  private final World world;
  private final String region;
  private final Tables tables;

  public DynamoDbApi(World world, String region, Tables tables) {
    this.world = world;
    this.region = region;
    this.tables = tables;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return checked(
        () -> {
          Resource table = table(request.tableName());
          Map<String, AttributeValue> item =
              tables.items(table).get(tables.key(table).checked(request.key()));
          if (request.projectionExpression() == null || item == null) {
            return GetItemResponse.builder().item(item).build();
          }
          Placeholders names = new Placeholders(request.expressionAttributeNames(), Map.of());
          Map<String, AttributeValue> projected =
              Projection.of(request.projectionExpression(), names).of(item);
          names.checkAllUsed();
          return GetItemResponse.builder().item(projected).build();
        });
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    return checked(
        () -> {
          refuse(request.hasExpected(), "Expected");
          Write write =
              Write.put(
                  tables,
                  table(request.tableName()),
                  request.item(),
                  expressions(
                      request.conditionExpression(),
                      null,
                      request.expressionAttributeNames(),
                      request.expressionAttributeValues()));
          Map<String, AttributeValue> old =
              execute(write, request.returnValuesOnConditionCheckFailure());
          return PutItemResponse.builder()
              .attributes(request.returnValues() == ReturnValue.ALL_OLD ? old : null)
              .build();
        });
  }

  @Override
  public DeleteItemResponse deleteItem(DeleteItemRequest request) {
    return checked(
        () -> {
          refuse(request.hasExpected(), "Expected");
          Write write =
              Write.delete(
                  tables,
                  table(request.tableName()),
                  request.key(),
                  expressions(
                      request.conditionExpression(),
                      null,
                      request.expressionAttributeNames(),
                      request.expressionAttributeValues()));
          Map<String, AttributeValue> old =
              execute(write, request.returnValuesOnConditionCheckFailure());
          return DeleteItemResponse.builder()
              .attributes(request.returnValues() == ReturnValue.ALL_OLD ? old : null)
              .build();
        });
  }

  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest request) {
    return checked(
        () -> {
          refuse(request.hasExpected(), "Expected");
          refuse(request.hasAttributeUpdates(), "AttributeUpdates");
          Write write =
              Write.update(
                  tables,
                  table(request.tableName()),
                  request.key(),
                  expressions(
                      request.conditionExpression(),
                      request.updateExpression(),
                      request.expressionAttributeNames(),
                      request.expressionAttributeValues()));
          Map<String, AttributeValue> old =
              execute(write, request.returnValuesOnConditionCheckFailure());
          return UpdateItemResponse.builder()
              .attributes(returned(request.returnValues(), write, old))
              .build();
        });
  }

  /** What an update gives back; null for nothing. */
  private static Map<String, AttributeValue> returned(
      ReturnValue wanted, Write write, Map<String, AttributeValue> old) {
    if (wanted == null) {
      return null;
    }
    return switch (wanted) {
      case ALL_OLD -> old;
      case ALL_NEW -> write.item();
      case UPDATED_OLD -> only(write.update().attributes(), old);
      case UPDATED_NEW -> only(write.update().attributes(), write.item());
      case NONE, UNKNOWN_TO_SDK_VERSION -> null;
    };
  }

  private static Map<String, AttributeValue> only(
      Set<String> attributes, Map<String, AttributeValue> item) {
    Map<String, AttributeValue> some = new LinkedHashMap<>();
    if (item != null) {
      attributes.stream()
          .filter(item::containsKey)
          .forEach(attribute -> some.put(attribute, item.get(attribute)));
    }
    return some;
  }

  /** The item as it was before. */
  private static Map<String, AttributeValue> execute(
      Write write, ReturnValuesOnConditionCheckFailure onFailure) {
    Map<String, AttributeValue> old = write.old();
    if (!write.admitted()) {
      throw DynamoRefusal.conditionFailed(
          onFailure == ReturnValuesOnConditionCheckFailure.ALL_OLD ? old : null);
    }
    write.commit(write.changed());
    return old;
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    return checked(() -> new Query(tables, table(request.tableName()), request).run());
  }

  /** All writes happen, or none. */
  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    if (request.transactItems().isEmpty() || request.transactItems().size() > MOST_WRITES) {
      throw DynamoRefusal.invalid(
          "1 validation error detected: Value at 'transactItems' failed to satisfy constraint:"
              + " Member must have length less than or equal to 100");
    }
    return checked(
        () -> {
          List<Write> writes = new ArrayList<>();
          List<CancellationReason> reasons = new ArrayList<>();
          Set<Object> touched = new HashSet<>();
          for (TransactWriteItem item : request.transactItems()) {
            TransactionWrite write = TransactionWrite.of(item, tables, this::table);
            if (!touched.add(List.of(write.table(), write.write().key()))) {
              throw DynamoRefusal.invalid(
                  "Transaction request cannot include multiple operations on one item");
            }
            writes.add(write.write());
            reasons.add(write.reason());
          }
          if (reasons.stream().anyMatch(reason -> !reason.code().equals("None"))) {
            throw DynamoRefusal.canceled(reasons);
          }
          List<Map<String, AttributeValue>> changed = new ArrayList<>();
          writes.forEach(write -> changed.add(write.changed()));
          for (int i = 0; i < writes.size(); i++) {
            writes.get(i).commit(changed.get(i));
          }
          return TransactWriteItemsResponse.builder().build();
        });
  }

  @Override
  public DescribeTableResponse describeTable(DescribeTableRequest request) {
    String name = name(request.tableName());
    Resource table =
        world
            .account()
            .find(TableBehavior.TYPE, region, name)
            .orElseThrow(() -> DynamoRefusal.noTable(name));
    return DescribeTableResponse.builder()
        .table(TableAnswer.of(table, tables.items(table).size()))
        .build();
  }

  private Resource table(String nameOrArn) {
    return world
        .account()
        .find(TableBehavior.TYPE, region, name(nameOrArn))
        .orElseThrow(DynamoRefusal::noTable);
  }

  private static String name(String nameOrArn) {
    return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
  }

  static Write.Expressions expressions(
      String condition,
      String update,
      Map<String, String> names,
      Map<String, AttributeValue> values) {
    return new Write.Expressions(condition, update, new Placeholders(names, values));
  }

  private static void refuse(boolean present, String member) {
    if (present) {
      throw new UnsupportedOperationException(
          "the sandbox does not simulate DynamoDB's legacy parameter " + member);
    }
  }

  private static <T> T checked(Supplier<T> operation) {
    try {
      return operation.get();
    } catch (InvalidExpression e) {
      throw DynamoRefusal.invalid(e.getMessage());
    }
  }
}
