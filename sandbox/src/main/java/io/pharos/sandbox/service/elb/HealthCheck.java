package io.pharos.sandbox.service.elb;

import io.pharos.sandbox.core.Resource;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a target group looks at its targets. */
record HealthCheck(
    boolean enabled,
    int intervalSeconds,
    int timeoutSeconds,
    int healthyThreshold,
    int unhealthyThreshold,
    String path,
    String port,
    String protocol,
    String matcher) {

  /** With the provider's defaults for what is not set. */
  static HealthCheck of(Map<String, Object> settings) {
    Resource check = new Resource("", "", "", settings);
    return new HealthCheck(
        !check.has("enabled") || check.flag("enabled"),
        integer(check, "interval", 30),
        integer(check, "timeout", 5),
        integer(check, "healthyThreshold", 3),
        integer(check, "unhealthyThreshold", 3),
        text(check, "path", "/"),
        text(check, "port", "traffic-port"),
        text(check, "protocol", "HTTP"),
        text(check, "matcher", "200"));
  }

  private static int integer(Resource check, String name, int otherwise) {
    return check.has(name) ? check.integer(name) : otherwise;
  }

  private static String text(Resource check, String name, String otherwise) {
    return check.string(name).isEmpty() ? otherwise : check.string(name);
  }

  Map<String, Object> attributes() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("enabled", enabled);
    attributes.put("healthyThreshold", healthyThreshold);
    attributes.put("interval", intervalSeconds);
    attributes.put("matcher", matcher);
    attributes.put("path", path);
    attributes.put("port", port);
    attributes.put("protocol", protocol);
    attributes.put("timeout", timeoutSeconds);
    attributes.put("unhealthyThreshold", unhealthyThreshold);
    return attributes;
  }

  int port(int trafficPort) {
    return port.equals("traffic-port") ? trafficPort : Integer.parseInt(port);
  }

  /** Whether a status is a success: {@code 200}, {@code 200,302} or {@code 200-299}. */
  boolean accepts(int status) {
    for (String part : matcher.split(",")) {
      String[] ends = part.strip().split("-");
      int low = Integer.parseInt(ends[0]);
      if (status >= low && status <= Integer.parseInt(ends[ends.length - 1])) {
        return true;
      }
    }
    return false;
  }
}
