package io.pharos.recovery.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.recovery.contract.WakeUpCall;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

final class OperationTest {

  @Test
  void read_takesWhatTheStateMachineSends() {
    Operation operation =
        read(
            """
            {"operation": "failover-7", "started": "2026-01-01T10:00:00.250Z", "mode": "planned",
             "reason": "game day", "trigger": "automatic", "acceptDataLoss": true,
             "acceptedBy": " Ada "}
            """);

    assertThat(operation.id()).isEqualTo("failover-7");
    assertThat(operation.started()).isEqualTo(Instant.parse("2026-01-01T10:00:00.250Z"));
    assertThat(operation.mode()).isEqualTo(Operation.Mode.PLANNED);
    assertThat(operation.raisedByAlarm()).isTrue();
    assertThat(operation.acceptDataLoss()).isTrue();
    assertThat(operation.acceptedBy()).isEqualTo("Ada");
  }

  @Test
  void read_whenNothingElseIsSaid_isAnUnplannedOperationByHandThatAcceptsNoLoss() {
    Operation operation = Operations.manual();

    assertThat(operation.mode()).isEqualTo(Operation.Mode.UNPLANNED);
    assertThat(operation.raisedByAlarm()).isFalse();
    assertThat(operation.acceptDataLoss()).isFalse();
  }

  @Test
  void read_whenTheLossIsAcceptedInOtherWordsThanTrue_failsInPlaceOfGuessing() {
    assertThatThrownBy(() -> Operations.with(", \"acceptDataLoss\": \"yes\""))
        .isInstanceOf(Failed.class)
        .hasMessageContaining("'acceptDataLoss' must be true or false");
  }

  @Test
  void read_whenAFieldIsMissing_namesIt() {
    assertThatThrownBy(() -> read("{\"started\": \"2026-01-01T10:00:00Z\"}"))
        .isInstanceOf(Failed.class)
        .hasMessage("INPUT_INVALID: 'operation' is missing in the input");
    assertThatThrownBy(() -> read("{\"operation\": \"x\"}")).hasMessageContaining("'started'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"wakeUp\": true, \"operation\": \"failover-1\", \"started\": \"2026-01-01T10:00:00Z\"}",
        "{\"wakeUp\": false}",
        "{\"wakeUp\": \"true\"}",
        "{\"operation\": \"wakeUp\"}",
        "[\"wakeUp\"]",
        "{}"
      })
  void isWakeUpCall_whenAnythingElseIsSaid_isNot(String input) {
    assertThat(Operation.isWakeUpCall(parse(input))).isFalse();
  }

  @Test
  void isWakeUpCall_isNoOperation() {
    assertThat(Operation.isWakeUpCall(parse(WakeUpCall.INPUT))).isTrue();
    assertThatThrownBy(() -> read(WakeUpCall.INPUT)).hasMessageContaining("'operation' is missing");
  }

  @Test
  void read_whenItIsNoJson_saysSo() {
    assertThatThrownBy(() -> read("failover!"))
        .isInstanceOf(Failed.class)
        .hasMessageContaining("not JSON");
  }

  private static Operation read(String json) {
    return Operation.of(parse(json));
  }

  private static JsonNode parse(String json) {
    return Operation.parse(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }
}
