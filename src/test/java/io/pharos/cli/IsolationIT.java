package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.automation.OperationType;
import io.pharos.drill.ActiveRegion;
import io.pharos.engine.CopiedStage;
import io.pharos.engine.StackName;
import io.pharos.recovery.contract.Position;
import io.pharos.sandbox.service.S3;
import io.pharos.sandbox.service.s3.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.fis.FisClient;
import software.amazon.awssdk.services.fis.model.ExperimentStatus;

/** The experiment that cuts a Region off, deployed as an option, and the drill that starts it. */
class IsolationIT {
  @TempDir private Path folder;

  private String drill() throws IOException {
    return Files.writeString(
            folder.resolve("drill.yaml"),
            "name: isolate\ndescription: No reason to move.\nsteps:\n  - isolate: primary\n")
        .toString();
  }

  private Reconciled.Said play(CopiedStage stage) throws IOException {
    return new Reconciled(stage, folder)
        .run(
            "drill",
            "--quiet",
            "--on",
            "aws",
            "--confirm",
            "shop-prod",
            "--out",
            folder.resolve("out").toString(),
            drill());
  }

  @Test
  void withTheOptionARegionCanBeCutOff_andNothingMoves() throws IOException {
    try (CopiedStage stage = CopiedStage.open("isolation")) {
      stage.cloud().pass(Duration.ofMinutes(12));
      Reconciled.Said without = play(stage);
      stage
          .deployment()
          .configure(
              StackName.PRIMARY, "pharos:drills", "{\"isolation\":true,\"isolationMinutes\":15}");
      assertThat(stage.deployment().up(StackName.PRIMARY).of(OperationType.CREATE)).isEqualTo(5);
      assertThat(stage.deployment().up(StackName.PRIMARY).counts().keySet())
          .containsOnly(OperationType.SAME);

      Reconciled.Said said = play(stage);

      assertThat(without.exit()).isEqualTo(1);
      assertThat(without.out()).contains("has no experiment").contains("isolation: true");
      assertThat(said.exit()).as(said.out() + said.err()).isZero();
      assertThat(said.out()).contains("ok       isolate primary");
      assertThat(ActiveRegion.of(stage.cloud(), stage.settings())).isEqualTo(Position.PRIMARY);
      replicationPausesMeanwhile(stage);
    }
  }

  private static void replicationPausesMeanwhile(CopiedStage stage) {
    FisClient fis = stage.cloud().client(FisClient.class, "eu-west-1");
    String template =
        stage.deployment().outputs(StackName.PRIMARY).path("isolationTemplateId").asText();
    String bucket = stage.deployment().outputs(StackName.PRIMARY).path("bucketName").asText();
    S3 objects = stage.cloud().world().service(S3.class);
    String id =
        fis.startExperiment(start -> start.experimentTemplateId(template).clientToken("x"))
            .experiment()
            .id();
    stage.cloud().pass(Duration.ofMinutes(1));
    objects.put(bucket, "meanwhile");
    stage.cloud().pass(Duration.ofMinutes(10));

    assertThat(objects.objects(bucket).get("meanwhile").status())
        .isEqualTo(StoredObject.Status.PENDING);
    stage.cloud().pass(Duration.ofMinutes(10));
    assertThat(fis.getExperiment(get -> get.id(id)).experiment().state().status())
        .isEqualTo(ExperimentStatus.COMPLETED);
    assertThat(objects.objects(bucket).get("meanwhile").status())
        .isEqualTo(StoredObject.Status.COMPLETED);
  }
}
