package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ValidationException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** The size of an application of tasks: looked at, raised, renewed, and bounded. */
abstract class EcsContract {
  private static final String NAME = "shop-prod-app";
  private static final String RESOURCE = "service/" + NAME + "/" + NAME;

  private final EcsClient ecs;
  private final ApplicationAutoScalingClient scaling;
  private final ContractWorld world;

  EcsContract(ContractWorld world) {
    this.world = world;
    this.ecs = world.client(EcsClient.class);
    this.scaling = world.client(ApplicationAutoScalingClient.class);
  }

  @BeforeEach
  void aService() {
    world.fargateService(NAME, 0, 4);
  }

  private DescribeServicesResponse describe(String name) {
    return ecs.describeServices(describe -> describe.cluster(NAME).services(name));
  }

  private Service service() {
    return describe(NAME).services().get(0);
  }

  private Deployment primary() {
    return service().deployments().stream()
        .filter(deployment -> deployment.status().equals("PRIMARY"))
        .findFirst()
        .orElseThrow();
  }

  private void update(Consumer<UpdateServiceRequest.Builder> change) {
    ecs.updateService(update -> change.accept(update.cluster(NAME).service(NAME)));
  }

  private ScalableTarget target() {
    return scaling
        .describeScalableTargets(
            describe ->
                describe
                    .serviceNamespace("ecs")
                    .scalableDimension("ecs:service:DesiredCount")
                    .resourceIds(RESOURCE))
        .scalableTargets()
        .get(0);
  }

  private void register(Consumer<RegisterScalableTargetRequest.Builder> change) {
    scaling.registerScalableTarget(
        register ->
            change.accept(
                register
                    .serviceNamespace("ecs")
                    .scalableDimension("ecs:service:DesiredCount")
                    .resourceId(RESOURCE)));
  }

  @Test
  void describeServices_showsSizeAndDeployment() {
    assertThat(service().status()).isEqualTo("ACTIVE");
    assertThat(service().desiredCount()).isZero();
    assertThat(service().runningCount()).isZero();
    assertThat(service().pendingCount()).isZero();
    assertThat(service().serviceArn())
        .isEqualTo("arn:aws:ecs:eu-west-1:123456789012:service/" + NAME + "/" + NAME);
    assertThat(service().clusterArn())
        .isEqualTo("arn:aws:ecs:eu-west-1:123456789012:cluster/" + NAME);
    assertThat(primary().createdAt()).isBeforeOrEqualTo(world.clock().instant());
  }

  @Test
  void describeServices_ofAnUnknownOne_isAFailureAndNoError() {
    assertThat(describe("none").services()).isEmpty();
    assertThat(describe("none").failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.reason()).isEqualTo("MISSING"));
  }

  @Test
  void describeServices_inAnUnknownCluster_isRefused() {
    assertThat(
            Refused.by(
                () -> ecs.describeServices(describe -> describe.cluster("none").services(NAME))))
        .isEqualTo(new Refused(ClusterNotFoundException.class, 400, "ClusterNotFoundException"));
  }

  @Test
  void describeTaskDefinition_saysWhatATaskTakes() {
    assertThat(
            ecs.describeTaskDefinition(
                    describe -> describe.taskDefinition(service().taskDefinition()))
                .taskDefinition()
                .cpu())
        .isEqualTo("256");
  }

  @Test
  void describeTaskDefinition_ofAnUnknownOne_isRefused() {
    assertThat(
            Refused.by(() -> ecs.describeTaskDefinition(describe -> describe.taskDefinition("no"))))
        .isEqualTo(new Refused(ClientException.class, 400, "ClientException"));
  }

  @Test
  void updateService_setsTheNumberOfTasks_withinTheSameDeployment() {
    String before = primary().id();

    update(update -> update.desiredCount(2));

    assertThat(service().desiredCount()).isEqualTo(2);
    assertThat(primary().id()).isEqualTo(before);
  }

  @Test
  void updateService_forcingADeployment_beginsANewOne() {
    String before = primary().id();

    update(update -> update.desiredCount(1).forceNewDeployment(true));

    assertThat(service().desiredCount()).isEqualTo(1);
    assertThat(primary().id()).isNotEqualTo(before);
  }

  @Test
  void updateService_ofAnUnknownOne_isRefused() {
    assertThat(
            Refused.by(
                () ->
                    ecs.updateService(
                        update -> update.cluster(NAME).service("none").desiredCount(1))))
        .isEqualTo(new Refused(ServiceNotFoundException.class, 400, "ServiceNotFoundException"));
  }

  @Test
  void describeScalableTargets_showsTheLimits() {
    assertThat(target().minCapacity()).isZero();
    assertThat(target().maxCapacity()).isEqualTo(4);
    assertThat(target().resourceId()).isEqualTo(RESOURCE);
  }

  @Test
  void describeScalableTargets_ofAnUnknownOne_isEmpty() {
    assertThat(
            scaling
                .describeScalableTargets(
                    describe -> describe.serviceNamespace("ecs").resourceIds("service/none/none"))
                .scalableTargets())
        .isEmpty();
  }

  @Test
  void registerScalableTarget_changesWhatItSays_andNothingElse() {
    register(register -> register.maxCapacity(6));

    assertThat(target().minCapacity()).isZero();
    assertThat(target().maxCapacity()).isEqualTo(6);
  }

  @Test
  void registerScalableTarget_suspendsAndResumes() {
    register(
        register ->
            register
                .minCapacity(0)
                .maxCapacity(0)
                .suspendedState(
                    state ->
                        state
                            .dynamicScalingInSuspended(true)
                            .dynamicScalingOutSuspended(true)
                            .scheduledScalingSuspended(true)));
    assertThat(target().suspendedState().dynamicScalingOutSuspended()).isTrue();

    register(
        register ->
            register
                .maxCapacity(2)
                .suspendedState(state -> state.dynamicScalingOutSuspended(false)));

    assertThat(target().maxCapacity()).isEqualTo(2);
    assertThat(target().suspendedState().dynamicScalingOutSuspended()).isFalse();
  }

  @Test
  void registerScalableTarget_withAMaximumBelowTheMinimum_isRefused() {
    assertThat(Refused.by(() -> register(register -> register.minCapacity(3).maxCapacity(2))))
        .isEqualTo(
            world.expected(
                KnownDifference.LIMITS_ARE_NOT_CHECKED,
                new Refused(ValidationException.class, 400, "ValidationException"),
                Refused.NOT));
  }

  @Test
  void registerScalableTarget_withASmallerMaximum_lowersTheNumberOfTasks() {
    update(update -> update.desiredCount(4));

    register(register -> register.maxCapacity(1));

    assertThat(service().desiredCount())
        .isEqualTo(world.expected(KnownDifference.LIMITS_MOVE_NOTHING, 1, 4));
  }

  @Test
  void registerScalableTarget_ofAnUnknownService_isRefused() {
    assertThat(
            Refused.by(
                () ->
                    scaling.registerScalableTarget(
                        register ->
                            register
                                .serviceNamespace("ecs")
                                .scalableDimension("ecs:service:DesiredCount")
                                .resourceId("service/" + NAME + "/none")
                                .minCapacity(0)
                                .maxCapacity(1))))
        .isEqualTo(new Refused(ValidationException.class, 400, "ValidationException"));
  }
}
