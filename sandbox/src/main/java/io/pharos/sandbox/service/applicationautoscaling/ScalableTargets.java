package io.pharos.sandbox.service.applicationautoscaling;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Refusal;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ecs.EcsTypes;
import io.pharos.sandbox.service.iam.ServiceLinkedRole;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.applicationautoscaling.model.ApplicationAutoScalingException;
import software.amazon.awssdk.services.applicationautoscaling.model.ObjectNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.ValidationException;
import software.amazon.awssdk.services.ecs.EcsClient;

/**
 * Scalable targets: the limits of an ECS service's size. A registration moves a size that is
 * outside of them; nothing else does, because the sandbox has no load.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html">RegisterScalableTarget</a>
 */
final class ScalableTargets implements Behavior {
  static final String SUSPENDED = "suspendedState";
  private static final String DIMENSION = "ecs:service:DesiredCount";
  private static final Map<String, Boolean> ACTIVE =
      Map.of(
          "dynamicScalingInSuspended", false,
          "dynamicScalingOutSuspended", false,
          "scheduledScalingSuspended", false);

  private final World world;

  ScalableTargets(World world) {
    this.world = world;
  }

  static AwsServiceException refusal(String code, String message) {
    AwsServiceException.Builder builder =
        switch (code) {
          case "ValidationException" -> ValidationException.builder();
          case "ObjectNotFoundException" -> ObjectNotFoundException.builder();
          default -> ApplicationAutoScalingException.builder();
        };
    return Refusal.of(builder, "ApplicationAutoScaling", 400, code, message);
  }

  @Override
  public void create(Resource target) {
    check(target);
    target.id(target.string("resourceId"));
    target.set(
        "arn",
        "arn:aws:application-autoscaling:"
            + target.region()
            + ":"
            + world.account().id()
            + ":scalable-target/"
            + Ids.hex("0ec5", 22, target.region(), target.id()));
    ServiceLinkedRole.ECS_SCALING.ensure(world.account());
    if (!target.has("roleArn")) {
      target.set("roleArn", ServiceLinkedRole.ECS_SCALING.arn(world.account()));
    }
    if (!target.has(SUSPENDED)) {
      target.set(SUSPENDED, new LinkedHashMap<>(ACTIVE));
    }
  }

  @Override
  public void start(Resource target) {
    keepWithin(target);
  }

  @Override
  public void update(Resource target, Map<String, Object> before) {
    check(target);
    keepWithin(target);
  }

  void check(Resource target) {
    int min = target.integer("minCapacity");
    int max = target.integer("maxCapacity");
    if (!target.string("serviceNamespace").equals("ecs")
        || !target.string("scalableDimension").equals(DIMENSION)) {
      throw new UnsupportedOperationException("the sandbox scales ECS services only: " + target);
    }
    if (min < 0 || max < 0) {
      throw refusal(
          "ValidationException", "Minimum and maximum capacity must be greater than or equal to 0");
    }
    if (max < min) {
      throw refusal("ValidationException", "Maximum capacity cannot be less than minimum capacity");
    }
    if (service(target.region(), target.string("resourceId")).isEmpty()) {
      throw noService(target.string("resourceId"));
    }
  }

  private static AwsServiceException noService(String resourceId) {
    return refusal("ValidationException", "ECS service doesn't exist: " + resourceId);
  }

  /** Only the provider makes new ones here. */
  RuntimeException unregistered(String region, String resourceId) {
    return service(region, resourceId).isEmpty()
        ? noService(resourceId)
        : new UnsupportedOperationException(
            "the sandbox registers new scalable targets by the provider only");
  }

  void keepWithin(Resource target) {
    service(target.region(), target.string("resourceId"))
        .ifPresent(
            service -> {
              int size = service.integer("desiredCount");
              int within =
                  Math.max(
                      target.integer("minCapacity"), Math.min(target.integer("maxCapacity"), size));
              if (within != size) {
                world
                    .bareClient(EcsClient.class, target.region(), Caller.operator(world.clock()))
                    .updateService(
                        update ->
                            update
                                .cluster(service.string("cluster"))
                                .service(service.id())
                                .desiredCount(within));
              }
            });
  }

  /** Of {@code service/<cluster>/<service>}. */
  private Optional<Resource> service(String region, String resourceId) {
    return world.account().list(EcsTypes.SERVICE, region).stream()
        .filter(service -> service.id().endsWith(":" + resourceId))
        .findFirst();
  }

  @Override
  public void delete(Resource target) {
    List.copyOf(world.account().list(ScalingTypes.POLICY, target.region())).stream()
        .filter(policy -> policy.string("resourceId").equals(target.id()))
        .forEach(world.account()::remove);
  }
}
