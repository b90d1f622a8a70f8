package io.pharos.component;

import com.pulumi.aws.autoscaling.Group;
import com.pulumi.aws.autoscaling.GroupArgs;
import com.pulumi.aws.autoscaling.Policy;
import com.pulumi.aws.autoscaling.PolicyArgs;
import com.pulumi.aws.autoscaling.inputs.GroupLaunchTemplateArgs;
import com.pulumi.aws.autoscaling.inputs.GroupTagArgs;
import com.pulumi.aws.autoscaling.inputs.PolicyTargetTrackingConfigurationArgs;
import com.pulumi.aws.autoscaling.inputs.PolicyTargetTrackingConfigurationPredefinedMetricSpecificationArgs;
import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.cloudwatch.LogGroupArgs;
import com.pulumi.aws.ec2.LaunchTemplate;
import com.pulumi.aws.ec2.LaunchTemplateArgs;
import com.pulumi.aws.ec2.inputs.LaunchTemplateBlockDeviceMappingArgs;
import com.pulumi.aws.ec2.inputs.LaunchTemplateBlockDeviceMappingEbsArgs;
import com.pulumi.aws.ec2.inputs.LaunchTemplateIamInstanceProfileArgs;
import com.pulumi.aws.ec2.inputs.LaunchTemplateMetadataOptionsArgs;
import com.pulumi.aws.ec2.inputs.LaunchTemplateTagSpecificationArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import io.pharos.config.Capacity;
import io.pharos.config.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The application on EC2: instances of one launch template behind the load balancer. How many there
 * are is posture: the settings say how many at first, afterwards the recovery runtime does.
 */
public final class Ec2Compute extends PharosComponent implements Compute {
  private static final int LOG_RETENTION_DAYS = 30;
  private static final int BOOT_SECONDS = 180;

  private final String name;
  private final Site site;
  private final Ec2ComputeArgs args;
  private final InstanceIdentity identity;
  private final Group group;

  public Ec2Compute(String name, Ec2ComputeArgs args, ComponentResourceOptions options) {
    super("Ec2Compute", name, options);
    this.name = name;
    this.site = args.site();
    this.args = args;
    LogGroup logs =
        new LogGroup(
            name,
            LogGroupArgs.builder()
                .name(logGroup(site))
                .retentionInDays(LOG_RETENTION_DAYS)
                .kmsKeyId(args.encryption().keyArn())
                .build(),
            child());
    Output<String> account = accountId();
    this.identity = new InstanceIdentity(name, args, account, logs.arn(), this);
    this.group = group(launchTemplate(account));
    new Policy(
        name + "-cpu",
        PolicyArgs.builder()
            .name(site.names().regional("cpu"))
            .autoscalingGroupName(group.name())
            .policyType("TargetTrackingScaling")
            .targetTrackingConfiguration(
                PolicyTargetTrackingConfigurationArgs.builder()
                    .predefinedMetricSpecification(
                        PolicyTargetTrackingConfigurationPredefinedMetricSpecificationArgs.builder()
                            .predefinedMetricType("ASGAverageCPUUtilization")
                            .build())
                    .targetValue((double) site.settings().compute().cpuTargetPercent())
                    .build())
            .build(),
        child());
    registerOutputs(
        Map.of(
            "autoScalingGroupName", autoScalingGroupName(),
            "autoScalingGroupArn", autoScalingGroupArn(),
            "roleArn", roleArn()));
  }

  /** Where the containers' output goes. */
  static String logGroup(Site site) {
    return site.names().parameters() + "app";
  }

  public Output<String> autoScalingGroupName() {
    return group.name();
  }

  public Output<String> autoScalingGroupArn() {
    return group.arn();
  }

  @Override
  public Output<String> computeName() {
    return autoScalingGroupName();
  }

  @Override
  public Output<String> computeArn() {
    return autoScalingGroupArn();
  }

