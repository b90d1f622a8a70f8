package io.pharos.sandbox.service.app;

import io.pharos.sandbox.service.Iam;
import java.util.Map;
import java.util.Optional;

/**
 * Where a container's output goes. Docker starts no container whose log stream it cannot make, so
 * that a forgotten log group or permission keeps the application down.
 */
final class LogDriver {
  private static final String LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
  private static final String FAILED =
      "Error response from daemon: failed to create task for container: failed to initialize"
          + " logging driver: failed to create Cloudwatch log stream: ";

  private final Machine machine;
  private final Map<String, String> options;

  LogDriver(Machine machine, Map<String, String> options) {
    this.machine = machine;
    this.options = options;
  }

  /** Why the driver does not start, or empty. */
  Optional<String> refused() {
    if (!"awslogs".equals(options.get("driver"))) {
      return Optional.empty();
    }
    String region = options.getOrDefault("awslogs-region", machine.region());
    String group = options.getOrDefault("awslogs-group", "");
    return unreached(region).or(() -> denied(region, group)).or(() -> missing(region, group));
  }

  private Optional<String> unreached(String region) {
    Optional<String> blocked =
        region.equals(machine.region()) ? machine.blocked("logs") : machine.internetBlocked(443);
    if (blocked.isEmpty() && !machine.world().faults().reaches(machine.region(), region)) {
      blocked = Optional.of(region + " cannot be reached");
    }
    return blocked.map(why -> FAILED + "RequestCanceled: request context canceled (" + why + ")");
  }

  private Optional<String> denied(String region, String group) {
    String arn =
        "arn:aws:logs:"
            + region
            + ":"
            + machine.world().account().id()
            + ":log-group:"
            + group
            + ":log-stream:container";
    Iam iam = machine.world().service(Iam.class);
    return machine.hasCredentials() && iam.allows(machine.roleArn(), "logs:CreateLogStream", arn)
        ? Optional.empty()
        : Optional.of(
            FAILED
                + "AccessDeniedException: the instance's role may not logs:CreateLogStream on "
                + arn);
  }

  private Optional<String> missing(String region, String group) {
    return machine.world().account().find(LOG_GROUP, region, group).isPresent()
        ? Optional.empty()
        : Optional.of(
            FAILED + "ResourceNotFoundException: The specified log group does not exist: " + group);
  }
}
