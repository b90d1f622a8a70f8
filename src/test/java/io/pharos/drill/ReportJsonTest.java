package io.pharos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportJsonTest {

  @Test
  void secondsHaveThreeDecimalsAtMostAndNoTrailingZeros() {
    assertThat(ReportJson.seconds(Duration.ofMillis(311_583))).hasToString("311.583");
    assertThat(ReportJson.seconds(Duration.ofMillis(200_250))).hasToString("200.25");
    assertThat(ReportJson.seconds(Duration.ofSeconds(300))).hasToString("300");
    assertThat(ReportJson.seconds(Duration.ZERO)).hasToString("0");
  }

  @Test
  void runHasTheWorstVerdictOfItsPhases() throws Exception {
    JsonNode run =
        Json.MAPPER.readTree(
            ReportJson.run(List.of(Reports.met(), Reports.stopped(), Reports.met())));

    assertThat(run.path("schema").asText()).isEqualTo("pharos.run/1");
    assertThat(run.path("verdict").asText()).isEqualTo("stopped");
    assertThat(run.path("phases")).hasSize(3);
  }

  @Test
  void timesAreSecondsSinceTheFault() throws Exception {
    JsonNode phase = Json.MAPPER.readTree(ReportJson.run(List.of(Reports.met()))).at("/phases/0");

    assertThat(phase.at("/steps/0/start").asInt()).isEqualTo(100);
    assertThat(phase.at("/steps/0/end").asInt()).isEqualTo(250);
    assertThat(phase.at("/steps/0/attempts").asInt()).isEqualTo(7);
    assertThat(phase.at("/measured/detectionSeconds").asDouble()).isEqualTo(96.583);
    assertThat(phase.at("/measured/decisionSeconds").asDouble()).isEqualTo(2.417);
    assertThat(phase.at("/measured/failoverSeconds").asDouble()).isEqualTo(200.25);
  }

  @Test
  void whatWasNotMeasuredIsAbsent() throws Exception {
    JsonNode phase =
        Json.MAPPER.readTree(ReportJson.run(List.of(Reports.stopped()))).at("/phases/0");

    assertThat(phase.path("measured").has("rtoSeconds")).isFalse();
    assertThat(phase.path("measured").has("strayWrites")).isFalse();
    assertThat(phase.at("/steps/1").has("end")).isFalse();
    assertThat(phase.path("findings")).hasSize(1);
  }

  @Test
  void equalReportsAreEqualBytes() {
    assertThat(ReportJson.run(List.of(Reports.met())))
        .isEqualTo(ReportJson.run(List.of(Reports.met())));
  }

  @Test
  void aStepSaysWhichPartItBelongsTo_andItsOutcomeInTheWordsOfTheContract() throws Exception {
    JsonNode phase =
        Json.MAPPER.readTree(ReportJson.run(List.of(Reports.failback()))).at("/phases/0");

    assertThat(phase.path("mode").asText()).isEqualTo("planned");
    assertThat(phase.at("/steps/0/part").asText()).isEqualTo("switch");
    assertThat(phase.at("/steps/0/outcome").asText()).isEqualTo("failed");
    assertThat(phase.at("/steps/1").has("part")).isFalse();
    assertThat(phase.at("/steps/1/outcome").asText()).isEqualTo("pending");
  }

  @Test
  void theLowerBoundStandsBesideWhatWasMeasured() throws Exception {
    JsonNode phase = Json.MAPPER.readTree(ReportJson.run(List.of(Reports.met()))).at("/phases/0");

    assertThat(phase.at("/lowerBound/rtoSeconds").asInt()).isEqualTo(180);
    assertThat(phase.at("/lowerBound/typicalSeconds").asInt()).isEqualTo(360);
    assertThat(phase.at("/lowerBound/path/0").asText()).isEqualTo("promote");
    assertThat(phase.path("sequentialSeconds").asDouble()).isEqualTo(311.583);
    assertThat(phase.at("/steps/0/critical").asBoolean()).isFalse();
    assertThat(phase.at("/steps/1/critical").asBoolean()).isTrue();
  }

  @Test
  void theReturnOfTheLostRegionIsTold() throws Exception {
    JsonNode phase =
        Json.MAPPER.readTree(ReportJson.run(List.of(Reports.returned()))).at("/phases/0");

    assertThat(phase.at("/returned/start").asInt()).isEqualTo(1500);
    assertThat(phase.at("/returned/fenced").asInt()).isEqualTo(1536);
    assertThat(phase.at("/measured/strayWrites").asInt()).isEqualTo(29);
    assertThat(phase.at("/measured/reportedLostWrites").asInt()).isEqualTo(2);
    assertThat(phase.at("/returned/missing/from").asInt()).isEqualTo(-35);
    assertThat(phase.at("/returned/missing/to").asInt()).isEqualTo(1536);
    assertThat(phase.at("/returned/missing/seconds").asInt()).isEqualTo(95);
  }
}
