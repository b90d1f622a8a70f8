package io.pharos.drill;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The journal of one operation, read from the table of the Region that it activates. */
public record OperationJournal(
    String operation, Map<String, String> summary, List<StepRecord> steps) {

  /** Reads what is there, which for an operation that died early may be nothing. */
  public static OperationJournal read(DynamoDbClient table, String tableName, String operation) {
    List<StepRecord> steps = new ArrayList<>();
    Map<String, String> summary = Map.of();
    var pages =
        table.queryPaginator(
            query ->
                query
                    .tableName(tableName)
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(
                        Map.of(":pk", AttributeValue.fromS("operation#" + operation))));
    for (var page : pages) {
      for (Map<String, AttributeValue> item : page.items()) {
        if (text(item, "sk").equals("summary")) {
          summary = strings(item);
        } else if (text(item, "sk").startsWith("step#")) {
          steps.add(step(item));
        }
      }
    }
    steps.sort(Comparator.comparing(StepRecord::started).thenComparing(StepRecord::name));
    return new OperationJournal(operation, summary, List.copyOf(steps));
  }

  public Optional<StepRecord> step(String name) {
    return steps.stream().filter(step -> step.name().equals(name)).findFirst();
  }

  private static StepRecord step(Map<String, AttributeValue> item) {
    String ended = text(item, "ended");
    String attempts = text(item, "attempts");
    return new StepRecord(
        text(item, "step"),
        Optional.empty(),
        Instant.parse(text(item, "started")),
        ended.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(ended)),
        text(item, "outcome"),
        attempts.isEmpty() ? 1 : Integer.parseInt(attempts),
        text(item, "detail"));
  }

  private static Map<String, String> strings(Map<String, AttributeValue> item) {
    Map<String, String> strings = new java.util.TreeMap<>();
    item.keySet().forEach(key -> strings.put(key, text(item, key)));
    return strings;
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    if (value == null) {
      return "";
    }
    return value.s() != null
        ? value.s()
        : value.n() != null ? value.n() : String.valueOf(value.bool());
  }
}
