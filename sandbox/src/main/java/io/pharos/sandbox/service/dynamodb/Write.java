package io.pharos.sandbox.service.dynamodb;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.dynamodb.expression.Condition;
import io.pharos.sandbox.service.dynamodb.expression.ExpressionParser;
import io.pharos.sandbox.service.dynamodb.expression.InvalidExpression;
import io.pharos.sandbox.service.dynamodb.expression.Placeholders;
import io.pharos.sandbox.service.dynamodb.expression.Update;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A write that has been parsed and checked: which item, under which condition, and what becomes of
 * it. Nothing changes until {@link #commit}, so that a transaction can look at all its writes
 * first.
 */
final class Write {
  private static final int ITEM_BYTES = 400 * 1024;

  private final Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items;
  private final Map<String, AttributeValue> key;
  private final Map<String, AttributeValue> old;
  private final Condition condition;
  private final Update update;
  private final UnaryOperator<Map<String, AttributeValue>> change;

  private Write(
      Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items,
      Map<String, AttributeValue> key,
      Condition condition,
      Update update,
      UnaryOperator<Map<String, AttributeValue>> change) {
    this.items = items;
    this.key = key;
    this.old = items.get(key);
    this.condition = condition;
    this.update = update;
    this.change = change;
  }

  /** The expressions of a write, null where the request has none. */
  record Expressions(String condition, String update, Placeholders placeholders) {
    private Condition parsedCondition() {
      return condition == null
          ? null
          : new ExpressionParser(condition, "ConditionExpression", placeholders).condition();
    }
  }

  static Write put(
      Tables tables, Resource table, Map<String, AttributeValue> item, Expressions expressions) {
    Map<String, AttributeValue> canonical = Values.canonical(item);
    Map<String, AttributeValue> key = tables.key(table).ofItem(canonical);
    Condition condition = expressions.parsedCondition();
    expressions.placeholders().checkAllUsed();
    checkSize(canonical);
    return new Write(
        tables.items(table), key, condition, null, old -> Collections.unmodifiableMap(canonical));
  }

  static Write delete(
      Tables tables, Resource table, Map<String, AttributeValue> key, Expressions expressions) {
    Map<String, AttributeValue> checked = tables.key(table).checked(key);
    Condition condition = expressions.parsedCondition();
    expressions.placeholders().checkAllUsed();
    return new Write(tables.items(table), checked, condition, null, old -> null);
  }

  /** Changes nothing: only its condition counts. */
  static Write check(
      Tables tables, Resource table, Map<String, AttributeValue> key, Expressions expressions) {
    Map<String, AttributeValue> checked = tables.key(table).checked(key);
    Condition condition = expressions.parsedCondition();
    expressions.placeholders().checkAllUsed();
    return new Write(tables.items(table), checked, condition, null, UnaryOperator.identity());
  }

  static Write update(
      Tables tables, Resource table, Map<String, AttributeValue> key, Expressions expressions) {
    KeySchema schema = tables.key(table);
    Map<String, AttributeValue> checked = schema.checked(key);
    Update update =
        expressions.update() == null
            ? new Update()
            : new ExpressionParser(
                    expressions.update(), "UpdateExpression", expressions.placeholders())
                .update();
    Condition condition = expressions.parsedCondition();
    expressions.placeholders().checkAllUsed();
    for (String attribute : update.attributes()) {
      if (schema.attributes().contains(attribute)) {
        throw DynamoRefusal.invalid(
            "One or more parameter values were invalid: Cannot update attribute %s. This attribute is part of the key"
                .formatted(attribute));
      }
    }
    return new Write(
        tables.items(table),
        checked,
        condition,
        update,
        old -> {
          SortedMap<String, AttributeValue> updated = update.apply(old == null ? checked : old);
          checkSize(updated);
          return Collections.unmodifiableSortedMap(updated);
        });
  }

  Map<String, AttributeValue> key() {
    return key;
  }

  /** The parsed update, or null when the write is no update. */
  Update update() {
    return update;
  }

  /** The item as it was before, or null. */
  Map<String, AttributeValue> old() {
    return old;
  }

  /** The item as it is, or null. */
  Map<String, AttributeValue> item() {
    return items.get(key);
  }

  boolean admitted() {
    return condition == null || condition.holds(old == null ? Map.of() : old);
  }

  /**
   * What the item would become, null when it is gone.
   *
   * @throws InvalidExpression when the update does not fit the item
   */
  Map<String, AttributeValue> changed() {
    // Its values are canonical: those of the old item, of the placeholders, and what comes of them.
    return change.apply(old);
  }

  void commit(Map<String, AttributeValue> changed) {
    if (changed == null) {
      items.remove(key);
    } else {
      items.put(key, changed);
    }
  }

  private static void checkSize(Map<String, AttributeValue> item) {
    if (Values.bytes(item) > ITEM_BYTES) {
      throw DynamoRefusal.invalid("Item size has exceeded the maximum allowed size");
    }
  }
}
