package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.Service;

/**
 * The ECS service that runs the application of a Region. Its limits are those of Application Auto
 * Scaling, which would undo a size outside of them.
 *
 * @param resource {@code service/<cluster>/<service>}
 */
record FargateService(
    Aws aws, String region, String resource, Service service, ScalableTarget target)
    implements Compute {
  private static final String ACTIVE = "ACTIVE";
  private static final String PRIMARY = "PRIMARY";

  /** Fargate On-Demand vCPU resource count. */
  private static final String FARGATE_VCPUS = "L-3032A538";

  private static final double UNITS_OF_A_VCPU = 1024;

  static FargateService in(String region, Aws aws, String resource) {
    String[] parts = resource.split("/");
    if (parts.length != 3) {
      throw new Failed(
          ErrorCode.VARIABLE_INVALID, resource + " is not service/<cluster>/<service>");
    }
    Service service =
        aws
            .client(EcsClient.class, region)
            .describeServices(describe -> describe.cluster(parts[1]).services(parts[2]))
            .services()
            .stream()
            .filter(found -> ACTIVE.equals(found.status()))
            .findFirst()
            .orElseThrow(() -> missing("ECS service " + parts[2], region));
    ScalableTarget target =
        aws
            .client(ApplicationAutoScalingClient.class, region)
            .describeScalableTargets(
                describe ->
                    describe
                        .serviceNamespace(ServiceNamespace.ECS)
                        .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                        .resourceIds(resource))
            .scalableTargets()
            .stream()
            .findFirst()
            .orElseThrow(() -> missing("scalable target " + resource, region));
    return new FargateService(aws, region, resource, service, target);
  }

  private static Failed missing(String what, String region) {
    return new Failed(
        ErrorCode.DEPLOYMENT_INCOMPLETE, what + " is missing in " + region + "; run `pulumi up`");
  }

  @Override
  public String name() {
    return service.serviceName();
  }

  @Override
  public String unit() {
    return "task";
  }

  @Override
  public Posture size() {
    return new Posture(target.minCapacity(), target.maxCapacity(), service.desiredCount());
  }

  @Override
  public int inService() {
    return service.runningCount();
  }

  @Override
  public int running() {
    return service.runningCount() + service.pendingCount();
  }

  @Override
  public Optional<Demand> demand() {
    String units =
        aws.client(EcsClient.class, region)
            .describeTaskDefinition(describe -> describe.taskDefinition(service.taskDefinition()))
            .taskDefinition()
            .cpu();
    return Optional.of(
        new Demand("fargate", FARGATE_VCPUS, Double.parseDouble(units) / UNITS_OF_A_VCPU));
  }

  @Override
  public Optional<String> trouble() {
    return service.deployments().stream()
        .filter(deployment -> PRIMARY.equals(deployment.status()))
        .filter(deployment -> deployment.rolloutState() == DeploymentRolloutState.FAILED)
        .findFirst()
        .map(
            failed ->
                "the last deployment of " + name() + " failed: " + failed.rolloutStateReason());
  }

  @Override
  public boolean resize(Posture wanted) {
    boolean limited = limit(wanted);
    if (service.desiredCount() == wanted.desiredCapacity()) {
      return limited;
    }
    update(wanted, false);
    return true;
  }

  /**
   * Tasks that ran before the operation read their parameters and credentials when they started:
   * others take their place, while they go on serving until these are healthy.
   */
  @Override
  public boolean raise(Posture wanted, Instant operationStarted) {
    boolean limited = limit(wanted);
    boolean renewed =
        service.deployments().stream()
            .filter(deployment -> PRIMARY.equals(deployment.status()))
            .map(Deployment::createdAt)
            .anyMatch(created -> !created.isBefore(operationStarted));
    if (renewed && service.desiredCount() == wanted.desiredCapacity()) {
      return limited;
    }
    update(wanted, !renewed);
    return true;
  }

  private void update(Posture wanted, boolean renew) {
    aws.client(EcsClient.class, region)
        .updateService(
            update ->
                update
                    .cluster(service.clusterArn())
                    .service(service.serviceName())
                    .desiredCount(wanted.desiredCapacity())
                    .forceNewDeployment(renew));
  }

  /** First, because it moves a size that is outside of it. */
  private boolean limit(Posture wanted) {
    boolean suspended = wanted.maxSize() == 0;
    if (target.minCapacity() == wanted.minSize()
        && target.maxCapacity() == wanted.maxSize()
        && suspended() == suspended) {
      return false;
    }
    aws.client(ApplicationAutoScalingClient.class, region)
        .registerScalableTarget(
            register ->
                register
                    .serviceNamespace(ServiceNamespace.ECS)
                    .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                    .resourceId(resource)
                    .minCapacity(wanted.minSize())
                    .maxCapacity(wanted.maxSize())
                    // Where nothing is to run, nothing is to be scaled.
                    .suspendedState(
                        state ->
                            state
                                .dynamicScalingInSuspended(suspended)
                                .dynamicScalingOutSuspended(suspended)
                                .scheduledScalingSuspended(suspended)));
    return true;
  }

  private boolean suspended() {
    return target.suspendedState() != null
        && Boolean.TRUE.equals(target.suspendedState().dynamicScalingOutSuspended());
  }
}
