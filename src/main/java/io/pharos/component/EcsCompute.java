package io.pharos.component;

import com.pulumi.aws.appautoscaling.Policy;
import com.pulumi.aws.appautoscaling.PolicyArgs;
import com.pulumi.aws.appautoscaling.Target;
import com.pulumi.aws.appautoscaling.TargetArgs;
import com.pulumi.aws.appautoscaling.inputs.PolicyTargetTrackingScalingPolicyConfigurationArgs;
import com.pulumi.aws.appautoscaling.inputs.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs;
import com.pulumi.aws.appautoscaling.inputs.TargetSuspendedStateArgs;
import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.cloudwatch.LogGroupArgs;
import com.pulumi.aws.ecs.Cluster;
import com.pulumi.aws.ecs.ClusterArgs;
import com.pulumi.aws.ecs.ClusterCapacityProviders;
import com.pulumi.aws.ecs.ClusterCapacityProvidersArgs;
import com.pulumi.aws.ecs.Service;
import com.pulumi.aws.ecs.ServiceArgs;
import com.pulumi.aws.ecs.TaskDefinition;
import com.pulumi.aws.ecs.TaskDefinitionArgs;
import com.pulumi.aws.ecs.inputs.ClusterSettingArgs;
import com.pulumi.aws.ecs.inputs.ServiceCapacityProviderStrategyArgs;
import com.pulumi.aws.ecs.inputs.ServiceDeploymentCircuitBreakerArgs;
import com.pulumi.aws.ecs.inputs.ServiceLoadBalancerArgs;
import com.pulumi.aws.ecs.inputs.ServiceNetworkConfigurationArgs;
import com.pulumi.aws.ecs.inputs.TaskDefinitionRuntimePlatformArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import io.pharos.config.Capacity;
import io.pharos.config.Site;
import io.pharos.config.TaskSize;
import io.pharos.recovery.contract.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The application on ECS with Fargate: tasks of one definition behind the load balancer. How many
 * there are is posture: the settings say how many at first, afterwards the recovery runtime does.
 */
public final class EcsCompute extends PharosComponent implements Compute {
  private static final int LOG_RETENTION_DAYS = 30;

  /** Half a minute for health checks to pass, and as long again for what starts slowly. */
  private static final int GRACE_SECONDS = 120;

  private static final String FARGATE = "FARGATE";
  private static final String NAMESPACE = "ecs";
  private static final String DIMENSION = "ecs:service:DesiredCount";

  private final String name;
  private final Site site;
  private final EcsComputeArgs args;
  private final TaskIdentity identity;
  private final Cluster cluster;
  private final Service service;
  private final Output<String> account;

  public EcsCompute(String name, EcsComputeArgs args, ComponentResourceOptions options) {
    super("EcsCompute", name, options);
    this.name = name;
    this.site = args.site();
    this.args = args;
    LogGroup logs =
        new LogGroup(
            name,
            LogGroupArgs.builder()
                .name(Ec2Compute.logGroup(site))
                .retentionInDays(LOG_RETENTION_DAYS)
                .kmsKeyId(args.encryption().keyArn())
                .build(),
            child());
    this.account = accountId();
    this.identity = new TaskIdentity(name, args, account, logs.arn(), this);
    this.cluster =
        new Cluster(
            name,
            ClusterArgs.builder()
                .name(site.names().ecsService())
                .settings(
                    ClusterSettingArgs.builder().name("containerInsights").value("enabled").build())
                .build(),
            child());
    // No Spot: what is reclaimed when everybody needs capacity is no standby.
    ClusterCapacityProviders providers =
        new ClusterCapacityProviders(
            name,
            ClusterCapacityProvidersArgs.builder()
                .clusterName(cluster.name())
                .capacityProviders(FARGATE)
                .build(),
            child());
    this.service = service(definition(), providers, logs);
    scaling();
    registerOutputs(
        Map.of(
            "clusterName", clusterName(),
            "serviceName", serviceName(),
            "taskRoleArn", taskRoleArn()));
  }

  public Output<String> clusterName() {
    return cluster.name();
  }

  public Output<String> serviceName() {
    return service.name();
  }

  /** The role of the application's own calls. */
  public Output<String> taskRoleArn() {
    return identity.taskRoleArn();
  }

  @Override
  public Output<String> computeName() {
    return service.name().applyValue(Platform.ECS::compute);
  }

  @Override
  public Output<String> computeArn() {
    return service.id();
  }

