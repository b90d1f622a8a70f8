package io.pharos.drill;

import io.pharos.engine.Refused;
import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Platform;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/**
 * The compute of a rehearsal: one instance of the launch template, image, role, network and user
 * data that the Region's own group would start at a failover, but for the database: that is the
 * rehearsal's. It is found by its name, so that one which a killed rehearsal left is as well.
 */
final class TestInstance {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  /** An instance that boots takes minutes; longer than this no user would be waiting for. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final Set<InstanceStateName> OVER =
      Set.of(InstanceStateName.SHUTTING_DOWN, InstanceStateName.TERMINATED);

  private final Scene scene;
  private final Cloud cloud;
  private final RegionView view;
  private final String region;
  private final String stack;
  private final String name;
  private final String parameter;
  private final String targetGroup;

  TestInstance(Scene scene, Position position) {
    this.scene = scene;
    this.cloud = scene.cloud();
    this.view = new RegionView(cloud, scene.settings(), position);
    this.region = view.region();
    this.stack = position.word();
    this.name = scene.names().rehearsalDatabase();
    this.parameter = scene.names().rehearsalParameter(LocalParameter.DATABASE_ENDPOINT);
    this.targetGroup = scene.names().rehearsalTargetGroup(Platform.EC2);
  }

  /**
   * Checks that all is deployed that it needs.
   *
   * @throws Refused when something is not
   */
  void requireDeployed() {
    targetGroupArn();
    userData(template(group()));
  }

  /**
   * Starts it, and waits until the load balancer finds it healthy.
   *
   * @param endpoint of the database that it is to use
   * @return its id; empty when it does not come up, with what kept it among the problems
   */
  Optional<String> start(String endpoint, List<String> problems) {
    ssm()
        .putParameter(
            put ->
                put.name(parameter)
                    .description("Of a rehearsal, while it is played")
                    .type(ParameterType.STRING)
                    .value(endpoint)
                    .overwrite(true));
    Instant start = cloud.clock().instant();
    String id = run();
    scene
        .progress()
        .accept(id + " is started as a failover would, with " + parameter + " for its database");
    if (scene
        .until(LOOK_EVERY, PATIENCE, () -> look(id).filter(TestInstance::decided))
        .filter(TestInstance::runs)
        .isEmpty()) {
      problems.add(id + " does not run: " + why(id));
      return Optional.empty();
    }
    String arn = targetGroupArn();
    balancing().registerTargets(add -> add.targetGroupArn(arn).targets(target(id)));
    if (scene
        .until(LOOK_EVERY, PATIENCE, () -> health(arn, id).filter(TestInstance::healthy))
        .isEmpty()) {
      problems.add(id + " is not healthy within " + PATIENCE.toMinutes() + " min: " + why(arn, id));
      return Optional.empty();
    }
    Duration took = Duration.between(start, cloud.clock().instant());
    scene
        .progress()
        .accept(id + " is healthy behind the load balancer, " + took.toSeconds() + " s");
    return Optional.of(id);
  }

  private String run() {
    AutoScalingGroup group = group();
    LaunchTemplateVersion template = template(group);
    String userData = userData(template);
    return ec2()
        .runInstances(
            run ->
                run.launchTemplate(
                        of ->
                            of.launchTemplateId(template.launchTemplateId())
                                .version(Long.toString(template.versionNumber())))
                    .subnetId(group.vpcZoneIdentifier().split(",")[0])
                    .userData(userData)
                    .minCount(1)
                    .maxCount(1)
                    .clientToken(name + "-" + cloud.clock().instant().getEpochSecond())
                    .tagSpecifications(tags(ResourceType.INSTANCE), tags(ResourceType.VOLUME)))
        .instances()
        .get(0)
        .instanceId();
  }

  private AutoScalingGroup group() {
    String group = scene.names().autoScalingGroup();
    return cloud
        .client(AutoScalingClient.class, region)
        .describeAutoScalingGroups(get -> get.autoScalingGroupNames(group))
        .autoScalingGroups()
        .stream()
        .findFirst()
        .orElseThrow(() -> refused("has no group " + group));
  }

  /** What the group would start now. */
  private LaunchTemplateVersion template(AutoScalingGroup group) {
    return ec2()
        .describeLaunchTemplateVersions(
            get ->
                get.launchTemplateId(group.launchTemplate().launchTemplateId())
                    .versions(group.launchTemplate().version()))
        .launchTemplateVersions()
        .get(0);
  }

