package io.pharos.sandbox.service.applicationautoscaling;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;

/**
 * The API of Application Auto Scaling in one Region, over the account. What recovery does not call
 * is not there.
 */
final class ScalingApi implements ApplicationAutoScalingClient {
  private final World world;
  private final ScalableTargets targets;
  private final String region;

  ScalingApi(World world, ScalableTargets targets, String region) {
    this.world = world;
    this.targets = targets;
    this.region = region;
  }

  @Override
  public DescribeScalableTargetsResponse describeScalableTargets(
      DescribeScalableTargetsRequest request) {
    if (request.serviceNamespaceAsString() == null) {
      throw ScalableTargets.refusal("ValidationException", "ServiceNamespace must not be null");
    }
    List<String> wanted = request.resourceIds();
    return DescribeScalableTargetsResponse.builder()
        .scalableTargets(
            world.account().list(ScalingTypes.TARGET, region).stream()
                .filter(
                    target ->
                        target
                            .string("serviceNamespace")
                            .equals(request.serviceNamespaceAsString()))
                .filter(target -> wanted.isEmpty() || wanted.contains(target.id()))
                .map(ScalingApi::description)
                .toList())
        .build();
  }

  /** Of a target that is there; what is not said stays as it is. */
  @Override
  public RegisterScalableTargetResponse registerScalableTarget(
      RegisterScalableTargetRequest request) {
    Resource target =
        world
            .account()
            .find(ScalingTypes.TARGET, region, request.resourceId())
            .orElseThrow(() -> targets.unregistered(region, request.resourceId()));
    Map<String, Object> before = new LinkedHashMap<>(target.attributes());
    try {
      if (request.minCapacity() != null) {
        target.set("minCapacity", request.minCapacity());
      }
      if (request.maxCapacity() != null) {
        target.set("maxCapacity", request.maxCapacity());
      }
      if (request.suspendedState() != null) {
        target.set(ScalableTargets.SUSPENDED, suspended(target, request.suspendedState()));
      }
      targets.check(target);
    } catch (RuntimeException e) {
      target.attributes(before);
      throw e;
    }
    targets.keepWithin(target);
    return RegisterScalableTargetResponse.builder().scalableTargetARN(target.string("arn")).build();
  }

  private static Map<String, Object> suspended(Resource target, SuspendedState wanted) {
    Map<String, Object> state = new LinkedHashMap<>(target.map(ScalableTargets.SUSPENDED));
    put(state, "dynamicScalingInSuspended", wanted.dynamicScalingInSuspended());
    put(state, "dynamicScalingOutSuspended", wanted.dynamicScalingOutSuspended());
    put(state, "scheduledScalingSuspended", wanted.scheduledScalingSuspended());
    return state;
  }

  private static void put(Map<String, Object> state, String what, Boolean value) {
    if (value != null) {
      state.put(what, value);
    }
  }

  private static ScalableTarget description(Resource target) {
    Map<String, Object> state = target.map(ScalableTargets.SUSPENDED);
    Function<String, Boolean> suspended = what -> Boolean.TRUE.equals(state.get(what));
    return ScalableTarget.builder()
        .serviceNamespace(target.string("serviceNamespace"))
        .scalableDimension(target.string("scalableDimension"))
        .resourceId(target.id())
        .minCapacity(target.integer("minCapacity"))
        .maxCapacity(target.integer("maxCapacity"))
        .roleARN(target.string("roleArn"))
        .scalableTargetARN(target.string("arn"))
        .suspendedState(
            each ->
                each.dynamicScalingInSuspended(suspended.apply("dynamicScalingInSuspended"))
                    .dynamicScalingOutSuspended(suspended.apply("dynamicScalingOutSuspended"))
                    .scheduledScalingSuspended(suspended.apply("scheduledScalingSuspended")))
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
