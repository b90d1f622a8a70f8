package io.pharos.recovery.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

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

  @Test
  void read_whenItIsNoJson_saysSo() {
    assertThatThrownBy(() -> read("failover!"))
        .isInstanceOf(Failed.class)
        .hasMessageContaining("not JSON");
  }

  private static Operation read(String json) {
    return Operation.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }
}
