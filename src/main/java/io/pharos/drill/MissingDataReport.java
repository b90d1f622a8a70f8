package io.pharos.drill;

import io.pharos.recovery.contract.Names;
import io.pharos.world.Cloud;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the runtime says is missing since an operation: what the old writer acknowledged between two
 * moments, and the new one may not have. It is written when the old Region is back and closed.
 *
 * @param database the old writer, which still has it
 * @param seconds how much of that time the old writer was up
 */
public record MissingDataReport(
    String operation, String database, Instant from, Instant to, Duration seconds) {
  private static final int OPERATIONS = 20;

  /** The newest one of the operations that activated this Region; empty when there is none. */
  public static Optional<MissingDataReport> newest(Cloud cloud, Names names, String region) {
    return cloud
        .client(DynamoDbClient.class, region)
        .query(
            query ->
                query
                    .tableName(names.table())
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS("operations")))
                    .scanIndexForward(false)
                    .limit(OPERATIONS))
        .items()
        .stream()
        .filter(item -> item.containsKey("missingFrom"))
        .findFirst()
        .map(MissingDataReport::of);
  }

  private static MissingDataReport of(Map<String, AttributeValue> item) {
    return new MissingDataReport(
        item.get("operation").s(),
        item.get("missingIn").s(),
        Instant.parse(item.get("missingFrom").s()),
        Instant.parse(item.get("missingTo").s()),
        Duration.ofMillis(Math.round(Double.parseDouble(item.get("missingSeconds").n()) * 1000)));
  }

  /** Whether something that was acknowledged then may be missing. */
  public boolean covers(Instant acknowledged) {
    return !acknowledged.isBefore(from) && !acknowledged.isAfter(to);
  }

  /** Whether it says that nothing is missing. */
  public boolean empty() {
    return !to.isAfter(from);
  }

  @Override
  public String toString() {
    return empty()
        ? "nothing (" + database + ", " + operation + ")"
        : ReportJson.seconds(seconds).toPlainString()
            + " s of writes may be in "
            + database
            + " only, of "
            + from
            + " to "
            + to
            + " ("
            + operation
            + ")";
  }
}
