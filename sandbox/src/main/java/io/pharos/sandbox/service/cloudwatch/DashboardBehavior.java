package io.pharos.sandbox.service.cloudwatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.Map;

/** Dashboards: a body that CloudWatch can read, with a Region for every metric widget. */
public final class DashboardBehavior implements Behavior {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final World world;

  public DashboardBehavior(World world) {
    this.world = world;
  }

  @Override
  public void create(Resource dashboard) {
    check(dashboard.string("dashboardBody"));
    String name = dashboard.string("dashboardName");
    if (!name.matches("[A-Za-z0-9_-]{1,255}")) {
      throw invalid(
          "The value '" + name + "' in the field DashboardName contains invalid characters.");
    }
    dashboard.id(name);
    dashboard.set(
        "dashboardArn", "arn:aws:cloudwatch::" + world.account().id() + ":dashboard/" + name);
  }

  @Override
  public void update(Resource dashboard, Map<String, Object> before) {
    dashboard.set("dashboardArn", before.get("dashboardArn"));
    check(dashboard.string("dashboardBody"));
  }

  private static void check(String body) {
    JsonNode tree;
    try {
      tree = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw invalid("The field DashboardBody must be a valid JSON object");
    }
    if (!tree.path("widgets").isArray()) {
      throw invalid("The dashboard body is invalid: should have required property 'widgets'");
    }
    int index = 0;
    for (JsonNode widget : tree.get("widgets")) {
      String path = "/widgets/" + index++;
      if (!widget.path("type").isTextual() || !widget.path("properties").isObject()) {
        throw invalid(path + ": should have required properties 'type' and 'properties'");
      }
      boolean drawsMetrics = widget.path("type").asText().equals("metric");
      if (drawsMetrics && !widget.path("properties").path("region").isTextual()) {
        throw invalid(path + "/properties: should have required property 'region'");
      }
    }
  }

  private static RuntimeException invalid(String message) {
    return CloudWatchRefusal.of("InvalidParameterInput", message);
  }
}
