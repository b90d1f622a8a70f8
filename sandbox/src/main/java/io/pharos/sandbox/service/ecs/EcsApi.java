package io.pharos.sandbox.service.ecs;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/**
 * The API of ECS in one Region, over the account. What recovery and its operators do not call is
 * not there.
 */
final class EcsApi implements EcsClient {
  private static final int MOST_SERVICES = 10;

  private final World world;
  private final ServiceFleet fleet;
  private final String region;

  EcsApi(World world, ServiceFleet fleet, String region) {
    this.world = world;
    this.fleet = fleet;
    this.region = region;
  }

  @Override
  public DescribeServicesResponse describeServices(DescribeServicesRequest request) {
    Resource cluster = cluster(request.cluster());
    if (request.services().isEmpty()) {
      throw EcsRefusal.invalid("Services cannot be empty.");
    }
    if (request.services().size() > MOST_SERVICES) {
      throw EcsRefusal.invalid("Services cannot have more than 10 elements.");
    }
    List<Service> found = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    for (String name : request.services()) {
      find(cluster, name)
          .ifPresentOrElse(
              service -> found.add(description(cluster, service)),
              () ->
                  failures.add(
                      Failure.builder()
                          .arn(name.startsWith("arn:") ? name : Services.arn(cluster, name))
                          .reason("MISSING")
                          .build()));
    }
    return DescribeServicesResponse.builder().services(found).failures(failures).build();
  }

  @Override
  public UpdateServiceResponse updateService(UpdateServiceRequest request) {
    Resource cluster = cluster(request.cluster());
    Resource service =
        find(cluster, request.service())
            .orElseThrow(() -> EcsRefusal.of("ServiceNotFoundException", "Service not found."));
    if (request.desiredCount() != null && request.desiredCount() < 0) {
      throw EcsRefusal.invalid("desiredCount cannot be negative");
    }
    boolean deploys = Boolean.TRUE.equals(request.forceNewDeployment());
    if (request.taskDefinition() != null) {
      Resource definition =
          TaskDefinitions.find(world.account(), region, request.taskDefinition())
              .orElseThrow(() -> EcsRefusal.client("TaskDefinition not found."));
      deploys |= !definition.id().equals(service.string("taskDefinition"));
      service.set("taskDefinition", definition.id());
    }
    if (request.desiredCount() != null) {
      service.set("desiredCount", request.desiredCount());
    }
    if (deploys) {
      fleet.deploy(service, "");
    } else {
      fleet.soon(service);
    }
    return UpdateServiceResponse.builder().service(description(cluster, service)).build();
  }

  @Override
  public DescribeTaskDefinitionResponse describeTaskDefinition(
      DescribeTaskDefinitionRequest request) {
    Resource definition =
        TaskDefinitions.find(world.account(), region, request.taskDefinition())
            .orElseThrow(() -> EcsRefusal.client("Unable to describe task definition."));
    return DescribeTaskDefinitionResponse.builder()
        .taskDefinition(
            described ->
                described
                    .taskDefinitionArn(definition.id())
                    .family(definition.string("family"))
                    .revision(definition.integer("revision"))
                    .status("ACTIVE")
                    .cpu(definition.string("cpu"))
                    .memory(definition.string("memory")))
        .build();
  }

  @Override
  public ListTasksResponse listTasks(ListTasksRequest request) {
    Resource cluster = cluster(request.cluster());
    boolean stopped = request.desiredStatus() == DesiredStatus.STOPPED;
    return ListTasksResponse.builder()
        .taskArns(
            services(cluster)
                .filter(
                    service ->
                        request.serviceName() == null
                            || request.serviceName().equals(service.string("name")))
                .flatMap(service -> tasks(service, stopped))
                .map(Task::arn)
                .toList())
        .build();
  }

