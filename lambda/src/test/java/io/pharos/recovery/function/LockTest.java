package io.pharos.recovery.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

final class LockTest {

  @Test
  void acquire_putsTheExpiryIntoTheCondition() {
    FakeTable table = new FakeTable();

    assertThat(lock(table).acquire("failover-1")).isEqualTo(FakeAws.NOW.plus(Lock.HELD));

    UpdateItemRequest update = table.updates.get(Table.LOCK);
    assertThat(update.conditionExpression())
        .isEqualTo("attribute_not_exists(#owner) OR #owner = :owner OR #expires < :now");
    assertThat(update.expressionAttributeValues().get(":now").n())
        .isEqualTo(Long.toString(FakeAws.NOW.getEpochSecond()));
  }

  @Test
  void acquire_whileAnotherOperationHoldsIt_saysWhichAndUntilWhen() {
    FakeTable table =
        new FakeTable()
            .item(Table.LOCK, Map.of("owner", "failover-0", "expires", 1767272400L))
            .conditionFails();

    assertThatThrownBy(() -> lock(table).acquire("failover-1"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("operation failover-0 holds the lock until 2026-01-01T13:00:00Z");
  }

  @Test
  void release_ofAnothersLock_changesNothing() {
    assertThatCode(() -> lock(new FakeTable().conditionFails()).release("failover-1"))
        .doesNotThrowAnyException();
  }

  private static Lock lock(FakeTable table) {
    FakeAws aws = new FakeAws().with(DynamoDbClient.class, FakeAws.REGION, table);
    return new Lock(new Table(aws, new Environment(aws)), aws.clock());
  }
}
