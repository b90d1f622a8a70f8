package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidTargetException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** An instance that is run alone from a group's launch template, is a target, and is ended. */
abstract class SingleInstanceContract {
  private static final String GROUP = "shop-prod-app";

  private final Ec2Client ec2;
  private final ElasticLoadBalancingV2Client balancing;
  private final ContractWorld world;
  private String subnet;
  private String template;

  SingleInstanceContract(ContractWorld world) {
    this.world = world;
    this.ec2 = world.client(Ec2Client.class);
    this.balancing = world.client(ElasticLoadBalancingV2Client.class);
  }

  @BeforeEach
  void aGroup() {
    world.autoScalingGroup(GROUP, 0, 4, 0);
    AutoScalingGroup group =
        world
            .client(AutoScalingClient.class)
            .describeAutoScalingGroups(get -> get.autoScalingGroupNames(GROUP))
            .autoScalingGroups()
            .get(0);
    subnet = group.vpcZoneIdentifier().split(",")[0];
    template = group.launchTemplate().launchTemplateId();
  }

  private RunInstancesRequest.Builder request() {
    return RunInstancesRequest.builder()
        .launchTemplate(of -> of.launchTemplateId(template).version("$Latest"))
        .subnetId(subnet)
        .minCount(1)
        .maxCount(1)
        .tagSpecifications(
            tags ->
                tags.resourceType(ResourceType.INSTANCE)
                    .tags(tag -> tag.key("Name").value("shop-prod-rehearsal")));
  }

  private Instance run() {
    Instance made = ec2.runInstances(request().build()).instances().get(0);
    world.settle();
    return made;
  }

  private List<Instance> tagged() {
    return ec2
        .describeInstances(
            get ->
                get.filters(
                    by -> by.name("tag:Name").values("shop-prod-rehearsal"),
                    by -> by.name("instance-state-name").values("pending", "running")))
        .reservations()
        .stream()
        .flatMap(each -> each.instances().stream())
        .toList();
  }

  private List<LaunchTemplateVersion> versions(String id, String version) {
    return ec2.describeLaunchTemplateVersions(get -> get.launchTemplateId(id).versions(version))
        .launchTemplateVersions();
  }

  @Test
  void runInstances_ofATemplate_isPendingThenRunning_andFoundByItsTag() {
    Instance begun = run();

    assertThat(begun.state().name()).isEqualTo(InstanceStateName.PENDING);
    assertThat(tagged())
        .singleElement()
        .satisfies(
            instance -> {
              assertThat(instance.instanceId()).isEqualTo(begun.instanceId());
              assertThat(instance.state().name()).isEqualTo(InstanceStateName.RUNNING);
              assertThat(instance.subnetId()).isEqualTo(subnet);
              assertThat(instance.instanceTypeAsString()).isEqualTo("t3.small");
              assertThat(instance.tags())
                  .contains(Tag.builder().key("Name").value("shop-prod-rehearsal").build());
            });
  }

  @Test
  void runInstances_askedAgainWithTheSameToken_isTheSameInstance() {
    RunInstancesRequest request = request().clientToken("rehearsal-1").build();

    String first = ec2.runInstances(request).instances().get(0).instanceId();
    String again = ec2.runInstances(request).instances().get(0).instanceId();

    assertThat(again.equals(first))
        .isEqualTo(world.expected(KnownDifference.RUN_TOKENS_ARE_IGNORED, true, false));
  }

  @Test
  void runInstances_ofAnUnknownTemplate_isRefused() {
    assertThat(
            Refused.by(
                () ->
                    ec2.runInstances(
                        request()
                            .launchTemplate(of -> of.launchTemplateId("lt-0123456789abcdef0"))
                            .build())))
        .isEqualTo(
            world.expected(
                KnownDifference.RUNNING_NO_TEMPLATE_IS_A_SERVER_ERROR,
                new Refused(Ec2Exception.class, 400, "InvalidLaunchTemplateId.NotFound"),
                Refused.serverError(Ec2Exception.class)));
  }

  @Test
  void runInstances_inAnUnknownSubnet_isRefused() {
    assertThat(
            Refused.by(
                () -> ec2.runInstances(request().subnetId("subnet-0123456789abcdef0").build())))
        .isEqualTo(new Refused(Ec2Exception.class, 400, "InvalidSubnetID.NotFound"));
  }

