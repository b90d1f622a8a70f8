package io.pharos.recovery.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FailureTest {

  @Test
  void of_givesPeopleTheMessageInLambdasError() {
    Operation operation =
        Operations.with(
            """
            , "failure": {"step": "gate", "refused": true,
              "error": "io.pharos.recovery.function.Refused",
              "cause": "{\\"errorMessage\\": \\"LOSS_UNKNOWN: no sample\\", \\"stackTrace\\": []}"}
            """);

    Failure failure = Failure.of(operation).orElseThrow();

    assertThat(failure.outcome().kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(failure.message(operation, "eu-central-1", false, Optional.of("entries [10]")))
        .contains("refused in eu-central-1 at step 'gate'")
        .contains("Why: LOSS_UNKNOWN: no sample\n")
        .contains("the traffic was not moved")
        .contains("Writes: HELD by entries [10]")
        .contains("What to do:");
  }

  @Test
  void of_keepsACauseThatIsPlainText() {
    Operation operation =
        Operations.with(
            """
            , "failure": {"step": "promote", "refused": false, "error": "TookTooLong",
              "cause": "not finished after 30 minutes"}
            """);

    Outcome outcome = Failure.of(operation).orElseThrow().outcome();

    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.STOPPED);
    assertThat(outcome.detail()).isEqualTo("not finished after 30 minutes");
  }

  @Test
  void of_whenTheOperationReachedItsEnd_isEmpty() {
    assertThat(Failure.of(Operations.manual())).isEmpty();
  }
}
