package io.pharos.sandbox.service.dynamodb.expression;

import io.pharos.sandbox.service.dynamodb.Values;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A condition, filter or key condition. */
public sealed interface Condition {

  /** Whether it holds for an item; the item is empty when there is none. */
  boolean holds(Map<String, AttributeValue> item);

  record And(Condition left, Condition right) implements Condition {
    @Override
    public boolean holds(Map<String, AttributeValue> item) {
      return left.holds(item) && right.holds(item);
    }
  }

  record Or(Condition left, Condition right) implements Condition {
    @Override
    public boolean holds(Map<String, AttributeValue> item) {
      return left.holds(item) || right.holds(item);
    }
  }

  record Not(Condition negated) implements Condition {
    @Override
    public boolean holds(Map<String, AttributeValue> item) {
      return !negated.holds(item);
    }
  }

  record Exists(Path path) implements Condition {
    @Override
    public boolean holds(Map<String, AttributeValue> item) {
      return path.get(item) != null;
    }
  }

  record HasType(Path path, Operand type) implements Condition {
    @Override
    public boolean holds(Map<String, AttributeValue> item) {
      AttributeValue value = path.get(item);
      return value != null && Values.type(value).equals(type.of(item).s());
    }
  }

  record BeginsWith(Operand operand, Operand prefix) implements Condition {
    @Override
    public boolean holds(Map<String, AttributeValue> item) {
      AttributeValue value = operand.of(item);
      AttributeValue start = prefix.of(item);
      return value != null
          && start != null
          && value.s() != null
          && start.s() != null
          && value.s().startsWith(start.s());
    }
  }

  record Contains(Operand operand, Operand part) implements Condition {
    @Override
    public boolean holds(Map<String, AttributeValue> item) {
      AttributeValue value = operand.of(item);
      AttributeValue wanted = part.of(item);
      if (value == null || wanted == null) {
        return false;
      }
      if (value.s() != null) {
        return wanted.s() != null && value.s().contains(wanted.s());
      }
      return value.l().contains(wanted)
          || wanted.s() != null && value.ss().contains(wanted.s())
          || wanted.n() != null && value.ns().contains(wanted.n());
    }
  }

  /** {@code =}, {@code <>}, {@code <}, {@code <=}, {@code >} or {@code >=}. */
  record Comparison(Operand left, String sign, Operand right) implements Condition {
    @Override
    public boolean holds(Map<String, AttributeValue> item) {
      AttributeValue first = left.of(item);
      AttributeValue second = right.of(item);
      if (sign.equals("<>")) {
        return first == null || second == null || !first.equals(second);
      }
      if (first == null || second == null) {
        return false;
      }
      if (sign.equals("=")) {
        return first.equals(second);
      }
      if (!Values.ordered(first, second)) {
        return false;
      }
      int order = Values.compare(first, second);
      return switch (sign) {
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        case ">=" -> order >= 0;
        default -> throw new IllegalStateException("the parser knows no comparison " + sign);
      };
    }
  }

  record Between(Operand operand, Operand low, Operand high) implements Condition {
    @Override
    public boolean holds(Map<String, AttributeValue> item) {
      return new Comparison(operand, ">=", low).holds(item)
          && new Comparison(operand, "<=", high).holds(item);
    }
  }

  record In(Operand operand, List<Operand> choices) implements Condition {
    @Override
    public boolean holds(Map<String, AttributeValue> item) {
      AttributeValue value = operand.of(item);
      return value != null && choices.stream().anyMatch(choice -> value.equals(choice.of(item)));
    }
  }
}