  private TaskDefinition definition() {
    TaskSize task = site.settings().compute().task();
    return new TaskDefinition(
        name,
        TaskDefinitionArgs.builder()
            .family(site.names().regional("app"))
            .requiresCompatibilities(FARGATE)
            .networkMode("awsvpc")
            .cpu(String.valueOf(task.cpu()))
            .memory(String.valueOf(task.memory()))
            .runtimePlatform(
                TaskDefinitionRuntimePlatformArgs.builder()
                    .operatingSystemFamily("LINUX")
                    .cpuArchitecture(task.architecture().toUpperCase(Locale.ROOT))
                    .build())
            .executionRoleArn(identity.executionRoleArn())
            .taskRoleArn(identity.taskRoleArn())
            .containerDefinitions(
                Output.tuple(account, args.configuration().secretArn())
                    .applyValue(both -> new ContainerDefinitions(site, both.t1, both.t2).json()))
            .build(),
        child());
  }

  private Service service(
      TaskDefinition definition, ClusterCapacityProviders providers, LogGroup logs) {
    return new Service(
        name,
        ServiceArgs.builder()
            .name(site.names().ecsService())
            .cluster(cluster.arn())
            .taskDefinition(definition.arn())
            .desiredCount(initial().desiredCapacity())
            .capacityProviderStrategies(
                ServiceCapacityProviderStrategyArgs.builder()
                    .capacityProvider(FARGATE)
                    .weight(1)
                    .build())
            .networkConfiguration(
                ServiceNetworkConfigurationArgs.builder()
                    .subnets(args.network().privateSubnetIds())
                    .securityGroups(
                        args.network().appSecurityGroupId().applyValue(id -> List.of(id)))
                    .assignPublicIp(false)
                    .build())
            .loadBalancers(
                ServiceLoadBalancerArgs.builder()
                    .targetGroupArn(args.loadBalancer().targetGroupArn())
                    .containerName(site.settings().compute().containers().get(0).name())
                    .containerPort(site.settings().compute().port())
                    .build())
            .healthCheckGracePeriodSeconds(GRACE_SECONDS)
            .deploymentCircuitBreaker(
                ServiceDeploymentCircuitBreakerArgs.builder().enable(true).rollback(true).build())
            .deploymentMinimumHealthyPercent(100)
            .deploymentMaximumPercent(200)
            .enableEcsManagedTags(true)
            .propagateTags("SERVICE")
            // Whether tasks come up is for alarms and drills to say, not for `pulumi up`.
            .waitForSteadyState(false)
            .forceDelete(!site.isProtected())
            .build(),
        serviceOptions(providers, logs));
  }

  private CustomResourceOptions serviceOptions(Resource providers, Resource logs) {
    List<Resource> before = new ArrayList<>(args.configuration().readAtBoot());
    before.addAll(args.database().readAtBoot());
    before.addAll(identity.permissions());
    before.add(args.loadBalancer().listener());
    before.add(providers);
    before.add(logs);
    return childOptions().dependsOn(before).ignoreChanges("desiredCount").build();
  }

  private Capacity initial() {
    return site.settings().compute().capacity(site.role());
  }

  private void scaling() {
    boolean suspended = initial().maxSize() == 0;
    Target target =
        new Target(
            name,
            TargetArgs.builder()
                .serviceNamespace(NAMESPACE)
                .scalableDimension(DIMENSION)
                .resourceId(computeName())
                .minCapacity(initial().minSize())
                .maxCapacity(initial().maxSize())
                .suspendedState(
                    TargetSuspendedStateArgs.builder()
                        .dynamicScalingInSuspended(suspended)
                        .dynamicScalingOutSuspended(suspended)
                        .scheduledScalingSuspended(suspended)
                        .build())
                .build(),
            childOptions().ignoreChanges("minCapacity", "maxCapacity", "suspendedState").build());
    new Policy(
        name + "-cpu",
        PolicyArgs.builder()
            .name(site.names().regional("cpu"))
            .policyType("TargetTrackingScaling")
            .serviceNamespace(target.serviceNamespace())
            .scalableDimension(target.scalableDimension())
            .resourceId(target.resourceId())
            .targetTrackingScalingPolicyConfiguration(
                PolicyTargetTrackingScalingPolicyConfigurationArgs.builder()
                    .predefinedMetricSpecification(
                        PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs
                            .builder()
                            .predefinedMetricType("ECSServiceAverageCPUUtilization")
                            .build())
                    .targetValue((double) site.settings().compute().cpuTargetPercent())
                    .build())
            .build(),
        child());
  }
}
