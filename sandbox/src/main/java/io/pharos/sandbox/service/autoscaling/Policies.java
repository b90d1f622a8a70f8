package io.pharos.sandbox.service.autoscaling;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ResourceName;
import java.util.Map;

/**
 * Scaling policies. They are kept and never act: the sandbox has no load, so that capacity changes
 * only when somebody changes it.
 */
final class Policies implements Behavior {
  private final World world;

  Policies(World world) {
    this.world = world;
  }

  @Override
  public void create(Resource policy) {
    String name = ResourceName.of(policy);
    String groupName = policy.string("autoscalingGroupName");
    check(policy);
    policy.id(name);
    policy.set(
        "arn",
        "arn:aws:autoscaling:"
            + policy.region()
            + ":"
            + world.account().id()
            + ":scalingPolicy:"
            + Ids.hex("", 32, policy.type(), policy.region(), policy.name())
            + ":autoScalingGroupName/"
            + groupName
            + ":policyName/"
            + name);
    if (!policy.has("policyType")) {
      policy.set("policyType", "SimpleScaling");
    }
    if (!policy.has("enabled")) {
      policy.set("enabled", true);
    }
  }

  @Override
  public void update(Resource policy, Map<String, Object> before) {
    check(policy);
  }

  private void check(Resource policy) {
    String groupName = policy.string("autoscalingGroupName");
    if (world.account().find(AutoScalingTypes.GROUP, policy.region(), groupName).isEmpty()) {
      throw Groups.refusal("ValidationError", "Group " + groupName + " not found");
    }
    boolean tracks = policy.string("policyType").equals("TargetTrackingScaling");
    if (tracks != policy.has("targetTrackingConfiguration")) {
      throw Groups.refusal(
          "ValidationError",
          "TargetTrackingConfiguration is required for, and only for, policies of type"
              + " TargetTrackingScaling");
    }
  }
}