  /** The template's own, but for the line that says whose database. */
  private String userData(LaunchTemplateVersion template) {
    String own =
        new String(
            Base64.getMimeDecoder().decode(template.launchTemplateData().userData()),
            StandardCharsets.UTF_8);
    if (!own.contains(LocalParameter.PLACE)) {
      throw refused(
          "has a launch template whose instances cannot be told to use another database than the"
              + " Region's own");
    }
    return Base64.getEncoder()
        .encodeToString(
            own.replace(LocalParameter.PLACE, LocalParameter.PLACE_OF_A_REHEARSAL)
                .getBytes(StandardCharsets.UTF_8));
  }

  private TagSpecification tags(ResourceType type) {
    return TagSpecification.builder()
        .resourceType(type)
        .tags(
            tag("Name", name),
            tag("pharos:app", scene.settings().app()),
            tag("pharos:environment", scene.settings().environment()),
            tag("pharos:drill", "rehearsal"))
        .build();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private String targetGroupArn() {
    return existingTargetGroup()
        .orElseThrow(() -> refused("has no target group " + targetGroup + " for a test user"));
  }

  private Optional<String> existingTargetGroup() {
    try {
      return balancing().describeTargetGroups(get -> get.names(targetGroup)).targetGroups().stream()
          .map(TargetGroup::targetGroupArn)
          .findFirst();
    } catch (TargetGroupNotFoundException e) {
      return Optional.empty();
    }
  }

  private Refused refused(String what) {
    return new Refused(
        "Refused: "
            + region
            + " "
            + what
            + "; nothing was changed.\nDeploy it: pharos up "
            + stack
            + ". To rehearse the database only: pharos:drills {rehearsal: false}");
  }

  /** By its name and not its id, which EC2 may not know at once. */
  private Optional<Instance> look(String id) {
    return view.instances(name).filter(instance -> instance.instanceId().equals(id)).findFirst();
  }

  private static boolean decided(Instance instance) {
    return instance.state().name() != InstanceStateName.PENDING;
  }

  private static boolean runs(Instance instance) {
    return instance.state().name() == InstanceStateName.RUNNING;
  }

  private String why(String id) {
    return look(id)
        .map(
            instance ->
                instance.stateReason() == null
                    ? instance.state().nameAsString()
                    : instance.stateReason().message())
        .orElse("it is not there");
  }

  private Optional<TargetHealthDescription> health(String arn, String id) {
    return balancing()
        .describeTargetHealth(get -> get.targetGroupArn(arn).targets(target(id)))
        .targetHealthDescriptions()
        .stream()
        .findFirst();
  }

  private static boolean healthy(TargetHealthDescription target) {
    return target.targetHealth().state() == TargetHealthStateEnum.HEALTHY;
  }

  private String why(String arn, String id) {
    return health(arn, id).map(target -> target.targetHealth().description()).orElse("no target")
        + "; what it did when it booted is in its console output and in "
        + scene.names().parameters()
        + "app";
  }

  private static TargetDescription target(String id) {
    return TargetDescription.builder().id(id).build();
  }

  /** Lets nobody in any more. */
  void deregister() {
    existingTargetGroup().ifPresent(this::deregister);
  }

  private void deregister(String arn) {
    List<TargetDescription> targets =
        balancing()
            .describeTargetHealth(get -> get.targetGroupArn(arn))
            .targetHealthDescriptions()
            .stream()
            .map(TargetHealthDescription::target)
            .toList();
    if (!targets.isEmpty()) {
      balancing().deregisterTargets(end -> end.targetGroupArn(arn).targets(targets));
    }
  }

  void terminate() {
    List<String> living =
        view.instances(name)
            .filter(instance -> !OVER.contains(instance.state().name()))
            .map(Instance::instanceId)
            .toList();
    if (!living.isEmpty()) {
      ec2().terminateInstances(end -> end.instanceIds(living));
    }
  }

  void forgetParameter() {
    try {
      ssm().deleteParameter(delete -> delete.name(parameter));
    } catch (ParameterNotFoundException e) {
      // It was not written, or is gone already.
    }
  }

  private Ec2Client ec2() {
    return cloud.client(Ec2Client.class, region);
  }

  private ElasticLoadBalancingV2Client balancing() {
    return cloud.client(ElasticLoadBalancingV2Client.class, region);
  }

  private SsmClient ssm() {
    return cloud.client(SsmClient.class, region);
  }
}
