package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineFailureTest {

  @Test
  void saysWhichStackWhatAndWhatPulumiFoundWrongWithoutItsProgress() {
    EngineFailure failure =
        EngineFailure.of(
            StackName.PRIMARY,
            "up",
            new IllegalStateException(
                """
                code: 255
                stdout: Updating (primary):
                 +  aws:rds:Instance database-1 creating (0s)
                Diagnostics:
                  pulumi:pulumi:Stack (pharos-primary):
                    error: update failed

                  aws:rds:Instance (database-1):
                    error: InvalidParameterValue: no

                Resources:
                    + 134 created
                stderr:
                """));

    assertThat(failure)
        .hasMessageStartingWith("stack primary: up failed.\n")
        .hasMessageContaining("aws:rds:Instance (database-1):")
        .hasMessageContaining("error: InvalidParameterValue: no")
        .hasMessageNotContaining("creating (0s)")
        .hasMessageNotContaining("134 created");
  }

  @Test
  void errorsBeforeTheEngineStartsAreKept() {
    EngineFailure failure =
        EngineFailure.of(
            StackName.GLOBAL,
            "init",
            new IllegalStateException("stderr: \nerror: incorrect passphrase\n"));

    assertThat(failure).hasMessage("stack global: init failed.\n  error: incorrect passphrase");
  }

  @Test
  void whoIsNotLoggedInIsToldHow() {
    EngineFailure failure =
        EngineFailure.of(
            StackName.PRIMARY,
            "init",
            new IllegalStateException(
                "code: 255\nstdout: \nstderr: error: PULUMI_ACCESS_TOKEN must be set for login\n"));

    assertThat(failure)
        .hasMessageStartingWith(
            "stack primary: init failed.\n  error: PULUMI_ACCESS_TOKEN must be set for login")
        .hasMessageContaining("pulumi login")
        .hasMessageNotContaining("code: 255");
  }

  @Test
  void stackTracesOfTheProgramAreLeftOut() {
    EngineFailure failure =
        EngineFailure.of(
            StackName.PRIMARY,
            "up",
            new IllegalStateException(
                "Diagnostics:\n  error: program failed: no zone\n    at io.pharos.App.run(App.java:1)\n    ... 7 more\n"));

    assertThat(failure).hasMessage("stack primary: up failed.\n  error: program failed: no zone");
  }

  @Test
  void whatHasNoDiagnosticsIsToldAsItIs() {
    assertThat(EngineFailure.of(StackName.GLOBAL, "up", new IllegalStateException("killed")))
        .hasMessage("stack global: up failed.\nkilled");
  }
}
