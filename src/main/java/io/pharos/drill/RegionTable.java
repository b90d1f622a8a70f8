package io.pharos.drill;

import io.pharos.recovery.contract.Names;
import io.pharos.world.Cloud;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What one Region remembers of recovery, in its own table: locks, samples, claims, operations. It
 * only reads.
 */
public record RegionTable(Cloud cloud, Names names, String region) {

  /** An item; empty when it is not there. Structures are left out. */
  public Map<String, String> item(String pk, String sk) {
    return strings(
        table()
            .getItem(
                get ->
                    get.tableName(names.table())
                        .consistentRead(true)
                        .key(
                            Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk))))
            .item());
  }

  /** The last items of a partition, the newest first. */
  public List<Map<String, String>> last(String pk, int count) {
    return table()
        .query(
            query ->
                query
                    .tableName(names.table())
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(pk)))
                    .scanIndexForward(false)
                    .limit(count))
        .items()
        .stream()
        .map(RegionTable::strings)
        .toList();
  }

  /** Who holds the lock now, and until when; empty when it is free. */
  public Optional<String> lockHolder() {
    Map<String, String> lock = item("lock", "lock");
    if (!lock.containsKey("owner")) {
      return Optional.empty();
    }
    Instant expires = Instant.ofEpochSecond(Long.parseLong(lock.getOrDefault("expires", "0")));
    return expires.isBefore(cloud.clock().instant())
        ? Optional.empty()
        : Optional.of(lock.get("owner") + " until " + expires);
  }

  static Optional<Instant> instant(Map<String, String> item, String name) {
    return Optional.ofNullable(item.get(name)).map(Instant::parse);
  }

  private static Map<String, String> strings(Map<String, AttributeValue> item) {
    Map<String, String> strings = new TreeMap<>();
    item.forEach(
        (name, value) -> {
          if (value.s() != null) {
            strings.put(name, value.s());
          } else if (value.n() != null) {
            strings.put(name, value.n());
          } else if (value.bool() != null) {
            strings.put(name, value.bool().toString());
          }
        });
    return strings;
  }

  private DynamoDbClient table() {
    return cloud.client(DynamoDbClient.class, region);
  }
}