  @Test
  void describeLaunchTemplateVersions_ofTheLatest_saysWhatItStarts() {
    assertThat(versions(template, "$Latest"))
        .singleElement()
        .satisfies(
            version -> {
              assertThat(version.versionNumber()).isOne();
              assertThat(version.launchTemplateName()).isEqualTo(GROUP);
              assertThat(version.launchTemplateData().instanceTypeAsString()).isEqualTo("t3.small");
              assertThat(version.launchTemplateData().userData()).isNull();
            });
  }

  @Test
  void describeLaunchTemplateVersions_ofAnUnknownTemplate_isNotFound() {
    assertThat(Refused.by(() -> versions("lt-0123456789abcdef0", "$Latest")))
        .isEqualTo(new Refused(Ec2Exception.class, 400, "InvalidLaunchTemplateId.NotFound"));
  }

  @Test
  void describeInstanceTypes_saysHowManyVcpusOneHas() {
    assertThat(
            ec2.describeInstanceTypes(
                    describe -> describe.instanceTypesWithStrings("t3.small", "m5.xlarge"))
                .instanceTypes())
        .extracting(type -> type.instanceTypeAsString() + " " + type.vCpuInfo().defaultVCpus())
        .containsExactlyInAnyOrder("t3.small 2", "m5.xlarge 4");
  }

  @Test
  void describeInstanceTypes_ofAnUnknownOne_isRefused() {
    assertThat(
            Refused.by(
                () ->
                    ec2.describeInstanceTypes(
                        describe -> describe.instanceTypesWithStrings("nothing"))))
        .isEqualTo(new Refused(Ec2Exception.class, 400, "InvalidInstanceType"));
  }

  @Test
  void terminateInstances_endsIt_andAgainIsNoMistake() {
    String id = run().instanceId();

    assertThat(
            ec2.terminateInstances(end -> end.instanceIds(id))
                .terminatingInstances()
                .get(0)
                .previousState()
                .name())
        .isEqualTo(InstanceStateName.RUNNING);
    world.settle();

    assertThat(tagged()).isEmpty();
    assertThat(
            ec2.terminateInstances(end -> end.instanceIds(id))
                .terminatingInstances()
                .get(0)
                .previousState()
                .name())
        .isEqualTo(InstanceStateName.TERMINATED);
  }

  @Test
  void terminateInstances_ofAnUnknownOne_isNotFound() {
    assertThat(
            Refused.by(() -> ec2.terminateInstances(end -> end.instanceIds("i-0fffffffffffffff0"))))
        .isEqualTo(new Refused(Ec2Exception.class, 400, "InvalidInstanceID.NotFound"));
  }

  @Test
  void registerTargets_takesARunningInstance_untilItIsDeregistered() {
    String targets = world.loadBalancer("shop-prod-app").targetGroupArn();
    String id = run().instanceId();

    balancing.registerTargets(add -> add.targetGroupArn(targets).targets(to -> to.id(id)));

    assertThat(
            balancing
                .describeTargetHealth(get -> get.targetGroupArn(targets))
                .targetHealthDescriptions())
        .extracting(each -> each.target().id())
        .containsExactly(id);
    balancing.deregisterTargets(end -> end.targetGroupArn(targets).targets(to -> to.id(id)));
    world.settle();
    assertThat(
            balancing
                .describeTargetHealth(get -> get.targetGroupArn(targets))
                .targetHealthDescriptions())
        .extracting(TargetHealthDescription::target)
        .isEmpty();
  }

  @Test
  void registerTargets_ofAnInstanceThatDoesNotRun_isRefused() {
    String targets = world.loadBalancer("shop-prod-app").targetGroupArn();

    assertThat(
            Refused.by(
                () ->
                    balancing.registerTargets(
                        add ->
                            add.targetGroupArn(targets)
                                .targets(to -> to.id("i-0fffffffffffffff0")))))
        .isEqualTo(
            world.expected(
                KnownDifference.TARGETS_ARE_NOT_CHECKED,
                new Refused(InvalidTargetException.class, 400, "InvalidTarget"),
                Refused.NOT));
  }
}
