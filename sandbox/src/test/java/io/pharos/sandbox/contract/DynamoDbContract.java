package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Lock, journal and samples: the expressions of the recovery functions, and what they may meet. */
abstract class DynamoDbContract {
  private static final String TABLE = "shop-prod-dr";
  private static final Map<String, AttributeValue> LOCK = key("lock", "lock");
  private static final Refused CONDITION =
      new Refused(ConditionalCheckFailedException.class, 400, "ConditionalCheckFailedException");
  private static final Refused VALIDATION =
      new Refused(DynamoDbException.class, 400, "ValidationException");

  private final DynamoDbClient dynamo;
  private final ContractWorld world;

  DynamoDbContract(ContractWorld world) {
    this.world = world;
    this.dynamo = world.client(DynamoDbClient.class);
  }

  @BeforeEach
  void aTable() {
    world.table(TABLE);
  }

  private static AttributeValue s(String value) {
    return AttributeValue.fromS(value);
  }

  private static AttributeValue n(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  private static Map<String, AttributeValue> key(String pk, String sk) {
    return Map.of("pk", s(pk), "sk", s(sk));
  }

  private Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
    return dynamo.getItem(get -> get.tableName(TABLE).key(key).consistentRead(true)).item();
  }

  private UpdateItemRequest.Builder update(Map<String, AttributeValue> key, String expression) {
    return UpdateItemRequest.builder().tableName(TABLE).key(key).updateExpression(expression);
  }

