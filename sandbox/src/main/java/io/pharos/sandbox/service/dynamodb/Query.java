package io.pharos.sandbox.service.dynamodb;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.dynamodb.expression.Condition;
import io.pharos.sandbox.service.dynamodb.expression.ExpressionParser;
import io.pharos.sandbox.service.dynamodb.expression.KeyCondition;
import io.pharos.sandbox.service.dynamodb.expression.Placeholders;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * A query: items of one partition in the order of the range key. The limit counts items before the
 * filter, and a page that ends at it says where to go on.
 */
final class Query {
  private final Tables tables;
  private final Resource table;
  private final QueryRequest request;
  private final KeySchema primary;
  private final KeySchema schema;

  Query(Tables tables, Resource table, QueryRequest request) {
    this.tables = tables;
    this.table = table;
    this.request = request;
    this.primary = KeySchema.of(table);
    this.schema =
        request.indexName() == null ? primary : KeySchema.ofIndex(table, request.indexName());
  }

  QueryResponse run() {
    if (request.keyConditionExpression() == null) {
      throw DynamoRefusal.invalid(
          "Either the KeyConditions or KeyConditionExpression parameter must be specified in the"
              + " request.");
    }
    Placeholders placeholders =
        new Placeholders(request.expressionAttributeNames(), request.expressionAttributeValues());
    Condition keys =
        new ExpressionParser(
                request.keyConditionExpression(), "KeyConditionExpression", placeholders)
            .condition();
    KeyCondition.check(keys, schema.hash(), schema.range());
    Condition filter =
        request.filterExpression() == null
            ? null
            : new ExpressionParser(request.filterExpression(), "FilterExpression", placeholders)
                .condition();
    Projection projection =
        request.projectionExpression() == null
            ? null
            : Projection.of(request.projectionExpression(), placeholders);
    placeholders.checkAllUsed();
    return answer(page(keys), filter, projection);
  }

  private record Page(List<Map<String, AttributeValue>> items, boolean more) {}

  private Page page(Condition keys) {
    Comparator<Map<String, AttributeValue>> order = schema.order().thenComparing(primary.order());
    if (Boolean.FALSE.equals(request.scanIndexForward())) {
      order = order.reversed();
    }
    Map<String, AttributeValue> start =
        request.hasExclusiveStartKey() ? Values.canonical(request.exclusiveStartKey()) : null;
    Comparator<Map<String, AttributeValue>> direction = order;
    List<Map<String, AttributeValue>> found =
        tables.all(table).stream()
            .filter(schema::in)
            .filter(keys::holds)
            .filter(item -> start == null || direction.compare(item, start) > 0)
            .sorted(order)
            .toList();
    int limit = request.limit() == null ? found.size() : request.limit();
    if (request.limit() != null && limit < 1) {
      throw DynamoRefusal.invalid(
          "1 validation error detected: Value '%d' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1"
              .formatted(limit));
    }
    // DynamoDB does not look beyond a full page: it says that there may be more.
    boolean full = request.limit() != null && found.size() >= limit;
    return new Page(found.subList(0, Math.min(limit, found.size())), full);
  }

  private QueryResponse answer(Page page, Condition filter, Projection projection) {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    for (Map<String, AttributeValue> item : page.items()) {
      if (filter == null || filter.holds(item)) {
        items.add(projection == null ? item : projection.of(item));
      }
    }
    QueryResponse.Builder response =
        QueryResponse.builder().count(items.size()).scannedCount(page.items().size());
    if (request.select() != Select.COUNT) {
      response.items(items);
    }
    if (page.more()) {
      response.lastEvaluatedKey(key(page.items().get(page.items().size() - 1)));
    }
    return response.build();
  }

  private Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> key = new LinkedHashMap<>();
    primary.attributes().forEach(attribute -> key.put(attribute, item.get(attribute)));
    schema.attributes().forEach(attribute -> key.put(attribute, item.get(attribute)));
    return key;
  }
}
