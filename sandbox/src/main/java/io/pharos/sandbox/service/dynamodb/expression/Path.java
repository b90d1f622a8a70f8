package io.pharos.sandbox.service.dynamodb.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A document path: an attribute of the item, and what lies in it ({@code figures.lag}, {@code
 * steps[0]}).
 *
 * @param steps names (String) and list indices (Integer); the first is a name
 */
public record Path(List<Object> steps) {

  /** The attribute of the item that it begins with. */
  public String attribute() {
    return (String) steps.get(0);
  }

  boolean nested() {
    return steps.size() > 1;
  }

  /** The value at the path, or null when there is none. */
  public AttributeValue get(Map<String, AttributeValue> item) {
    AttributeValue value = item.get(attribute());
    for (int i = 1; value != null && i < steps.size(); i++) {
      value = child(value, steps.get(i));
    }
    return value;
  }

  private static AttributeValue child(AttributeValue value, Object step) {
    if (step instanceof Integer index) {
      return value.hasL() && index < value.l().size() ? value.l().get(index) : null;
    }
    return value.hasM() ? value.m().get(step) : null;
  }

  /** Puts a value at the path; what lies above it has to be there. */
  void set(Map<String, AttributeValue> item, AttributeValue value) {
    item.put(attribute(), nested() ? with(item.get(attribute()), 1, value) : value);
  }

  /** Takes the value away; a path that leads nowhere is no error when only its end is missing. */
  void remove(Map<String, AttributeValue> item) {
    if (!nested()) {
      item.remove(attribute());
    } else {
      item.put(attribute(), with(item.get(attribute()), 1, null));
    }
  }

  private AttributeValue with(AttributeValue container, int depth, AttributeValue value) {
    Object step = steps.get(depth);
    boolean last = depth == steps.size() - 1;
    if (container != null && container.hasM() && step instanceof String name) {
      Map<String, AttributeValue> map = new LinkedHashMap<>(container.m());
      AttributeValue child = last ? value : with(map.get(name), depth + 1, value);
      if (child == null) {
        map.remove(name);
      } else {
        map.put(name, child);
      }
      return AttributeValue.fromM(map);
    }
    if (container != null && container.hasL() && step instanceof Integer index) {
      return AttributeValue.fromL(inList(container.l(), index, depth, last, value));
    }
    throw new InvalidExpression(
        "The document path provided in the update expression is invalid for update");
  }

  private List<AttributeValue> inList(
      List<AttributeValue> elements, int index, int depth, boolean last, AttributeValue value) {
    List<AttributeValue> list = new ArrayList<>(elements);
    boolean inside = index < list.size();
    AttributeValue child = last ? value : with(inside ? list.get(index) : null, depth + 1, value);
    if (child == null) {
      if (inside) {
        list.remove(index);
      }
    } else if (inside) {
      list.set(index, child);
    } else {
      list.add(child);
    }
    return list;
  }

  /** Whether one of the two lies in the other, or both are the same. */
  boolean overlaps(Path other) {
    int common = Math.min(steps.size(), other.steps.size());
    return attribute().equals(other.attribute())
        && steps.subList(0, common).equals(other.steps.subList(0, common));
  }
}
