package io.pharos.sandbox.service.dynamodb;

import io.pharos.sandbox.core.Resource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The key of a table or of one of its indexes.
 *
 * @param range null when the key has one attribute only
 * @param types S, N or B by the attribute's name
 */
record KeySchema(String hash, String range, Map<String, String> types) {

  static KeySchema of(Resource table) {
    return of(table, table.value("hashKey"), table.value("rangeKey"));
  }

  /**
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException when there is no such
   *     index
   */
  static KeySchema ofIndex(Resource table, String index) {
    for (String kind : List.of("globalSecondaryIndexes", "localSecondaryIndexes")) {
      for (Map<String, Object> schema : table.maps(kind)) {
        if (index.equals(schema.get("name"))) {
          Object hash = schema.get("hashKey");
          return of(table, hash == null ? table.string("hashKey") : hash, schema.get("rangeKey"));
        }
      }
    }
    throw DynamoRefusal.invalid("The table does not have the specified index: " + index);
  }

  private static KeySchema of(Resource table, Object hash, Object range) {
    Map<String, String> types = new HashMap<>();
    table
        .maps("attributes")
        .forEach(
            attribute -> types.put((String) attribute.get("name"), (String) attribute.get("type")));
    return new KeySchema(
        (String) hash, range == null || range.equals("") ? null : (String) range, types);
  }

  List<String> attributes() {
    return range == null ? List.of(hash) : List.of(hash, range);
  }

  /** Whether the item has all attributes of this key: only then it is in the index. */
  boolean in(Map<String, AttributeValue> item) {
    return attributes().stream().allMatch(item::containsKey);
  }

  /** The key of an item that is to be written. */
  Map<String, AttributeValue> ofItem(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> key = new LinkedHashMap<>();
    for (String attribute : attributes()) {
      AttributeValue value = item.get(attribute);
      if (value == null) {
        throw DynamoRefusal.invalid(
            "One or more parameter values were invalid: Missing the key %s in the item"
                .formatted(attribute));
      }
      key.put(attribute, checked(attribute, value));
    }
    return key;
  }

  /** Checks a key as requests give it: exactly the attributes of the schema. */
  Map<String, AttributeValue> checked(Map<String, AttributeValue> key) {
    if (key.size() != attributes().size() || !key.keySet().containsAll(attributes())) {
      throw DynamoRefusal.invalid("The provided key element does not match the schema");
    }
    Map<String, AttributeValue> checked = new LinkedHashMap<>();
    for (String attribute : attributes()) {
      AttributeValue value = Values.canonical(key.get(attribute));
      if (!Values.type(value).equals(types.get(attribute))) {
        throw DynamoRefusal.invalid("The provided key element does not match the schema");
      }
      checked.put(attribute, checked(attribute, value));
    }
    return checked;
  }

  private AttributeValue checked(String attribute, AttributeValue value) {
    String type = Values.type(value);
    if (!type.equals(types.get(attribute))) {
      throw DynamoRefusal.invalid(
          "One or more parameter values were invalid: Type mismatch for key %s expected: %s actual: %s"
              .formatted(attribute, types.get(attribute), type));
    }
    if ("".equals(value.s())) {
      throw DynamoRefusal.invalid(
          "One or more parameter values are not valid. The AttributeValue for a key attribute"
              + " cannot contain an empty string value. Key: "
              + attribute);
    }
    return value;
  }

  /** The order of items in a table or index: by hash, then by range. */
  Comparator<Map<String, AttributeValue>> order() {
    Comparator<Map<String, AttributeValue>> byHash =
        (one, other) -> Values.compare(one.get(hash), other.get(hash));
    return range == null
        ? byHash
        : byHash.thenComparing((one, other) -> Values.compare(one.get(range), other.get(range)));
  }
}
