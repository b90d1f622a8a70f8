package io.pharos.sandbox.service.dynamodb.expression;

import io.pharos.sandbox.service.dynamodb.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What stands on either side of a comparison, or behind the equals sign of a SET. */
interface Operand {

  /** Its value for an item, or null when the item has no such attribute. */
  AttributeValue of(Map<String, AttributeValue> item);

  record Literal(AttributeValue value) implements Operand {
    @Override
    public AttributeValue of(Map<String, AttributeValue> item) {
      return value;
    }
  }

  record Attribute(Path path) implements Operand {
    @Override
    public AttributeValue of(Map<String, AttributeValue> item) {
      return path.get(item);
    }
  }

  record Size(Path path) implements Operand {
    @Override
    public AttributeValue of(Map<String, AttributeValue> item) {
      AttributeValue value = path.get(item);
      return value == null ? null : Values.number(BigDecimal.valueOf(Values.size(value)));
    }
  }

  record IfNotExists(Path path, Operand otherwise) implements Operand {
    @Override
    public AttributeValue of(Map<String, AttributeValue> item) {
      AttributeValue value = path.get(item);
      return value == null ? otherwise.of(item) : value;
    }
  }

  record ListAppend(Operand first, Operand second) implements Operand {
    @Override
    public AttributeValue of(Map<String, AttributeValue> item) {
      List<AttributeValue> both = new ArrayList<>(list(first.of(item)));
      both.addAll(list(second.of(item)));
      return AttributeValue.fromL(both);
    }

    private static List<AttributeValue> list(AttributeValue value) {
      if (value == null) {
        throw missing();
      }
      if (!value.hasL()) {
        throw wrongType();
      }
      return value.l();
    }
  }

  record Sum(Operand left, Operand right, boolean minus) implements Operand {
    @Override
    public AttributeValue of(Map<String, AttributeValue> item) {
      BigDecimal first = number(left.of(item));
      BigDecimal second = number(right.of(item));
      return Values.number(minus ? first.subtract(second) : first.add(second));
    }

    private static BigDecimal number(AttributeValue value) {
      if (value == null) {
        throw missing();
      }
      if (value.n() == null) {
        throw wrongType();
      }
      return new BigDecimal(value.n());
    }
  }

  static InvalidExpression missing() {
    return new InvalidExpression(
        "The provided expression refers to an attribute that does not exist in the item");
  }

  static InvalidExpression wrongType() {
    return new InvalidExpression("An operand in the update expression has an incorrect data type");
  }
}
