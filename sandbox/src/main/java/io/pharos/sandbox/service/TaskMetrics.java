package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ecs.EcsTypes;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.ecs.EcsClient;

/**
 * How many tasks each service wants and has, every minute, for clusters with Container Insights.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html">Amazon
 *     ECS Container Insights metrics</a>
 */
final class TaskMetrics {
  private static final Duration MINUTE = Duration.ofSeconds(60);

  private final World world;
  private final CloudWatch cloudWatch;

  TaskMetrics(World world, CloudWatch cloudWatch) {
    this.world = world;
    this.cloudWatch = cloudWatch;
  }

  void start() {
    world
        .clock()
        .every(
            MINUTE,
            "cloudwatch:task-metrics",
            () -> {
              world.account().list(EcsTypes.SERVICE).stream()
                  .filter(service -> !world.faults().dead(service.region()))
                  .filter(this::watched)
                  .forEach(this::publish);
              return true;
            });
  }

  private boolean watched(Resource service) {
    return world
        .account()
        .find(EcsTypes.CLUSTER, service.region(), service.string("cluster"))
        .filter(
            cluster ->
                cluster.maps("settings").stream()
                    .anyMatch(
                        setting ->
                            "containerInsights".equals(setting.get("name"))
                                && !"disabled".equals(setting.get("value"))))
        .isPresent();
  }

  private void publish(Resource resource) {
    String cluster = resource.string("cluster");
    world
        .bareClient(EcsClient.class, resource.region(), Caller.operator(world.clock()))
        .describeServices(describe -> describe.cluster(cluster).services(resource.id()))
        .services()
        .forEach(
            service -> {
              Map<String, String> dimensions =
                  Map.of(
                      "ClusterName",
                      cluster.substring(cluster.lastIndexOf('/') + 1),
                      "ServiceName",
                      service.serviceName());
              put(resource.region(), "DesiredTaskCount", dimensions, service.desiredCount());
              put(resource.region(), "RunningTaskCount", dimensions, service.runningCount());
              put(resource.region(), "PendingTaskCount", dimensions, service.pendingCount());
            });
  }

  private void put(String region, String metric, Map<String, String> dimensions, int value) {
    cloudWatch.put(
        region, "ECS/ContainerInsights", metric, dimensions, world.clock().instant(), value);
  }
}
