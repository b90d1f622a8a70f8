package io.pharos.sandbox.service.autoscaling;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Refusal;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ResourceName;
import io.pharos.sandbox.service.ec2.Ec2Types;
import io.pharos.sandbox.service.ec2.LaunchFailure;
import io.pharos.sandbox.service.iam.ServiceLinkedRole;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;

/** Auto Scaling groups. Their capacity is what the program or the API said last. */
final class Groups implements Behavior {
  private static final String DEFAULT_ZONES = "vpcZoneIdentifiers";

  private final World world;
  private final Launcher launcher;
  private final GroupFleet fleet;

  Groups(World world, Launcher launcher, GroupFleet fleet) {
    this.world = world;
    this.launcher = launcher;
    this.fleet = fleet;
  }

  static AwsServiceException refusal(String code, String message) {
    return Refusal.of(AutoScalingException.builder(), "AutoScaling", 400, code, message);
  }

  @Override
  public void create(Resource group) {
    String name = ResourceName.of(group);
    if (world.account().find(group.type(), group.region(), name).isPresent()) {
      throw refusal(
          "AlreadyExists",
          "AutoScalingGroup by this name already exists - A group with the name "
              + name
              + " already exists");
    }
    if (!group.has("desiredCapacity")) {
      group.set("desiredCapacity", group.integer("minSize"));
    }
    check(group);
    group.id(name);
    String hash = Ids.hex("", 32, group.type(), group.region(), group.name());
    group.set(
        "arn",
        "arn:aws:autoscaling:%s:%s:autoScalingGroup:%s-%s-%s-%s-%s:autoScalingGroupName/%s"
            .formatted(
                group.region(),
                world.account().id(),
                hash.substring(0, 8),
                hash.substring(8, 12),
                hash.substring(12, 16),
                hash.substring(16, 20),
                hash.substring(20),
                name));
    group.set(
        "availabilityZones",
        group.strings(DEFAULT_ZONES).stream()
            .map(id -> world.account().find(Ec2Types.SUBNET, group.region(), id).orElseThrow())
            .map(subnet -> subnet.string("availabilityZone"))
            .distinct()
            .sorted()
            .toList());
    defaults(group);
  }

  private void defaults(Resource group) {
    settle(group, "healthCheckType", "EC2");
    settle(group, "healthCheckGracePeriod", 300);
    settle(group, "defaultCooldown", 300);
    settle(group, "metricsGranularity", "1Minute");
    settle(group, "maxInstanceLifetime", 0);
    settle(group, "targetGroupArns", List.of());
    ServiceLinkedRole.AUTO_SCALING.ensure(world.account());
    settle(group, "serviceLinkedRoleArn", ServiceLinkedRole.AUTO_SCALING.arn(world.account()));
  }

  private static void settle(Resource group, String attribute, Object value) {
    if (!group.has(attribute)) {
      group.set(attribute, value);
    }
  }

  @Override
  public void update(Resource group, Map<String, Object> before) {
    int old = new Resource("", "", "", before).integer("desiredCapacity");
    if (group.integer("desiredCapacity") == old) {
      // Not asked for anew: the bounds move it, as UpdateAutoScalingGroup does.
      group.set("desiredCapacity", within(group, old));
    }
    check(group);
    fleet.soon(group);
  }

  static int within(Resource group, int capacity) {
    return Math.max(group.integer("minSize"), Math.min(group.integer("maxSize"), capacity));
  }

  @Override
  public void start(Resource group) {
    fleet.start(group);
  }

  @Override
  public void delete(Resource group) {
    // The provider sets the group to zero and waits before it deletes.
    fleet.end(group);
    world.account().list(AutoScalingTypes.POLICY, group.region()).stream()
        .filter(policy -> policy.string("autoscalingGroupName").equals(group.id()))
        .forEach(world.account()::remove);
  }

  static void checkCapacity(Resource group) {
    int min = group.integer("minSize");
    int max = group.integer("maxSize");
    int desired = group.integer("desiredCapacity");
    if (max < min) {
      throw refusal(
          "ValidationError",
          "Max bound, " + max + ", must be greater than or equal to min bound, " + min);
    }
    if (desired < min || desired > max) {
      throw refusal(
          "ValidationError",
          "Desired capacity:"
              + desired
              + " must be between the specified min size:"
              + min
              + " and max size:"
              + max);
    }
  }

  private void check(Resource group) {
    checkCapacity(group);
    if (group.has("mixedInstancesPolicy") || group.has("launchConfiguration")) {
      throw new UnsupportedOperationException(
          "the sandbox launches from launch templates only: " + group);
    }
    if (!group.has("launchTemplate")) {
      throw refusal(
          "ValidationError",
          "Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId"
              + " or MixedInstancesPolicy parameter.");
    }
    if (group.list(DEFAULT_ZONES).isEmpty()) {
      throw refusal("ValidationError", "At least one Availability Zone or VPC Subnet is required.");
    }
    for (String id : group.strings(DEFAULT_ZONES)) {
      if (world.account().find(Ec2Types.SUBNET, group.region(), id).isEmpty()) {
        throw refusal("ValidationError", "The subnet ID '" + id + "' does not exist");
      }
    }
    for (String arn : Launcher.targetGroups(group)) {
      if (!launcher.exists(group, arn)) {
        throw refusal(
            "ValidationError",
            "Provided Target Groups may not be valid. Please ensure they exist and try again.");
      }
    }
    try {
      launcher.plan(group);
    } catch (LaunchFailure e) {
      throw refusal("ValidationError", e.getMessage());
    }
  }
}
