package io.pharos.recovery.function;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * One update of one item: changes what it names and leaves the rest. Attribute names are always
 * placeholders, because many of the words of recovery are reserved in DynamoDB.
 */
final class ItemUpdate {
  private static final Pattern NAME = Pattern.compile("#(\\w+)");

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final Table.Key key;
  private final List<String> sets = new ArrayList<>();
  private final List<String> removes = new ArrayList<>();
  private final List<String> adds = new ArrayList<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<String, AttributeValue> values = new LinkedHashMap<>();
  private String condition;

  ItemUpdate(DynamoDbClient dynamoDb, String table, Table.Key key) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.key = key;
  }

  ItemUpdate set(String attribute, Object value) {
    sets.add(name(attribute) + " = " + value(attribute, value));
    return this;
  }

  ItemUpdate setIfAbsent(String attribute, Object value) {
    String name = name(attribute);
    sets.add(name + " = if_not_exists(" + name + ", " + value(attribute, value) + ")");
    return this;
  }

  ItemUpdate remove(String attribute) {
    removes.add(name(attribute));
    return this;
  }

  ItemUpdate add(String attribute, long value) {
    adds.add(name(attribute) + " " + value(attribute, value));
    return this;
  }

  /** A condition over attributes written as {@code #name} and values as {@code :name}. */
  ItemUpdate onlyIf(String expression, Map<String, Object> conditionValues) {
    condition = expression;
    NAME.matcher(expression).results().forEach(found -> name(found.group(1)));
    conditionValues.forEach((name, value) -> values.put(":" + name, AttributeValues.of(value)));
    return this;
  }

  /**
   * Does it.
   *
   * @throws software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException when the
   *     condition does not hold
   */
  void run() {
    StringBuilder expression = new StringBuilder();
    clause(expression, "SET", sets);
    clause(expression, "REMOVE", removes);
    clause(expression, "ADD", adds);
    UpdateItemRequest.Builder request =
        UpdateItemRequest.builder()
            .tableName(table)
            .key(key.attributes())
            .updateExpression(expression.toString().strip())
            .expressionAttributeNames(names);
    if (!values.isEmpty()) {
      request.expressionAttributeValues(values);
    }
    if (condition != null) {
      request.conditionExpression(condition);
    }
    dynamoDb.updateItem(request.build());
  }

  private String name(String attribute) {
    names.put("#" + attribute, attribute);
    return "#" + attribute;
  }

  private String value(String attribute, Object value) {
    values.put(":" + attribute, AttributeValues.of(value));
    return ":" + attribute;
  }

  private static void clause(StringBuilder expression, String word, List<String> parts) {
    if (!parts.isEmpty()) {
      expression.append(word).append(' ').append(String.join(", ", parts)).append(' ');
    }
  }
}
