package io.pharos.sandbox.service;

import static io.pharos.sandbox.service.GivenAccount.REGION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

class DynamoDbTest {
  private static final String TABLE = "shop-prod-dr";
  private static final Map<String, AttributeValue> LOCK = key("lock", "lock");

  private final GivenAccount account = new GivenAccount();
  private final DynamoDbClient dynamo =
      Clients.of(
          account.world, DynamoDbClient.class, REGION, Caller.operator(account.world.clock()));
  private Resource table;

  @BeforeEach
  void table() {
    table =
        account.create(
            "aws:dynamodb/table:Table",
            "table",
            "name",
            TABLE,
            "billingMode",
            "PAY_PER_REQUEST",
            "hashKey",
            "pk",
            "rangeKey",
            "sk",
            "attributes",
            List.of(Map.of("name", "pk", "type", "S"), Map.of("name", "sk", "type", "S")));
  }

  private static AttributeValue s(String value) {
    return AttributeValue.fromS(value);
  }

  private static AttributeValue n(String value) {
    return AttributeValue.fromN(value);
  }

  private static Map<String, AttributeValue> key(String pk, String sk) {
    return Map.of("pk", s(pk), "sk", s(sk));
  }

  private Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
    return dynamo.getItem(request -> request.tableName(TABLE).key(key)).item();
  }

  private UpdateItemRequest.Builder acquire(String owner, int now, int expires) {
    return UpdateItemRequest.builder()
        .tableName(TABLE)
        .key(LOCK)
        .updateExpression("SET #owner = :owner, expires = :expires")
        .conditionExpression("attribute_not_exists(pk) OR #owner = :owner OR expires < :now")
        .expressionAttributeNames(Map.of("#owner", "owner"))
        .expressionAttributeValues(
            Map.of(
                ":owner", s(owner),
                ":expires", n(String.valueOf(expires)),
                ":now", n(String.valueOf(now))));
  }

  @Test
  void a_lock_is_taken_once_and_again_after_it_expired() {
    dynamo.updateItem(acquire("one", 0, 100).build());

    ConditionalCheckFailedException refusal =
        catchThrowableOfType(
            ConditionalCheckFailedException.class,
            () ->
                dynamo.updateItem(
                    acquire("two", 99, 200)
                        .returnValuesOnConditionCheckFailure(
                            ReturnValuesOnConditionCheckFailure.ALL_OLD)
                        .build()));
    dynamo.updateItem(acquire("two", 101, 200).build());

    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ConditionalCheckFailedException");
    assertThat(refusal.item()).containsEntry("owner", s("one"));
    assertThat(get(LOCK)).containsEntry("owner", s("two")).containsEntry("expires", n("200"));
  }

  @Test
  void an_update_adds_removes_and_computes() {
    dynamo.putItem(
        request ->
            request
                .tableName(TABLE)
                .item(
                    Map.of(
                        "pk", s("lock"),
                        "sk", s("lock"),
                        "attempts", n("1"),
                        "old", s("x"),
                        "figures", AttributeValue.fromM(Map.of("lag", n("2"))))));

    Map<String, AttributeValue> after =
        dynamo
            .updateItem(
                request ->
                    request
                        .tableName(TABLE)
                        .key(LOCK)
                        .updateExpression(
                            "SET attempts = attempts + :one, begun = if_not_exists(begun, :now),"
                                + " figures.bound = :bound, history = list_append("
                                + "if_not_exists(history, :none), :entry)"
                                + " REMOVE #old ADD bounds :bound, tags :tags")
                        .expressionAttributeNames(Map.of("#old", "old"))
                        .expressionAttributeValues(
                            Map.of(
                                ":one", n("1"),
                                ":now", s("t0"),
                                ":bound", n("2.50"),
                                ":none", AttributeValue.fromL(List.of()),
                                ":entry", AttributeValue.fromL(List.of(s("a"))),
                                ":tags", AttributeValue.fromSs(List.of("b", "a"))))
                        .returnValues(ReturnValue.ALL_NEW))
            .attributes();

    assertThat(after)
        .containsEntry("attempts", n("2"))
        .containsEntry("begun", s("t0"))
        .containsEntry("bounds", n("2.5"))
        .containsEntry("tags", AttributeValue.fromSs(List.of("a", "b")))
        .containsEntry("history", AttributeValue.fromL(List.of(s("a"))))
        .containsEntry("figures", AttributeValue.fromM(Map.of("lag", n("2"), "bound", n("2.5"))))
        .doesNotContainKey("old");
    assertThat(get(LOCK)).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "attempts = :n AND NOT absent = :n|true",
        "attempts BETWEEN :n AND :n|true",
        "attempts IN (:s, :n)|true",
        "attempts < :n OR begins_with(phase, :s)|true",
        "contains(phase, :s) AND size(phase) > :n|true",
        "attribute_type(attempts, :type)|true",
        "attempts < :s|false",
        "absent <> :n|true",
        "absent = :n|false",
        "attempts <> :n|false",
        "(attempts > :n OR phase = :s) AND attribute_exists(pk)|false",
      })
  void conditions_follow_the_documentation(String condition, boolean holds) {
    Map<String, AttributeValue> all = Map.of(":n", n("3.0"), ":s", s("fail"), ":type", s("N"));
    Map<String, AttributeValue> used = new HashMap<>(all);
    used.keySet().removeIf(name -> !condition.contains(name));
    dynamo.putItem(
        request ->
            request
                .tableName(TABLE)
                .item(
                    Map.of(
                        "pk", s("lock"),
                        "sk", s("lock"),
                        "attempts", n("3"),
                        "phase", s("failover"))));

    boolean held;
    try {
      dynamo.deleteItem(
          request ->
              request
                  .tableName(TABLE)
                  .key(LOCK)
                  .conditionExpression(condition)
                  .expressionAttributeValues(used));
      held = true;
    } catch (ConditionalCheckFailedException e) {
      held = false;
    }

    assertThat(held).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SET owner = :v|reserved keyword; reserved keyword: owner",
        "SET pk = :v|Cannot update attribute pk. This attribute is part of the key",
        "SET a = :w|attribute value: :w",
        "SET #a = :v|attribute name: #a",
        "SET a = b + :v|does not exist in the item",
        "SET a = :v, a = :v|Two document paths overlap",
        "SET a.b = :v|document path provided in the update expression is invalid",
        "SET a :v|Syntax error; token: \":v\"",
        "SET a = :v SET b = :v|can only be used once",
        "REMOVE a|unused in expressions: keys: {:v}",
        "ADD a :v|Incorrect operand type for operator or function; operator: ADD",
      })
  void an_update_that_dynamodb_refuses_is_refused(String expression, String why) {
    DynamoDbException refusal =
        catchThrowableOfType(
            DynamoDbException.class,
            () ->
                dynamo.updateItem(
                    request ->
                        request
                            .tableName(TABLE)
                            .key(LOCK)
                            .updateExpression(expression)
                            .expressionAttributeValues(Map.of(":v", s("v")))));

    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
    assertThat(refusal.awsErrorDetails().errorMessage()).contains(why);
    assertThat(account.world.service(DynamoDb.class).items(REGION, TABLE)).isEmpty();
  }

  @Test
  void keys_are_checked_against_the_schema() {
    assertThatThrownBy(() -> get(Map.of("pk", s("lock"))))
        .hasMessageContaining("The provided key element does not match the schema");
    assertThatThrownBy(
            () -> dynamo.putItem(request -> request.tableName(TABLE).item(Map.of("pk", s("a")))))
        .hasMessageContaining("Missing the key sk in the item");
    assertThatThrownBy(() -> dynamo.putItem(r -> r.tableName(TABLE).item(key("a", ""))))
        .hasMessageContaining("empty string value. Key: sk");
    assertThatThrownBy(() -> dynamo.getItem(request -> request.tableName("none").key(LOCK)))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  private void steps(String... words) {
    for (String word : words) {
      dynamo.putItem(
          request ->
              request
                  .tableName(TABLE)
                  .item(Map.of("pk", s("operation#1"), "sk", s("step#" + word), "step", s(word))));
    }
    dynamo.putItem(request -> request.tableName(TABLE).item(key("operation#2", "step#lock")));
  }

  @Test
  void a_query_reads_one_partition_in_order_and_in_pages() {
    steps("promote", "fence", "gate");

    QueryResponse newest =
        dynamo.query(
            request ->
                request
                    .tableName(TABLE)
                    .keyConditionExpression("pk = :pk AND begins_with(sk, :step)")
                    .expressionAttributeValues(Map.of(":pk", s("operation#1"), ":step", s("step#")))
                    .scanIndexForward(false)
                    .limit(2));

    assertThat(newest.items())
        .extracting(item -> item.get("step").s())
        .containsExactly("promote", "gate");
    assertThat(newest.lastEvaluatedKey()).isEqualTo(key("operation#1", "step#gate"));
    assertThat(
            dynamo
                .queryPaginator(
                    request ->
                        request
                            .tableName(TABLE)
                            .keyConditionExpression("pk = :pk")
                            .filterExpression("step <> :gate")
                            .expressionAttributeValues(
                                Map.of(":pk", s("operation#1"), ":gate", s("gate")))
                            .limit(1))
                .items())
        .extracting(item -> item.get("step").s())
        .containsExactly("fence", "promote");
  }

  @Test
  void a_query_needs_the_hash_key() {
    assertThatThrownBy(
            () ->
                dynamo.query(
                    request ->
                        request
                            .tableName(TABLE)
                            .keyConditionExpression("sk = :sk")
                            .expressionAttributeValues(Map.of(":sk", s("x")))))
        .hasMessageContaining("Query condition missed key schema element: pk");
  }

  @Test
  void a_transaction_writes_all_or_nothing() {
    dynamo.putItem(request -> request.tableName(TABLE).item(LOCK));
    TransactWriteItem fresh =
        TransactWriteItem.builder()
            .put(put -> put.tableName(TABLE).item(key("traffic", "state")))
            .build();
    TransactWriteItem refused =
        TransactWriteItem.builder()
            .put(
                put ->
                    put.tableName(TABLE).item(LOCK).conditionExpression("attribute_not_exists(pk)"))
            .build();

    TransactionCanceledException canceled =
        catchThrowableOfType(
            TransactionCanceledException.class,
            () -> dynamo.transactWriteItems(request -> request.transactItems(fresh, refused)));

    assertThat(canceled.cancellationReasons())
        .extracting("code")
        .containsExactly("None", "ConditionalCheckFailed");
    assertThat(get(key("traffic", "state"))).isEmpty();
    dynamo.transactWriteItems(request -> request.transactItems(fresh));
    assertThat(get(key("traffic", "state"))).isNotEmpty();
  }

  @Test
  void a_protected_table_stays() {
    account.update(table, "deletionProtectionEnabled", true);

    assertThatThrownBy(() -> account.delete(table))
        .hasMessageContaining("protected against deletion");
  }

  @Test
  void a_table_defines_exactly_its_keys() {
    assertThatThrownBy(
            () ->
                account.update(
                    table,
                    "attributes",
                    List.of(
                        Map.of("name", "pk", "type", "S"),
                        Map.of("name", "sk", "type", "S"),
                        Map.of("name", "other", "type", "S"))))
        .hasMessageContaining("all attributes must be indexed");
  }
}
