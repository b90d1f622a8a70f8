package io.pharos.recovery.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

final class JudgeGateTest {
  private static final Map<String, Object> FAULT = Map.of("firstFailed", "2026-01-01T11:55:00Z");
  private static final String PEER = "https://primary.shop.example.com/healthz";
  private final FakeTable table = new FakeTable();

  @Test
  void act_judgesByTheLagAtTheFault() {
    table.item(Table.PROBE, FAULT).item(Table.SAMPLE, sample("2026-01-01T11:54:00Z", 3));

    Outcome outcome = gate(FakeDatabase.replica("available")).act(Operations.manual());

    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.SUCCEEDED);
    assertThat(outcome.figures()).containsEntry("boundSeconds", 63.0);
    assertThat(table.updates).containsKey(Table.JUDGEMENT);
  }

  @Test
  void act_whenMoreWouldBeLostThanAllowed_refusesWithFiguresAndTheWayOut() {
    table.item(Table.PROBE, FAULT).item(Table.SAMPLE, sample("2026-01-01T11:54:00Z", 241));

    assertThatThrownBy(() -> gate(FakeDatabase.replica("available")).act(Operations.manual()))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("LOSS_TOO_LARGE: at most 301 s of writes are lost (lag 241 s")
        .hasMessageContaining("the limit is 300 s")
        .hasMessageContaining("\"acceptedBy\"");
    assertThat(table.updates).doesNotContainKey(Table.JUDGEMENT);
  }

  @Test
  void act_whenTheLagWasNeverSampled_refuses() {
    table.item(Table.PROBE, FAULT);

    assertThatThrownBy(() -> gate(FakeDatabase.replica("available")).act(Operations.manual()))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("LOSS_UNKNOWN");
  }

  @Test
  void act_whenTheSampleIsOld_refusesHoweverSmallTheLag() {
    table.item(Table.PROBE, FAULT).item(Table.SAMPLE, sample("2026-01-01T11:49:59Z", 0));

    assertThatThrownBy(() -> gate(FakeDatabase.replica("available")).act(Operations.manual()))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("LOSS_UNKNOWN: the newest lag sample is 301 s older");
  }

  @Test
  void act_whenAPersonAcceptsTheLoss_passesAndRecordsWho() {
    table.item(Table.PROBE, FAULT);

    Outcome outcome =
        gate(FakeDatabase.replica("available"))
            .act(Operations.with(", \"acceptDataLoss\": true, \"acceptedBy\": \"Ada\""));

    assertThat(outcome.figures()).containsEntry("acceptedBy", "Ada");
    assertThat(outcome.detail()).startsWith("Ada accepted the loss: LOSS_UNKNOWN");
  }

  @Test
  void act_whenNobodyAcceptsTheLoss_refuses() {
    table.item(Table.PROBE, FAULT);

    assertThatThrownBy(
            () ->
                gate(FakeDatabase.replica("available"))
                    .act(Operations.with(", \"acceptDataLoss\": true, \"acceptedBy\": \" \"")))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("LOSS_ACCEPTED_BY_NOBODY");
  }

  @Test
  void act_whenThePeerAnswersAgain_refusesAnAutomaticOperationOnly() {
    table.item(Table.SAMPLE, sample("2026-01-01T11:58:00Z", 1));
    JudgeGate gate = gate(FakeDatabase.replica("available"));

    assertThatThrownBy(() -> gate.act(Operations.with(", \"trigger\": \"automatic\"")))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("PEER_REACHABLE");
    assertThat(gate.act(Operations.manual()).figures()).containsEntry("boundSeconds", 61.0);
  }

  @Test
  void act_whenThePeerAnswersSinceTheBeaconLooked_refusesAnAutomaticOperationOnly() {
    table.item(Table.PROBE, FAULT).item(Table.SAMPLE, sample("2026-01-01T11:54:00Z", 3));
    FakeAws aws = aws(FakeDatabase.replica("available"), "mysql").answers(PEER, 200);

    assertThatThrownBy(
            () -> new JudgeGate(aws).act(Operations.with(", \"trigger\": \"automatic\"")))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("PEER_REACHABLE");
    assertThat(new JudgeGate(aws).act(Operations.manual()).kind())
        .isEqualTo(Outcome.Kind.SUCCEEDED);
    aws.answers(PEER, 503);
    assertThat(new JudgeGate(aws).act(Operations.with(", \"trigger\": \"automatic\"")).kind())
        .isEqualTo(Outcome.Kind.SUCCEEDED);
  }

  @Test
  void act_afterThePromotion_goesOnWithTheJudgementOfBefore() {
    table.item(
        Table.JUDGEMENT,
        Map.of("database", FakeDatabase.IDENTIFIER, "operation", "failover-0", "boundSeconds", 63));

    Outcome outcome = gate(FakeDatabase.standalone("available")).act(Operations.manual());

    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.SKIPPED);
    assertThat(outcome.figures()).containsEntry("boundSeconds", 63.0);
  }

  @Test
  void act_whenAWriterOfOldServesNobody_refuses() {
    table.item(Table.JUDGEMENT, Map.of("database", "shop-prod-secondary-0", "operation", "old"));

    assertThatThrownBy(() -> gate(FakeDatabase.standalone("available")).act(Operations.manual()))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("DATABASE_NOT_A_REPLICA");
  }

  @Test
  void act_withPostgres_judgesByTheMarkersRow() {
    table
        .item(Table.PROBE, FAULT)
        .item(Table.SAMPLE, sample("2026-01-01T11:54:55Z", 0))
        .item(Table.MARKER, Map.of("read", "2026-01-01T11:54:30Z", "lagSeconds", 20));

    Outcome outcome = gate(FakeDatabase.replica("available"), "postgres").act(Operations.manual());

    assertThat(outcome.figures()).containsEntry("boundSeconds", 50.0);
  }

  @Test
  void act_withPostgres_countsFromTheNewestRow_alsoWhenItWasReadAfterTheFault() {
    table
        .item(Table.PROBE, FAULT)
        .item(Table.MARKER, Map.of("read", "2026-01-01T11:57:00Z", "lagSeconds", 150));

    Outcome outcome = gate(FakeDatabase.replica("available"), "postgres").act(Operations.manual());

    assertThat(outcome.figures()).containsEntry("boundSeconds", 30.0);
  }

  private JudgeGate gate(FakeDatabase database) {
    return gate(database, "mysql");
  }

  private JudgeGate gate(FakeDatabase database, String engine) {
    return new JudgeGate(aws(database, engine));
  }

  private FakeAws aws(FakeDatabase database, String engine) {
    return new FakeAws()
        .with("PHAROS_DATABASE_ENGINE", engine)
        .with("PHAROS_MAX_REPLICA_LAG_SECONDS", "300")
        .with("PHAROS_DOMAIN", "shop.example.com")
        .with("PHAROS_SCHEME", "https")
        .with(DynamoDbClient.class, FakeAws.REGION, table)
        .with(SsmClient.class, FakeAws.REGION, FakeParameters.ONE_DATABASE)
        .with(RdsClient.class, FakeAws.REGION, database);
  }

  private static Map<String, Object> sample(String time, double lagSeconds) {
    return Map.of("time", time, "lagSeconds", lagSeconds);
  }
}
