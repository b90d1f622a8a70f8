package io.pharos.sandbox.service.dynamodb.expression;

import io.pharos.sandbox.service.dynamodb.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A parsed update expression. All its operands see the item as it was before. */
public final class Update {
  private record Assignment(Path path, Operand value) {}

  private record Change(Path path, AttributeValue value) {}

  private final List<Assignment> sets = new ArrayList<>();
  private final List<Path> removals = new ArrayList<>();
  private final List<Change> additions = new ArrayList<>();
  private final List<Change> deletions = new ArrayList<>();
  private final List<Path> paths = new ArrayList<>();

  void set(Path path, Operand value) {
    note(path);
    sets.add(new Assignment(path, value));
  }

  void remove(Path path) {
    note(path);
    removals.add(path);
  }

  void add(Path path, Operand.Literal value) {
    note(path);
    if (value.value().n() == null && !Values.isSet(value.value())) {
      throw incorrectType("ADD", value.value());
    }
    additions.add(new Change(path, value.value()));
  }

  void delete(Path path, Operand.Literal value) {
    note(path);
    if (!Values.isSet(value.value())) {
      throw incorrectType("DELETE", value.value());
    }
    deletions.add(new Change(path, value.value()));
  }

  private static InvalidExpression incorrectType(String operator, AttributeValue value) {
    return new InvalidExpression(
        "Invalid UpdateExpression: Incorrect operand type for operator or function; operator: %s, operand type: %s"
            .formatted(operator, Values.type(value)));
  }

  private void note(Path path) {
    for (Path other : paths) {
      if (path.overlaps(other)) {
        throw new InvalidExpression(
            "Invalid UpdateExpression: Two document paths overlap with each other; must remove or"
                + " rewrite one of these paths; path one: ["
                + other.attribute()
                + "], path two: ["
                + path.attribute()
                + "]");
      }
    }
    paths.add(path);
  }

  /** The attributes of the item that it changes, in the order in which it names them. */
  public Set<String> attributes() {
    Set<String> attributes = new LinkedHashSet<>();
    paths.forEach(path -> attributes.add(path.attribute()));
    return attributes;
  }

  /**
   * The item after the update, in the order of its attributes' names.
   *
   * @throws InvalidExpression when an operand is missing or of the wrong type
   */
  public SortedMap<String, AttributeValue> apply(Map<String, AttributeValue> before) {
    SortedMap<String, AttributeValue> item = new TreeMap<>(before);
    for (Assignment assignment : sets) {
      AttributeValue value = assignment.value().of(before);
      if (value == null) {
        throw Operand.missing();
      }
      assignment.path().set(item, value);
    }
    removals.forEach(path -> path.remove(item));
    for (Change addition : additions) {
      addition.path().set(item, sum(addition.path().get(before), addition.value()));
    }
    for (Change deletion : deletions) {
      subtract(deletion, before, item);
    }
    return item;
  }

  private static AttributeValue sum(AttributeValue old, AttributeValue added) {
    if (old == null) {
      return added;
    }
    if (!Values.type(old).equals(Values.type(added))) {
      throw Operand.wrongType();
    }
    if (added.n() != null) {
      return Values.number(new BigDecimal(old.n()).add(new BigDecimal(added.n())));
    }
    Set<String> union = new TreeSet<>(Values.members(old));
    union.addAll(Values.members(added));
    return Values.withMembers(added, union);
  }

  private static void subtract(
      Change deletion, Map<String, AttributeValue> before, Map<String, AttributeValue> item) {
    AttributeValue old = deletion.path().get(before);
    if (old == null) {
      return;
    }
    if (!Values.type(old).equals(Values.type(deletion.value()))) {
      throw Operand.wrongType();
    }
    Set<String> rest = new TreeSet<>(Values.members(old));
    rest.removeAll(Values.members(deletion.value()));
    if (rest.isEmpty()) {
      deletion.path().remove(item);
    } else {
      deletion.path().set(item, Values.withMembers(old, rest));
    }
  }
}
