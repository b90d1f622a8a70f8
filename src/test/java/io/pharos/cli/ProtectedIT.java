package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.engine.CopiedStage;
import io.pharos.engine.StackName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** There and back, reconciled and retired, with {@code protection: on} as it is shipped. */
class ProtectedIT {
  @TempDir private Path folder;

  private static List<DBInstance> databases(CopiedStage stage) {
    return stage
        .cloud()
        .client(RdsClient.class, stage.settings().regions().primary())
        .describeDBInstances(all -> {})
        .dbInstances();
  }

  @Test
  void whatIsProtectedIsReconciledAdoptedAndRetired_andTheNextDatabaseIsProtectedToo() {
    try (CopiedStage stage = CopiedStage.open("protected")) {
      Reconciled shell = new Reconciled(stage, folder);
      for (StackName stack : StackName.values()) {
        stage.deployment().configure(stack, "pharos:protection", "on");
        stage.deployment().up(stack);
      }
      stage.cloud().pass(Duration.ofMinutes(12));
      ok(shell.run("failover", "--planned"));
      stage.cloud().pass(Duration.ofMinutes(10));
      ok(shell.run("reconcile"));
      ok(shell.run("failback"));

      Reconciled.Said back = ok(shell.run("reconcile"));

      assertThat(back.out()).contains("preview of primary: no change");
      assertThat(databases(stage))
          .extracting(DBInstance::dbInstanceIdentifier, DBInstance::deletionProtection)
          .containsExactlyInAnyOrder(
              org.assertj.core.groups.Tuple.tuple("shop-prod-primary-1", true),
              org.assertj.core.groups.Tuple.tuple("shop-prod-primary-2", true));
      assertThat(shell.run("destroy").exit()).isOne();
      ok(shell.run("retire", "shop-prod-primary-1", "--yes-delete", "shop-prod-primary-1"));
      assertThat(databases(stage))
          .extracting(DBInstance::dbInstanceIdentifier)
          .containsExactly("shop-prod-primary-2");
      assertThat(stage.deployment().preview(StackName.PRIMARY).none()).isTrue();
    }
  }

  private static Reconciled.Said ok(Reconciled.Said said) {
    assertThat(said.exit()).as(said.out() + said.err()).isZero();
    return said;
  }
}
