package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.drill.OperatorLock;
import io.pharos.engine.CopiedStage;
import io.pharos.engine.Reconciliation;
import io.pharos.engine.StackName;
import io.pharos.recovery.contract.Position;
import io.pharos.sandbox.service.Kms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** {@code pharos destroy} through the real engine, and what is said of a state that is broken. */
class DestroyIT {
  @TempDir private Path folder;

  private static List<Integer> resources(CopiedStage stage) {
    return Stream.of(StackName.values()).map(stage.deployment()::resources).toList();
  }

  @Test
  void withProtectionOnInTheLastStackNothingIsDeletedInTheFirstOne() {
    try (CopiedStage stage = CopiedStage.open("destroy-protected")) {
      List<Integer> before = resources(stage);
      stage.deployment().configure(StackName.PRIMARY, "pharos:protection", "on");

      Reconciled.Said said = new Reconciled(stage, folder).run("destroy");

      assertThat(said.exit()).isEqualTo(1);
      assertThat(said.err())
          .contains("Refused: pharos:protection is on for stack primary; nothing was deleted")
          .contains("pulumi config set pharos:protection off --stack primary");
      assertThat(said.out()).isEmpty();
      assertThat(resources(stage)).isEqualTo(before);
    }
  }

  @Test
  void aStackThatIsStillProtectedInItsStateIsRefusedBeforeAnythingHappens() throws IOException {
    try (CopiedStage stage = CopiedStage.open("destroy-deployed")) {
      List<Integer> before = resources(stage);
      Path state = stage.state(StackName.PRIMARY);
      Files.writeString(
          state,
          Files.readString(state)
              .replaceFirst(
                  "(\"type\": *\"aws:rds/instance:Instance\",)", "$1 \"protect\": true,"));

      Reconciled.Said said = new Reconciled(stage, folder).run("destroy");

      assertThat(said.exit()).as(said.err()).isEqualTo(1);
      assertThat(said.err())
          .contains("stack primary still protects database-1; nothing was deleted")
          .contains("pharos up primary");
      assertThat(resources(stage)).isEqualTo(before);
    }
  }

  @Test
  void withoutProtectionItSaysWhatStaysBeforeAndAfterwards_andThatIsWhatIsThere() throws Exception {
    try (CopiedStage stage = CopiedStage.open("destroy")) {
      Reconciled shell = new Reconciled(stage, folder);
      List<Integer> there = resources(stage);
      try (Reconciliation.Lock lock =
          OperatorLock.of(stage.cloud(), stage.settings(), "somebody").apply(Position.PRIMARY)) {
        Reconciled.Said refused = shell.run("destroy");

        assertThat(refused.exit()).isOne();
        assertThat(refused.err()).contains("is at work in eu-west-1 and holds the lock");
        assertThat(resources(stage)).isEqualTo(there);
        lock.renew();
      }
      refusesBesideWhatARehearsalLeft(stage, shell);
      Reconciled.Said said = shell.run("destroy", "--json", shell.file("destroyed.json"));

      assertThat(said.exit()).as(said.err()).isZero();
      var document = shell.json("destroyed.json");
      assertThat(document.path("schema").asText()).isEqualTo("pharos.destroyed/1");
      assertThat(document.path("stacks").findValuesAsText("stack"))
          .containsExactly("global", "secondary", "primary");
      assertThat(document.at("/stacks/2/deleted").asInt()).isGreaterThan(100);
      assertThat(document.at("/stacks/2/kept").findValuesAsText("command"))
          .anyMatch(command -> command.startsWith("aws kms cancel-key-deletion"));
      assertThat(resources(stage)).containsOnly(0);
      String before = said.out().substring(0, said.out().indexOf("global "));
      String after = said.out().substring(said.out().indexOf("AWS keeps:"));
      assertThat(before).startsWith("AWS will keep:");
      assertThat(stage.cloud().world().account().list(Kms.PENDING_DELETION)).hasSize(2);
      for (var key : stage.cloud().world().account().list(Kms.PENDING_DELETION)) {
        assertThat(before).contains("key " + key.id() + ": pending deletion for 7 days, until 20");
        assertThat(after).contains("aws kms cancel-key-deletion --key-id " + key.id());
      }
      assertThat(after.lines().skip(1)).containsAll(before.lines().skip(1).toList());
      // Recovery's own, of which the state knows only the schedule.
      assertThat(after).contains("snapshots shop-prod-*").contains("images shop-prod-*");
    }
  }

