package io.pharos.recovery.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

final class PromoteTest {
  private final FakeRules rules = new FakeRules();

  @Test
  void act_promotesAnAvailableReplicaWithBackups() {
    FakeDatabase database = FakeDatabase.replica("available");

    Outcome outcome = promote(database).act(Operations.manual());

    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.WAITING);
    assertThat(database.promoted.backupRetentionPeriod()).isEqualTo(7);
    assertThat(database.promoted.preferredBackupWindow()).isEqualTo("02:00-03:00");
    assertThat(rules.status).as("what a peer that returns reads").isEqualTo("409");
  }

  @ParameterizedTest
  @ValueSource(strings = {"modifying", "rebooting", "backing-up", "creating"})
  void act_whileTheReplicaIsBusy_waitsAndPromotesNothing(String status) {
    FakeDatabase database = FakeDatabase.replica(status);

    assertThat(promote(database).act(Operations.manual()).kind()).isEqualTo(Outcome.Kind.WAITING);
    assertThat(database.promoted).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"available", "backing-up"})
  void act_onceItIsTheWriter_isDone(String status) {
    FakeDatabase database = FakeDatabase.standalone(status);

    assertThat(promote(database).act(Operations.manual()).kind()).isEqualTo(Outcome.Kind.SUCCEEDED);
    assertThat(database.promoted).isNull();
  }

  @Test
  void act_whenTheAnswerToTheFirstCallWasLost_waits() {
    FakeDatabase database = FakeDatabase.replica("available").refusingPromotion();

    assertThat(promote(database).act(Operations.manual()).kind()).isEqualTo(Outcome.Kind.WAITING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"storage-full", "incompatible-network", "failed"})
  void act_whenItDoesNotBecomeAvailableByItself_saysSo(String status) {
    assertThatThrownBy(() -> promote(FakeDatabase.replica(status)).act(Operations.manual()))
        .isInstanceOf(Failed.class)
        .hasMessageStartingWith("DATABASE_BROKEN: shop-prod-secondary-1 is " + status);
  }

  @Test
  void act_whenTheDatabaseIsUnknown_saysWhichParameterNamesIt() {
    FakeParameters parameters =
        new FakeParameters(Map.of("/shop/prod/local/database-identifier", "gone"));

    assertThatThrownBy(
            () -> promote(FakeDatabase.replica("available"), parameters).act(Operations.manual()))
        .isInstanceOf(Failed.class)
        .hasMessageContaining("database gone of parameter local/database-identifier");
  }

  private Promote promote(FakeDatabase database) {
    return promote(database, FakeParameters.ONE_DATABASE);
  }

  private Promote promote(FakeDatabase database, FakeParameters parameters) {
    return new Promote(
        new FakeAws()
            .with("PHAROS_POSITION", "secondary")
            .with("PHAROS_TAKEOVER_RULE", "arn:the-rule")
            .with(ElasticLoadBalancingV2Client.class, FakeAws.REGION, rules)
            .with("PHAROS_BACKUP_RETENTION_DAYS", "7")
            .with("PHAROS_BACKUP_WINDOW", "02:00-03:00")
            .with(DynamoDbClient.class, FakeAws.REGION, new FakeTable())
            .with(SsmClient.class, FakeAws.REGION, parameters)
            .with(RdsClient.class, FakeAws.REGION, database));
  }
}
