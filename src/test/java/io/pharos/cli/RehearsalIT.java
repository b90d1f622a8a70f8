package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.config.Settings;
import io.pharos.engine.Deployed;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.service.Rds;
import io.pharos.sandbox.service.elb.ElbTypes;
import io.pharos.sandbox.service.rds.Row;
import io.pharos.world.SandboxCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** A promotion of a replica that is thrown away, where the three stacks are deployed. */
class RehearsalIT {
  private static final String COPY = "shop-prod-rehearsal";

  private final Terminal shell = Terminal.open();
  private final SandboxCloud cloud = shell.cloud();
  private final Settings settings = Deployed.once().stage().settings();
  private final String standby = settings.regions().secondary();

  @TempDir private Path folder;

  RehearsalIT() {
    cloud.pass(Duration.ofMinutes(12));
  }

  private int play() {
    return shell.run(
        "drill",
        "--on",
        "aws",
        "--confirm",
        "shop-prod",
        "--out",
        folder.toString(),
        Deployed.ROOT.resolve("drills/monthly-isolated.yaml").toString());
  }

  private List<String> databases() {
    return cloud
        .client(RdsClient.class, standby)
        .describeDBInstances(all -> {})
        .dbInstances()
        .stream()
        .map(
            each ->
                each.dbInstanceIdentifier()
                    + " "
                    + each.dbiResourceId()
                    + " "
                    + each.readReplicaSourceDBInstanceIdentifier())
        .toList();
  }

  /** Everything that was made for a rehearsal and costs something, or misleads the next one. */
  private List<String> leftOver() {
    List<String> left = new ArrayList<>();
    cloud
        .client(Ec2Client.class, standby)
        .describeInstances(get -> get.filters(by -> by.name("tag:Name").values(COPY)))
        .reservations()
        .stream()
        .flatMap(each -> each.instances().stream())
        .filter(each -> !each.state().nameAsString().equals("terminated"))
        .map(Instance::instanceId)
        .forEach(left::add);
    cloud
        .client(ElasticLoadBalancingV2Client.class, standby)
        .describeTargetHealth(get -> get.targetGroupArn(targetGroup()))
        .targetHealthDescriptions()
        .forEach(each -> left.add("target " + each.target().id()));
    cloud
        .client(SsmClient.class, standby)
        .getParametersByPath(get -> get.path("/shop/prod/rehearsal"))
        .parameters()
        .forEach(each -> left.add(each.name()));
    databases().stream().filter(each -> each.startsWith(COPY)).forEach(left::add);
    return left;
  }

  private String targetGroup() {
    return cloud
        .client(ElasticLoadBalancingV2Client.class, standby)
        .describeTargetGroups(get -> get.names("shop-prod-try"))
        .targetGroups()
        .get(0)
        .targetGroupArn();
  }

  /** What the application has in a database. */
  private Set<String> keys(String region, String database) {
    Set<String> keys = new HashSet<>();
    for (Row row : cloud.world().service(Rds.class).rows(region, database)) {
      if (row.key().startsWith("rows/")) {
        keys.add(row.key());
      }
    }
    return keys;
  }

  @Test
  void aTestUserIsServedFromThePromotedCopy_andTheReplicaAndItsUsersNoticeNothing() {
    List<String> before = databases();
    Set<String> inTheCopy = new TreeSet<>();
    Set<String> elsewhere = new TreeSet<>();
    Set<String> instances = new LinkedHashSet<>();
    cloud.everySecond(
        "observer",
        () -> {
          if (cloud.clock().instant().getEpochSecond() % 30 != 0) {
            return true;
          }
          Set<String> written = keys(standby, COPY);
          Set<String> users = keys(settings.regions().primary(), "shop-prod-primary-1");
          users.addAll(keys(standby, "shop-prod-secondary-1"));
          users.stream().filter(each -> each.startsWith("rows/rehearsal-")).forEach(elsewhere::add);
          written.removeAll(users);
          inTheCopy.addAll(written);
          leftOver().stream().filter(each -> each.startsWith("i-")).forEach(instances::add);
          return true;
        });

    assertThat(play()).as(shell.out() + shell.err()).isZero();

    String id = instances.iterator().next();
    assertThat(instances).containsExactly(id);
    assertThat(shell.out())
        .contains("monthly-isolated: met")
        .contains("ok       rehearse promotion")
        .contains(
            "a test user was served at rehearsal-secondary."
                + settings.routing().domain()
                + " by "
                + id
                + ", from the copy alone")
        .contains("ok       spoil objects");
    assertThat(shell.err())
        .contains("shop-prod-rehearsal is a writer")
        .containsPattern("shop-prod-rehearsal replicates after \\d+ s")
        .containsPattern(id + " is healthy behind the load balancer, \\d+ s");
    // Nobody else's request has come to the test instance.
    assertThat(inTheCopy).singleElement().asString().startsWith("rows/rehearsal-");
    assertThat(elsewhere).isEmpty();
    assertThat(databases()).isEqualTo(before).hasSize(1);
    assertThat(leftOver()).isEmpty();
    assertThat(shell.run("ready", "--now")).as(shell.out()).isZero();
  }

