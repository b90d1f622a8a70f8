package io.pharos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.config.Settings;
import io.pharos.engine.Deployed;
import io.pharos.engine.StackName;
import io.pharos.recovery.contract.Position;
import io.pharos.sandbox.Sandbox;
import io.pharos.world.SandboxCloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** A part that is lost while its Region works, in a world in which the stacks are deployed. */
class PartDrillIT {
  private final Settings settings = Deployed.once().stage().settings();
  private final SandboxCloud cloud =
      new SandboxCloud(Sandbox.restore(Deployed.SEED, Deployed.once().account()));
  private final List<String> progress = new ArrayList<>();
  private final Drill drill =
      Drill.open(
          cloud, cloud, settings, new Drill.Setting(Deployed.SEED, "0", List.of()), progress::add);
  private final DrillGround ground =
      new DrillGround(Deployed.once().stage().deployment(), cloud, cloud, settings);
  private final String networkAcl =
      Deployed.once().stage().deployment().outputs(StackName.PRIMARY).path("networkAclId").asText();

  private List<NetworkAclEntry> ofTheDrill() {
    return cloud
        .client(Ec2Client.class, settings.regions().primary())
        .describeNetworkAcls(query -> query.networkAclIds(networkAcl))
        .networkAcls()
        .get(0)
        .entries()
        .stream()
        .filter(entry -> entry.ruleNumber() == 5)
        .toList();
  }

  private void anotherOperationHoldsTheLock() {
    long end = cloud.clock().instant().plusSeconds(7200).getEpochSecond();
    cloud
        .client(DynamoDbClient.class, settings.regions().secondary())
        .putItem(
            put ->
                put.tableName(settings.names().table())
                    .item(
                        Map.of(
                            "pk", AttributeValue.fromS("lock"),
                            "sk", AttributeValue.fromS("lock"),
                            "owner", AttributeValue.fromS("another-one"),
                            "expires", AttributeValue.fromN(Long.toString(end)))));
  }

  @Test
  void usersAreServedFromTheReplica_nothingIsLost_andTheEntryIsGone() {
    DrillReport report = drill.lose(ground.database(Position.PRIMARY));

    assertThat(report.findings()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.MET);
    assertThat(report.users().lostWrites()).isZero();
    // Nobody noticed before the person did.
    assertThat(report.users().unavailable().toMinutes()).isBetween(3L, 15L);
    assertThat(ActiveRegion.of(cloud, settings)).isEqualTo(Position.SECONDARY);
    assertThat(ofTheDrill()).isEmpty();
    assertThat(report.lowerBound().path()).doesNotContain("detect");
  }

  @Test
  void anOperationThatIsRefusedLeavesTheRegionServing_andTheEntryIsGone() {
    anotherOperationHoldsTheLock();

    DrillReport report = drill.lose(ground.database(Position.PRIMARY));

    assertThat(report.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(String.join("\n", report.findings())).contains("LOCK_HELD");
    assertThat(ofTheDrill()).isEmpty();
    assertThat(ActiveRegion.of(cloud, settings)).isEqualTo(Position.PRIMARY);
  }

  private AutoScalingGroup group() {
    return cloud
        .client(AutoScalingClient.class, settings.regions().primary())
        .describeAutoScalingGroups(all -> {})
        .autoScalingGroups()
        .get(0);
  }

  @Test
  void aRegionWhoseComputeIsNotReplacedGetsItsInstancesBack() {
    anotherOperationHoldsTheLock();

    DrillReport report = drill.lose(ground.compute(Position.PRIMARY));

    assertThat(report.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(report.users().unavailable()).isPositive();
    assertThat(group().minSize()).isEqualTo(2);
    assertThat(group().desiredCapacity()).isEqualTo(2);
    assertThat(ActiveRegion.of(cloud, settings)).isEqualTo(Position.PRIMARY);
  }

  @Test
  void aRegionWithoutComputeIsReplaced_andKeepsTheSizesOfAStandby() {
    DrillReport report = drill.lose(ground.compute(Position.PRIMARY));

    assertThat(report.findings()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.MET);
    assertThat(report.users().unavailable().toMinutes()).isBetween(2L, 15L);
    assertThat(ActiveRegion.of(cloud, settings)).isEqualTo(Position.SECONDARY);
    // The failover has sized it for a standby, and that stays.
    assertThat(group().maxSize()).isZero();
  }

  @Test
  void aRegionWhoseEntranceIsClosedIsReplaced_andTheEntranceIsOpenAgain() {
    List<String> before = groupsOfTheEntrance();

    DrillReport report = drill.lose(ground.entrance(Position.PRIMARY));

    assertThat(report.findings()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.MET);
    assertThat(report.users().unavailable().toMinutes()).isBetween(3L, 15L);
    assertThat(ActiveRegion.of(cloud, settings)).isEqualTo(Position.SECONDARY);
    assertThat(groupsOfTheEntrance()).isEqualTo(before).isNotEmpty();
  }

  private List<String> groupsOfTheEntrance() {
    return cloud
        .client(ElasticLoadBalancingV2Client.class, settings.regions().primary())
        .describeLoadBalancers(all -> {})
        .loadBalancers()
        .get(0)
        .securityGroups();
  }
}
