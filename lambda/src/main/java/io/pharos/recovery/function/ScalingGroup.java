package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Variable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** The Auto Scaling group that runs the application of a Region. */
record ScalingGroup(Aws aws, String region, AutoScalingGroup group) implements Compute {

  /** That of this Region. */
  static ScalingGroup own(Aws aws, Environment environment) {
    return in(environment.region(), aws, environment.get(Variable.PHAROS_AUTO_SCALING_GROUP));
  }

  static ScalingGroup in(String region, Aws aws, String name) {
    return aws
        .client(AutoScalingClient.class, region)
        .describeAutoScalingGroups(describe -> describe.autoScalingGroupNames(name))
        .autoScalingGroups()
        .stream()
        .findFirst()
        .map(group -> new ScalingGroup(aws, region, group))
        .orElseThrow(
            () ->
                new Failed(
                    ErrorCode.DEPLOYMENT_INCOMPLETE,
                    "Auto Scaling group "
                        + name
                        + " is missing in "
                        + region
                        + "; run `pulumi up`"));
  }

  List<Instance> instances() {
    return group.instances();
  }

  @Override
  public String name() {
    return group.autoScalingGroupName();
  }

  @Override
  public String unit() {
    return "instance";
  }

  @Override
  public Posture size() {
    return new Posture(group.minSize(), group.maxSize(), group.desiredCapacity());
  }

  @Override
  public int inService() {
    return (int)
        group.instances().stream()
            .filter(instance -> instance.lifecycleState() == LifecycleState.IN_SERVICE)
            .count();
  }

  @Override
  public int running() {
    return group.instances().size();
  }

  /**
   * Families share quotas, and a group's type says its family.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html">Instance
   *     quotas</a>
   */
  @Override
  public Optional<Demand> demand() {
    LaunchTemplateSpecification template = group.launchTemplate();
    Ec2Client ec2 = aws.client(Ec2Client.class, region);
    String type =
        ec2.describeLaunchTemplateVersions(
                describe ->
                    describe
                        .launchTemplateId(template.launchTemplateId())
                        .versions(template.version()))
            .launchTemplateVersions()
            .get(0)
            .launchTemplateData()
            .instanceTypeAsString();
    return InstanceFamily.of(type)
        .map(
            family ->
                new Demand(
                    "ec2",
                    family.quota(),
                    ec2.describeInstanceTypes(describe -> describe.instanceTypesWithStrings(type))
                        .instanceTypes()
                        .get(0)
                        .vCpuInfo()
                        .defaultVCpus()));
  }

  @Override
  public Optional<String> trouble() {
    LaunchTemplateSpecification template = group.launchTemplate();
    return template == null || !exists(template.launchTemplateId())
        ? Optional.of(name() + " has no launch template: pharos up")
        : Optional.empty();
  }

  private boolean exists(String template) {
    try {
      return !aws.client(Ec2Client.class, region)
          .describeLaunchTemplates(describe -> describe.launchTemplateIds(template))
          .launchTemplates()
          .isEmpty();
    } catch (Ec2Exception e) {
      if (AwsErrors.code(e).startsWith("InvalidLaunchTemplateId")) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public boolean resize(Posture wanted) {
    if (size().equals(wanted)) {
      return false;
    }
    aws.client(AutoScalingClient.class, region)
        .updateAutoScalingGroup(
            update ->
                update
                    .autoScalingGroupName(name())
                    .minSize(wanted.minSize())
                    .maxSize(wanted.maxSize())
                    .desiredCapacity(wanted.desiredCapacity()));
    return true;
  }

  /** An instance that serves stays: its replacement would take minutes. */
  @Override
  public boolean raise(Posture wanted, Instant operationStarted) {
    return resize(wanted);
  }
}
