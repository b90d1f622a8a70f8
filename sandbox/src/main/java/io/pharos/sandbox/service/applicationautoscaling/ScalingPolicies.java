package io.pharos.sandbox.service.applicationautoscaling;

import static io.pharos.sandbox.service.applicationautoscaling.ScalableTargets.refusal;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ResourceName;
import java.util.List;
import java.util.Map;

/** Scaling policies. They are kept and never act, because the sandbox has no load. */
final class ScalingPolicies implements Behavior {
  private static final String TRACKING = "targetTrackingScalingPolicyConfiguration";

  private final World world;

  ScalingPolicies(World world) {
    this.world = world;
  }

  @Override
  public void create(Resource policy) {
    String name = ResourceName.of(policy);
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
            + ":resource/ecs/"
            + policy.string("resourceId")
            + ":policyName/"
            + name);
    policy.set("alarmArns", List.of());
  }

  @Override
  public void update(Resource policy, Map<String, Object> before) {
    check(policy);
  }

  private void check(Resource policy) {
    boolean there =
        world
            .account()
            .find(ScalingTypes.TARGET, policy.region(), policy.string("resourceId"))
            .isPresent();
    if (!there) {
      throw refusal(
          "ObjectNotFoundException",
          "No scalable target registered for service namespace: ecs, resource ID: "
              + policy.string("resourceId")
              + ", scalable dimension: "
              + policy.string("scalableDimension"));
    }
    if (policy.string("policyType").equals("TargetTrackingScaling") != policy.has(TRACKING)) {
      throw refusal(
          "ValidationException",
          "TargetTrackingScalingPolicyConfiguration is required for, and only for, policies of type"
              + " TargetTrackingScaling");
    }
  }
}
