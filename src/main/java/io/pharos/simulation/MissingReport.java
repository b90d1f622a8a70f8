package io.pharos.simulation;

import io.pharos.recovery.contract.Names;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.rds.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The missing-data report against the truth: whatever the old writer acknowledged and the new one
 * has not must lie inside, and an empty report must be right.
 */
record MissingReport(World world, Names names, String region) {

  /** The first lost row that a report leaves out; empty while there is no report. */
  Optional<String> leavesOut(List<Row> lost) {
    return world
        .bareClient(DynamoDbClient.class, region, Caller.operator(world.clock()))
        .query(
            query ->
                query
                    .tableName(names.table())
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS("operations"))))
        .items()
        .stream()
        .filter(item -> item.containsKey("missingFrom"))
        .findFirst()
        .flatMap(
            item -> {
              Instant from = Instant.parse(item.get("missingFrom").s());
              Instant to = Instant.parse(item.get("missingTo").s());
              return lost.stream()
                  .filter(row -> row.committed().isBefore(from) || row.committed().isAfter(to))
                  .findFirst()
                  .map(
                      row ->
                          "the missing-data report ("
                              + from
                              + " to "
                              + to
                              + ") leaves out "
                              + row.key()
                              + " of "
                              + row.committed());
            });
  }
}
