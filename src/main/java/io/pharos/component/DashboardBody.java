package io.pharos.component;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pharos.config.ComputeKind;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.Position;
import java.io.UncheckedIOException;

/**
 * What a Region's dashboard shows: users, replication, and the signals that decide about a
 * failover.
 */
final class DashboardBody {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WIDTH = 12;
  private static final int HEIGHT = 6;

  private final ObjectNode body = JSON.createObjectNode();
  private final ArrayNode widgets = body.putArray("widgets");
  private final Site site;

  DashboardBody(Site site, String loadBalancer, String targetGroup, String databaseIdentifier) {
    this.site = site;
    String[] users = {"LoadBalancer", loadBalancer};
    String[] targets = {"LoadBalancer", loadBalancer, "TargetGroup", targetGroup};
    String[] database = {MetricDimensions.database(site), databaseIdentifier};
    String[] own = {
      Metric.APP, site.settings().app(), Metric.ENVIRONMENT, site.settings().environment()
    };
    widget(
        "Requests and errors",
        "AWS/ApplicationELB",
        users,
        "RequestCount",
        "HTTPCode_ELB_5XX_Count");
    widget("Hosts", "AWS/ApplicationELB", targets, "HealthyHostCount", "UnHealthyHostCount");
    widget(
        "Replication lag",
        "AWS/RDS",
        database,
        site.settings().database().engine().aurora() ? "AuroraGlobalDBRPOLag" : "ReplicaLag");
    widget(
        "Recovery signals",
        Metric.NAMESPACE,
        own,
        Metric.PEER_UNREACHABLE.metricName(),
        Metric.TAKEN_OVER.metricName(),
        Metric.RECLAIMED.metricName());
    site.settings()
        .canary()
        .ifPresent(
            canary ->
                widgetOf(
                    site.settings().regions().of(Position.SECONDARY),
                    "Users, as the canary sees them",
                    UsersCanary.NAMESPACE,
                    new String[] {UsersCanary.DIMENSION, site.names().canary()},
                    UsersCanary.SUCCESS));
    if (site.settings().compute().kind() == ComputeKind.ECS) {
      tasks();
    }
  }

  private void tasks() {
    String name = site.names().ecsService();
    String[] service = {"ClusterName", name, "ServiceName", name};
    widget("Tasks", TaskAlarm.INSIGHTS, service, TaskAlarm.DESIRED, TaskAlarm.RUNNING);
    widget("CPU and memory of tasks", "AWS/ECS", service, "CPUUtilization", "MemoryUtilization");
  }

  String json() {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void widget(String title, String namespace, String[] dimensions, String... metrics) {
    widgetOf(site.region(), title, namespace, dimensions, metrics);
  }

  private void widgetOf(
      String region, String title, String namespace, String[] dimensions, String... metrics) {
    int index = widgets.size();
    ObjectNode widget =
        widgets
            .addObject()
            .put("type", "metric")
            .put("x", index % 2 * WIDTH)
            .put("y", index / 2 * HEIGHT)
            .put("width", WIDTH)
            .put("height", HEIGHT);
    ObjectNode properties =
        widget
            .putObject("properties")
            .put("title", title)
            .put("region", region)
            .put("view", "timeSeries")
            .put("period", 60)
            .put("stat", "Maximum");
    ArrayNode rows = properties.putArray("metrics");
    for (String metric : metrics) {
      ArrayNode row = rows.addArray().add(namespace).add(metric);
      for (String dimension : dimensions) {
        row.add(dimension);
      }
    }
  }
}