  @Test
  void aRehearsalThatFailsSaysWhy_andLeavesNothingBehind_norWhatAKilledOneLeft() {
    List<String> before = databases();
    leaveAllOfOneBehind();
    assertThat(leftOver()).hasSize(4);
    // The image is there, and EC2 has no instance for it.
    cloud
        .world()
        .clock()
        .after(
            Duration.ofMinutes(30),
            "test",
            () ->
                cloud
                    .world()
                    .faults()
                    .begin(new Faults.Disturbance(Trouble.CAPACITY_SHORT, standby, "ec2", 1)));

    assertThat(play()).isOne();

    assertThat(shell.err())
        .containsPattern(
            "left by a rehearsal before, and removed first: i-[0-9a-f]{17}, shop-prod-rehearsal");
    assertThat(shell.out())
        .containsPattern(
            "FAILED +rehearse promotion\n +We currently do not have sufficient t3.small")
        .containsPattern("skipped +spoil objects\n +ok +active primary");
    assertThat(databases()).isEqualTo(before).hasSize(1);
    assertThat(leftOver()).isEmpty();
  }

  /** As after a kill in the moment in which the test user is served. */
  private void leaveAllOfOneBehind() {
    String source =
        cloud
            .client(RdsClient.class, settings.regions().primary())
            .describeDBInstances(all -> {})
            .dbInstances()
            .get(0)
            .dbInstanceArn();
    var own =
        cloud.client(RdsClient.class, standby).describeDBInstances(all -> {}).dbInstances().get(0);
    cloud
        .client(RdsClient.class, standby)
        .createDBInstanceReadReplica(
            create ->
                create
                    .dbInstanceIdentifier(COPY)
                    .sourceDBInstanceIdentifier(source)
                    .dbInstanceClass(own.dbInstanceClass())
                    .kmsKeyId(own.kmsKeyId())
                    .dbSubnetGroupName(own.dbSubnetGroup().dbSubnetGroupName()));
    var group =
        cloud
            .client(AutoScalingClient.class, standby)
            .describeAutoScalingGroups(get -> get.autoScalingGroupNames("shop-prod-app"))
            .autoScalingGroups()
            .get(0);
    String instance =
        cloud
            .client(Ec2Client.class, standby)
            .runInstances(
                run ->
                    run.launchTemplate(
                            of ->
                                of.launchTemplateId(group.launchTemplate().launchTemplateId())
                                    .version("$Latest"))
                        .subnetId(group.vpcZoneIdentifier().split(",")[0])
                        .minCount(1)
                        .maxCount(1)
                        .tagSpecifications(
                            tags ->
                                tags.resourceType(ResourceType.INSTANCE)
                                    .tags(tag -> tag.key("Name").value(COPY))))
            .instances()
            .get(0)
            .instanceId();
    cloud
        .client(SsmClient.class, standby)
        .putParameter(
            put ->
                put.name("/shop/prod/rehearsal/database-endpoint")
                    .type(ParameterType.STRING)
                    .value("gone:1"));
    cloud.pass(Duration.ofHours(1));
    cloud
        .client(ElasticLoadBalancingV2Client.class, standby)
        .registerTargets(
            add -> add.targetGroupArn(targetGroup()).targets(target -> target.id(instance)));
  }

  @Test
  void whereTheTestUsersWayIsNotDeployed_itIsRefusedAndNothingIsMade() {
    List<String> before = databases();
    Account account = cloud.world().account();
    account.list(ElbTypes.LISTENER_RULE, standby).stream()
        .filter(rule -> rule.integer("priority") == 2)
        .toList()
        .forEach(account::remove);
    account.list(ElbTypes.TARGET_GROUP, standby).stream()
        .filter(group -> group.string("name").equals("shop-prod-try"))
        .toList()
        .forEach(account::remove);

    assertThat(play()).isOne();

    assertThat(shell.out())
        .contains("Refused: eu-central-1 has no target group shop-prod-try for a test user")
        .contains("nothing was changed")
        .contains("pharos up secondary")
        .contains("pharos:drills {rehearsal: false}");
    assertThat(databases()).isEqualTo(before);
  }

  @Test
  void theMarkerTakesTheSecretToNothingButSuchACopy() {
    String said =
        cloud
            .client(LambdaClient.class, settings.regions().secondary())
            .invoke(
                invoke ->
                    invoke
                        .functionName("shop-prod-dr-marker")
                        .payload(
                            SdkBytes.fromUtf8String("{\"rehearsal\":\"db.example.com:3306\"}")))
            .payload()
            .asUtf8String();

    assertThat(said).contains("must be the endpoint of shop-prod-rehearsal in eu-central-1");
  }
}
