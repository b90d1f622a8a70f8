package io.pharos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.ComputeKind;
import io.pharos.config.Engine;
import io.pharos.config.Json;
import io.pharos.config.Strategy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Comparison.Entry PLAYED =
      new Comparison.Entry(
          new Combination(Strategy.PILOT_LIGHT, ComputeKind.EC2, Engine.MYSQL),
          Optional.of(Reports.met()),
          Optional.of(new StandingCost(Map.of("NAT gateway", 2))),
          Verdict.MET,
          List.of());
  private static final Comparison.Entry REFUSED =
      new Comparison.Entry(
          new Combination(Strategy.BACKUP_RESTORE, ComputeKind.ECS, Engine.AURORA_MYSQL),
          Optional.empty(),
          Optional.empty(),
          Verdict.REFUSED,
          List.of("strategy: pilot-light"));

  private static Comparison of(Comparison.Entry... entries) {
    return new Comparison(7, List.of(entries));
  }

  @Test
  void everyCombinationHasItsTurn_once() {
    assertThat(Combination.all()).hasSize(24).doesNotHaveDuplicates();
    assertThat(Combination.all())
        .extracting(Object::toString)
        .contains("warm-standby-ecs-postgres", "warm-standby-ecs-aurora-postgresql");
  }

  @Test
  void theTableShowsFiguresAndWhatStands_andWhyOneIsRefused() {
    assertThat(of(REFUSED, PLAYED).text())
        .containsPattern("pilot-light-ec2-mysql +met +311.6 s .* 2.0 s +3  2 NAT gateway\n")
        .containsPattern("backup-restore-ecs-aurora-mysql +refused +strategy: pilot-light\n");
  }

  @Test
  void whatLeadsUsersIsSaid_whereItWasAskedFor() throws Exception {
    Comparison led = new Comparison(7, Optional.of("accelerator"), List.of(PLAYED));

    assertThat(led.text()).endsWith("Users are led by: accelerator\n");
    assertThat(Json.MAPPER.readTree(led.json()).path("routing").asText()).isEqualTo("accelerator");
    assertThat(of(PLAYED).json()).doesNotContain("routing");
  }

  @Test
  void json_keepsWhatWasPlayedApartFromWhatWasRefused() throws Exception {
    JsonNode json = Json.MAPPER.readTree(of(REFUSED, PLAYED).json());

    assertThat(json.path("schema").asText()).isEqualTo("pharos.strategies/1");
    assertThat(json.path("verdict").asText()).isEqualTo("met");
    JsonNode played = json.at("/combinations/0");
    assertThat(played.path("strategy").asText()).isEqualTo("pilot-light");
    assertThat(played.at("/measured/rtoSeconds").asDouble()).isEqualTo(311.583);
    assertThat(played.at("/standingByTheHour/NAT gateway").asInt()).isEqualTo(2);
    assertThat(json.path("combinations")).hasSize(1);
    assertThat(json.at("/refused/0/reasons/0").asText()).isEqualTo("strategy: pilot-light");
    assertThat(json.at("/refused/0").has("measured")).isFalse();
  }

  @Test
  void oneThatStoppedDecides_andARefusedOneDoesNot() {
    Comparison.Entry stopped =
        new Comparison.Entry(
            PLAYED.combination(),
            Optional.of(Reports.stopped()),
            PLAYED.standing(),
            Verdict.STOPPED,
            List.of());

    assertThat(of(REFUSED, PLAYED).verdict()).isEqualTo(Verdict.MET);
    assertThat(of(PLAYED, stopped).verdict()).isEqualTo(Verdict.STOPPED);
    assertThat(of(stopped).text()).contains("never");
  }
}
