package io.pharos.drill;

import io.pharos.config.Settings;
import io.pharos.engine.Reconciliation;
import io.pharos.engine.Refused;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The runtime's lock of one Region, held by a person's command: no operation and no other command
 * changes the Region meanwhile. It is a lease that is renewed while the command lives, as the
 * runtime's own.
 */
public final class OperatorLock implements Reconciliation.Lock {
  private static final Duration HELD = Duration.ofMinutes(10);
  private static final Duration RENEWED_EVERY = Duration.ofMinutes(2);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final Map<String, AttributeValue> KEY =
      Map.of("pk", AttributeValue.fromS("lock"), "sk", AttributeValue.fromS("lock"));

  private final Cloud cloud;
  private final String table;
  private final String region;
  private final String owner;
  private final AtomicBoolean held = new AtomicBoolean(true);
  private Instant renewal;

  private OperatorLock(Cloud cloud, String table, String region, String owner) {
    this.cloud = cloud;
    this.table = table;
    this.region = region;
    this.owner = owner;
  }

  /**
   * How a command takes the lock of a Region.
   *
   * @param command its name, which the lock's owner begins with
   */
  public static Function<Position, Reconciliation.Lock> of(
      Cloud cloud, Settings settings, String command) {
    return position -> {
      OperatorLock lock =
          new OperatorLock(
              cloud,
              settings.names().table(),
              settings.regions().of(position),
              command + "-" + TIME.format(cloud.clock().instant()));
      lock.take();
      return lock;
    };
  }

  private void take() {
    try {
      put("attribute_not_exists(#owner) OR #owner = :owner OR #expires < :now");
    } catch (ConditionalCheckFailedException e) {
      throw new Refused(
          "Refused: an operation or another command is at work in "
              + region
              + " and holds the lock ('pharos status' shows which). Run it again afterwards");
    }
    cloud.everySecond("lock of " + owner, this::tick);
  }

  private boolean tick() {
    if (held.get() && !cloud.clock().instant().isBefore(renewal)) {
      try {
        put("#owner = :owner");
      } catch (SdkException e) {
        // The next second tries again; who needs the lock then is told by renew().
      }
    }
    return held.get();
  }

  @Override
  public void renew() {
    try {
      put("#owner = :owner");
    } catch (ConditionalCheckFailedException e) {
      throw new Refused(
          "Refused: "
              + owner
              + " has lost the lock in "
              + region
              + ", and another one may be at work. What was done so far stays; run it again");
    }
  }

  private synchronized void put(String condition) {
    Instant now = cloud.clock().instant();
    boolean first = condition.contains(":now");
    Map<String, AttributeValue> values =
        new HashMap<>(
            Map.of(
                ":owner", AttributeValue.fromS(owner),
                ":expires", AttributeValue.fromN(Long.toString(now.plus(HELD).getEpochSecond()))));
    if (first) {
      values.put(":now", AttributeValue.fromN(Long.toString(now.getEpochSecond())));
    }
    table()
        .updateItem(
            update ->
                update
                    .tableName(table)
                    .key(KEY)
                    .updateExpression("SET #owner = :owner, #expires = :expires")
                    .conditionExpression(condition)
                    .expressionAttributeNames(Map.of("#owner", "owner", "#expires", "expires"))
                    .expressionAttributeValues(values));
    renewal = now.plus(RENEWED_EVERY);
  }

  /** Gives it back; what cannot be given back ends by itself. */
  @Override
  public void close() {
    if (!held.getAndSet(false)) {
      return;
    }
    try {
      table()
          .deleteItem(
              delete ->
                  delete
                      .tableName(table)
                      .key(KEY)
                      .conditionExpression("#owner = :owner")
                      .expressionAttributeNames(Map.of("#owner", "owner"))
                      .expressionAttributeValues(Map.of(":owner", AttributeValue.fromS(owner))));
    } catch (SdkException e) {
      // Another one has it by now, or the Region does not answer: nothing is left to do.
    }
  }

  private DynamoDbClient table() {
    return cloud.client(DynamoDbClient.class, region);
  }
}