  /** The role of the instances. */
  public Output<String> roleArn() {
    return identity.roleArn();
  }

  private LaunchTemplate launchTemplate(Output<String> account) {
    return new LaunchTemplate(
        name,
        LaunchTemplateArgs.builder()
            .name(site.names().regional("app"))
            .updateDefaultVersion(true)
            // A new image is a new value of the parameter, never a new template.
            .imageId(
                args.configuration().localAmiParameterName().applyValue("resolve:ssm:"::concat))
            .instanceType(site.settings().compute().instanceType())
            .vpcSecurityGroupIds(args.network().appSecurityGroupId().applyValue(id -> List.of(id)))
            .iamInstanceProfile(
                LaunchTemplateIamInstanceProfileArgs.builder().arn(identity.profileArn()).build())
            .metadataOptions(
                LaunchTemplateMetadataOptionsArgs.builder()
                    .httpEndpoint("enabled")
                    .httpTokens("required")
                    // A container is one hop further than its instance.
                    .httpPutResponseHopLimit(2)
                    .build())
            .blockDeviceMappings(rootVolume())
            .userData(
                account.applyValue(
                    id -> new UserData(site, ObjectStore.dataBucket(site, id)).base64()))
            .tagSpecifications(tagged("instance"), tagged("volume"))
            .build(),
        child());
  }

  private LaunchTemplateBlockDeviceMappingArgs rootVolume() {
    return LaunchTemplateBlockDeviceMappingArgs.builder()
        .deviceName("/dev/xvda")
        .ebs(
            LaunchTemplateBlockDeviceMappingEbsArgs.builder()
                .encrypted("true")
                .kmsKeyId(args.encryption().keyArn())
                .volumeType("gp3")
                .deleteOnTermination("true")
                .build())
        .build();
  }

  private LaunchTemplateTagSpecificationArgs tagged(String resourceType) {
    return LaunchTemplateTagSpecificationArgs.builder()
        .resourceType(resourceType)
        .tags(Map.of("Name", site.names().regional("app")))
        .build();
  }

  private Group group(LaunchTemplate template) {
    Capacity initial = site.settings().compute().capacity(site.role());
    return new Group(
        name,
        GroupArgs.builder()
            .name(site.names().autoScalingGroup())
            .vpcZoneIdentifiers(args.network().privateSubnetIds())
            .targetGroupArns(args.loadBalancer().targetGroupArn().applyValue(arn -> List.of(arn)))
            .launchTemplate(
                GroupLaunchTemplateArgs.builder().id(template.id()).version("$Latest").build())
            .minSize(initial.minSize())
            .maxSize(initial.maxSize())
            .desiredCapacity(initial.desiredCapacity())
            .healthCheckType("ELB")
            .healthCheckGracePeriod(BOOT_SECONDS)
            .defaultInstanceWarmup(BOOT_SECONDS)
            .enabledMetrics("GroupDesiredCapacity", "GroupInServiceInstances")
            // Whether instances come up is for alarms and drills to say, not for `pulumi up`.
            .waitForCapacityTimeout("0")
            .forceDelete(!site.isProtected())
            // The provider's default tags do not reach the instances of a group.
            .tags(
                tag("Name", site.names().regional("app")),
                tag("pharos:app", site.settings().app()),
                tag("pharos:environment", site.settings().environment()))
            .build(),
        groupOptions());
  }

  private CustomResourceOptions groupOptions() {
    List<Resource> before = new ArrayList<>(args.configuration().readAtBoot());
    before.addAll(args.database().readAtBoot());
    before.addAll(identity.permissions());
    before.add(args.loadBalancer().listener());
    return childOptions()
        .dependsOn(before)
        .ignoreChanges("minSize", "maxSize", "desiredCapacity")
        .build();
  }

  private static GroupTagArgs tag(String key, String value) {
    return GroupTagArgs.builder().key(key).value(value).propagateAtLaunch(true).build();
  }
}