  private UpdateItemRequest acquire(String owner, long now) {
    return update(LOCK, "SET #owner = :owner, #expires = :expires")
        .conditionExpression("attribute_not_exists(#owner) OR #owner = :owner OR #expires < :now")
        .expressionAttributeNames(Map.of("#owner", "owner", "#expires", "expires"))
        .expressionAttributeValues(
            Map.of(":owner", s(owner), ":expires", n(now + 100), ":now", n(now)))
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  @Test
  void lock_isTakenByOne_againByTheSame_andByAnotherAfterItsExpiry() {
    dynamo.updateItem(acquire("one", 0));
    dynamo.updateItem(acquire("one", 10));
    assertThat(Refused.by(() -> dynamo.updateItem(acquire("two", 110)))).isEqualTo(CONDITION);

    dynamo.updateItem(acquire("two", 111));

    assertThat(get(LOCK)).containsEntry("owner", s("two")).containsEntry("expires", n(211));
  }

  @Test
  void failedCondition_showsTheItem() {
    dynamo.updateItem(acquire("one", 0));

    ConditionalCheckFailedException refusal =
        catchThrowableOfType(
            ConditionalCheckFailedException.class, () -> dynamo.updateItem(acquire("two", 1)));

    assertThat(refusal.item()).containsEntry("owner", s("one"));
  }

  @Test
  void lock_isGivenBackByItsOwnerOnly() {
    dynamo.updateItem(acquire("one", 0));

    assertThat(Refused.by(() -> release("two"))).isEqualTo(CONDITION);
    release("one");

    assertThat(get(LOCK)).isEmpty();
    assertThat(Refused.by(() -> release("one"))).isEqualTo(CONDITION);
  }

  private void release(String owner) {
    dynamo.deleteItem(
        delete ->
            delete
                .tableName(TABLE)
                .key(LOCK)
                .conditionExpression("#a = :v")
                .expressionAttributeNames(Map.of("#a", "owner"))
                .expressionAttributeValues(Map.of(":v", s(owner))));
  }

  @Test
  void deleteItem_whenThereIsNone_succeeds() {
    dynamo.deleteItem(delete -> delete.tableName(TABLE).key(key("gate", "passed")));

    assertThat(get(key("gate", "passed"))).isEmpty();
  }

  @Test
  void journal_keepsTheFirstStart_countsAttempts_andRemovesTheEnd() {
    for (int attempt = 1; attempt <= 2; attempt++) {
      String now = "2026-01-01T00:0" + attempt + ":00Z";
      dynamo.updateItem(
          update(
                  key("operation#a", "step#promote"),
                  "SET #step = :step, #started = if_not_exists(#started, :started)"
                      + " ADD #attempts :attempts")
              .expressionAttributeNames(
                  Map.of("#step", "step", "#started", "started", "#attempts", "attempts"))
              .expressionAttributeValues(
                  Map.of(":step", s("promote"), ":started", s(now), ":attempts", n(1)))
              .build());
    }
    dynamo.updateItem(
        update(key("operation#a", "step#promote"), "SET #figures = :figures REMOVE #ended")
            .expressionAttributeNames(Map.of("#figures", "figures", "#ended", "ended"))
            .expressionAttributeValues(
                Map.of(":figures", AttributeValue.fromM(Map.of("lagSeconds", n(3)))))
            .build());

    assertThat(get(key("operation#a", "step#promote")))
        .containsEntry("started", s("2026-01-01T00:01:00Z"))
        .containsEntry("attempts", n(2))
        .containsEntry("figures", AttributeValue.fromM(Map.of("lagSeconds", n(3))))
        .doesNotContainKey("ended");
  }

  @Test
  void update_returnsWhatItIsAskedFor() {
    put("gate", "passed", "operation", "one");

    assertThat(
            dynamo
                .updateItem(
                    update(key("gate", "passed"), "SET #o = :o")
                        .expressionAttributeNames(Map.of("#o", "operation"))
                        .expressionAttributeValues(Map.of(":o", s("two")))
                        .returnValues(ReturnValue.UPDATED_OLD)
                        .build())
                .attributes())
        .isEqualTo(Map.of("operation", s("one")));
  }

  @Test
  void figures_loseTrailingZeros() {
    dynamo.putItem(
        put ->
            put.tableName(TABLE)
                .item(
                    Map.of(
                        "pk", s("sample"),
                        "sk", s("latest"),
                        "lagSeconds", AttributeValue.fromN("1.50"),
                        "yes", AttributeValue.fromBool(true))));

    Map<String, AttributeValue> item = get(key("sample", "latest"));
    assertThat(Double.parseDouble(item.get("lagSeconds").n())).isEqualTo(1.5);
    assertThat(item.get("lagSeconds").n())
        .isEqualTo(world.expected(KnownDifference.NUMBERS_KEEP_TRAILING_ZEROS, "1.5", "1.50"));
    assertThat(item.get("yes").bool()).isTrue();
  }

  private void put(String pk, String sk, String attribute, String value) {
    dynamo.putItem(
        put -> put.tableName(TABLE).item(Map.of("pk", s(pk), "sk", s(sk), attribute, s(value))));
  }

  @Test
  void putItem_ifAbsent_isDoneOnce() {
    Map<String, AttributeValue> item = Map.of("pk", s("fence"), "sk", s("self"));
    dynamo.putItem(
        put -> put.tableName(TABLE).item(item).conditionExpression("attribute_not_exists(pk)"));

    assertThat(
            Refused.by(
                () ->
                    dynamo.putItem(
                        put ->
                            put.tableName(TABLE)
                                .item(item)
                                .conditionExpression("attribute_not_exists(pk)"))))
        .isEqualTo(CONDITION);
  }

  private QueryRequest.Builder steps(String operation) {
    return QueryRequest.builder()
        .tableName(TABLE)
        .keyConditionExpression("#pk = :pk AND begins_with(#sk, :sk)")
        .expressionAttributeNames(Map.of("#pk", "pk", "#sk", "sk"))
        .expressionAttributeValues(Map.of(":pk", s("operation#" + operation), ":sk", s("step#")))
        .consistentRead(true);
  }

  @Test
  void query_answersThePartition_inTheOrderOfTheSortKey() {
    put("operation#a", "step#promote", "step", "promote");
    put("operation#a", "summary", "outcome", "succeeded");
    put("operation#a", "step#gate", "step", "gate");
    put("operation#b", "step#lock", "step", "lock");

    assertThat(dynamo.query(steps("a").build()).items())
        .extracting(item -> item.get("sk").s())
        .containsExactly("step#gate", "step#promote");
    assertThat(dynamo.query(steps("none").build()).items()).isEmpty();
  }

  @Test
  void query_backwards_inPages() {
    IntStream.range(0, 3).forEach(i -> put("operation#a", "step#" + i, "step", "" + i));

    QueryResponse first = dynamo.query(steps("a").scanIndexForward(false).limit(2).build());
    QueryResponse second =
        dynamo.query(
            steps("a").scanIndexForward(false).exclusiveStartKey(first.lastEvaluatedKey()).build());

    assertThat(first.items())
        .extracting(item -> item.get("sk").s())
        .containsExactly("step#2", "step#1");
    assertThat(second.items()).extracting(item -> item.get("sk").s()).containsExactly("step#0");
    assertThat(second.hasLastEvaluatedKey()).isFalse();
  }

  @Test
  void unknownTable_isNotFound() {
    Refused notFound =
        new Refused(ResourceNotFoundException.class, 400, "ResourceNotFoundException");

    assertThat(Refused.by(() -> dynamo.getItem(get -> get.tableName("none").key(LOCK))))
        .isEqualTo(notFound);
    assertThat(
            Refused.by(
                () -> dynamo.updateItem(acquire("one", 0).toBuilder().tableName("none").build())))
        .isEqualTo(notFound);
    assertThat(Refused.by(() -> dynamo.deleteItem(delete -> delete.tableName("none").key(LOCK))))
        .isEqualTo(notFound);
    assertThat(Refused.by(() -> dynamo.query(steps("a").tableName("none").build())))
        .isEqualTo(notFound);
  }

  @Test
  void key_mustBeWhole_andOfItsType() {
    assertThat(
            Refused.by(
                () -> dynamo.getItem(get -> get.tableName(TABLE).key(Map.of("pk", s("lock"))))))
        .isEqualTo(VALIDATION);
    assertThat(
            Refused.by(
                () ->
                    dynamo.updateItem(
                        update(Map.of("pk", s("lock"), "sk", n(1)), "SET #a = :a")
                            .expressionAttributeNames(Map.of("#a", "a"))
                            .expressionAttributeValues(Map.of(":a", n(1)))
                            .build())))
        .isEqualTo(VALIDATION);
  }

  @Test
  void expression_mustBeRight() {
    assertThat(refusedUpdate("SET owner", Map.of(), Map.of())).as("syntax").isEqualTo(VALIDATION);
    assertThat(refusedUpdate("SET #a = :a", Map.of("#a", "a"), Map.of()))
        .as("value missing")
        .isEqualTo(VALIDATION);
    assertThat(refusedUpdate("SET #a = :a", Map.of(), Map.of(":a", n(1))))
        .as("name missing")
        .isEqualTo(
            world.expected(
                KnownDifference.UNDEFINED_NAME_IS_A_SERVER_ERROR,
                VALIDATION,
                Refused.serverError(DynamoDbException.class)));
    assertThat(refusedUpdate("SET #a = :a", Map.of("#a", "a", "#b", "b"), Map.of(":a", n(1))))
        .as("name unused")
        .isEqualTo(VALIDATION);
    assertThat(refusedUpdate("SET #a = :a", Map.of("#a", "a"), Map.of(":a", n(1), ":b", n(1))))
        .as("value unused")
        .isEqualTo(VALIDATION);
    assertThat(refusedUpdate("SET #a = :a", Map.of("#a", "pk"), Map.of(":a", s("x"))))
        .as("part of the key")
        .isEqualTo(VALIDATION);
    assertThat(refusedUpdate("SET owner = :a", Map.of(), Map.of(":a", s("x"))))
        .as("owner is a reserved word")
        .isEqualTo(VALIDATION);
  }

  private Refused refusedUpdate(
      String expression, Map<String, String> names, Map<String, AttributeValue> values) {
    UpdateItemRequest.Builder request = update(LOCK, expression);
    if (!names.isEmpty()) {
      request.expressionAttributeNames(names);
    }
    if (!values.isEmpty()) {
      request.expressionAttributeValues(values);
    }
    return Refused.by(() -> dynamo.updateItem(request.build()));
  }

  @Test
  void add_toWhatIsNoNumber_isRefused() {
    put("gate", "passed", "attempts", "many");

    assertThat(
            Refused.by(
                () ->
                    dynamo.updateItem(
                        update(key("gate", "passed"), "ADD #a :a")
                            .expressionAttributeNames(Map.of("#a", "attempts"))
                            .expressionAttributeValues(Map.of(":a", n(1)))
                            .build())))
        .isEqualTo(VALIDATION);
  }
}