  @Test
  void afterAFailoverFormerWritersAndWhatWasAdoptedGoAsWell() throws Exception {
    try (CopiedStage stage = CopiedStage.open("destroy-failed-over").failedOver()) {
      Reconciled shell = new Reconciled(stage, folder);
      assertThat(shell.run("failback", "--stay").exit()).isZero();
      assertThat(shell.run("reconcile").exit()).isZero();
      assertThat(stage.cloud().world().account().list("aws:rds/instance:Instance")).hasSize(3);

      Reconciled.Said said = shell.run("destroy");

      assertThat(said.exit()).as(said.err()).isZero();
      assertThat(resources(stage)).containsOnly(0);
      assertThat(stage.cloud().world().account().list("aws:rds/instance:Instance")).isEmpty();
    }
  }

  private static void refusesBesideWhatARehearsalLeft(CopiedStage stage, Reconciled shell) {
    List<Integer> there = resources(stage);
    String region = stage.settings().regions().secondary();
    Ec2Client ec2 = stage.cloud().client(Ec2Client.class, region);
    var group =
        stage
            .cloud()
            .client(AutoScalingClient.class, region)
            .describeAutoScalingGroups()
            .autoScalingGroups()
            .get(0);
    String id =
        ec2.runInstances(
                run ->
                    run.launchTemplate(
                            of -> of.launchTemplateId(group.launchTemplate().launchTemplateId()))
                        .subnetId(group.vpcZoneIdentifier().split(",")[0])
                        .minCount(1)
                        .maxCount(1)
                        .tagSpecifications(
                            tags ->
                                tags.resourceType(ResourceType.INSTANCE)
                                    .tags(tag -> tag.key("Name").value("shop-prod-rehearsal"))))
            .instances()
            .get(0)
            .instanceId();

    Reconciled.Said refused = shell.run("destroy");

    assertThat(refused.exit()).isOne();
    assertThat(refused.err())
        .contains("eu-central-1 there is what a rehearsal has made", "nothing was deleted")
        .contains("aws ec2 terminate-instances --instance-ids " + id + " --region eu-central-1");
    assertThat(resources(stage)).isEqualTo(there);
    ec2.terminateInstances(end -> end.instanceIds(id));
    stage.cloud().pass(Duration.ofMinutes(5));
  }

  @Test
  void aBrokenStateIsNamed_withItsPlaceAndWhatToDo() throws IOException {
    try (CopiedStage stage = CopiedStage.open("broken-state")) {
      Path state = stage.state(StackName.SECONDARY);
      String whole = Files.readString(state);
      // The rest of the file is missing from the end of a line on, and so from no text's middle.
      Files.writeString(state, whole.substring(0, whole.indexOf('\n', whole.length() / 2)));
      Reconciled shell = new Reconciled(stage, folder);

      for (String command : List.of("destroy", "preview", "refresh")) {
        Reconciled.Said said = shell.run(command, "secondary");

        assertThat(said.exit()).as(command).isEqualTo(2);
        assertThat(said.err())
            .as(command)
            .contains("the state of stack secondary cannot be read: unexpected end of JSON input")
            .contains(".pulumi/stacks/pharos/secondary.json in file://")
            .contains("docs/runbooks/lost-state.md")
            .doesNotContain("\tat ");
      }
      Files.writeString(state, whole);
      assertThat(shell.run("preview", "secondary").exit()).isZero();
    }
  }
}