  private Stream<Task> tasks(Resource service, boolean stopped) {
    ServiceFleet.State state = fleet.state(service);
    return stopped
        ? Stream.concat(state.tasks.stream().filter(task -> !task.counts()), state.stopped.stream())
        : state.tasks.stream().filter(Task::counts);
  }

  @Override
  public DescribeTasksResponse describeTasks(DescribeTasksRequest request) {
    Resource cluster = cluster(request.cluster());
    return DescribeTasksResponse.builder()
        .tasks(
            services(cluster)
                .flatMap(service -> Stream.concat(tasks(service, false), tasks(service, true)))
                .filter(task -> request.tasks().contains(task.arn()))
                .map(EcsApi::description)
                .toList())
        .build();
  }

  private Stream<Resource> services(Resource cluster) {
    return world.account().list(EcsTypes.SERVICE, region).stream()
        .filter(service -> service.string("cluster").equals(cluster.id()));
  }

  private Resource cluster(String reference) {
    return Clusters.find(world.account(), region, reference == null ? "default" : reference)
        .orElseThrow(() -> EcsRefusal.of("ClusterNotFoundException", "Cluster not found."));
  }

  private Optional<Resource> find(Resource cluster, String reference) {
    return world
        .account()
        .find(
            EcsTypes.SERVICE,
            region,
            reference.startsWith("arn:") ? reference : Services.arn(cluster, reference));
  }

  private Service description(Resource cluster, Resource service) {
    ServiceFleet.State state = fleet.state(service);
    return Service.builder()
        .serviceArn(service.id())
        .serviceName(service.string("name"))
        .clusterArn(cluster.id())
        .status("ACTIVE")
        .taskDefinition(service.string("taskDefinition"))
        .desiredCount(service.integer("desiredCount"))
        .runningCount(count(state.tasks, Task.Status.RUNNING))
        .pendingCount(count(state.tasks, Task.Status.PENDING))
        .healthCheckGracePeriodSeconds(service.integer("healthCheckGracePeriodSeconds"))
        .deployments(deployments(service, state))
        .events(state.events.newestFirst())
        .build();
  }

  private static List<Deployment> deployments(Resource service, ServiceFleet.State state) {
    List<Deployment> deployments = new ArrayList<>();
    for (Rollout rollout : state.rollouts) {
      List<Task> tasks = state.tasks.stream().filter(task -> task.rollout() == rollout).toList();
      boolean primary = rollout == state.primary();
      deployments.add(
          0,
          Deployment.builder()
              .id(rollout.id())
              .status(primary ? "PRIMARY" : "ACTIVE")
              .taskDefinition(rollout.definitionArn())
              .desiredCount(primary ? service.integer("desiredCount") : tasks.size())
              .runningCount(count(tasks, Task.Status.RUNNING))
              .pendingCount(count(tasks, Task.Status.PENDING))
              .failedTasks(rollout.failedTasks())
              .createdAt(rollout.created())
              .updatedAt(rollout.updated())
              .rolloutState(rollout.state())
              .rolloutStateReason(rollout.reason())
              .build());
    }
    return deployments;
  }

  private static int count(List<Task> tasks, Task.Status status) {
    return (int) tasks.stream().filter(task -> task.status() == status).count();
  }

  private static software.amazon.awssdk.services.ecs.model.Task description(Task task) {
    return software.amazon.awssdk.services.ecs.model.Task.builder()
        .taskArn(task.arn())
        .clusterArn(task.service().string("cluster"))
        .taskDefinitionArn(task.definition().id())
        .group("service:" + task.service().string("name"))
        .launchType("FARGATE")
        .availabilityZone(task.zone())
        .desiredStatus(task.counts() ? "RUNNING" : "STOPPED")
        .lastStatus(task.status().name())
        .createdAt(task.created())
        .startedAt(task.started().equals(Instant.MAX) ? null : task.started())
        .startedBy(task.rollout().id())
        .stoppedReason(task.status() == Task.Status.STOPPED ? task.story() : null)
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
