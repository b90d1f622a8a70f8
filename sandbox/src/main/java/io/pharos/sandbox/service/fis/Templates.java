package io.pharos.sandbox.service.fis;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.CloudWatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Experiment templates: what an experiment does, to what, and what stops it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html">Actions
 *     reference</a>
 */
public final class Templates implements Behavior {
  public static final String TYPE = "aws:fis/experimentTemplate:ExperimentTemplate";
  private static final String ALARM = "aws:cloudwatch:alarm";

  /** An action, and the key and the type of what it acts on. */
  private record Known(String targetKey, String resourceType) {}

  private static final Map<String, Known> ACTIONS =
      Map.of(
          Action.ROUTES, new Known("Subnets", "aws:ec2:subnet"),
          Action.REPLICATION, new Known("Buckets", "aws:s3:bucket"));

  /** FIS takes so many ARNs for one target. */
  private static final int MOST_ARNS = 5;

  private final World world;

  public Templates(World world) {
    this.world = world;
  }

  @Override
  public void create(Resource template) {
    check(template);
    template.id(Ids.letters("EXT", 15, template.region(), template.name()));
    template
        .attributes()
        .putIfAbsent(
            "experimentOptions",
            Map.of("accountTargeting", "single-account", "emptyTargetResolutionMode", "fail"));
  }

  @Override
  public void update(Resource template, Map<String, Object> before) {
    check(template);
  }

  private void check(Resource template) {
    if (world.account().byArn("aws:iam/role:Role", template.string("roleArn")).isEmpty()) {
      throw FisRefusal.invalid("The role does not exist: " + template.string("roleArn"));
    }
    Map<String, Map<String, Object>> targets = new HashMap<>();
    template.maps("targets").forEach(target -> targets.put(text(target, "name"), target));
    targets.values().forEach(Templates::checkTarget);
    Set<String> names = new java.util.HashSet<>();
    for (Action action : Action.of(template)) {
      if (!names.add(action.name())) {
        throw FisRefusal.invalid("Action names must be unique: " + action.name());
      }
      checkAction(action, targets);
    }
    if (names.isEmpty()) {
      throw FisRefusal.invalid("Experiment template must contain at least one action");
    }
    template.maps("stopConditions").forEach(condition -> checkStop(template, condition));
    checkLogs(template);
  }

  private static void checkTarget(Map<String, Object> target) {
    boolean arns = target.get("resourceArns") instanceof List<?> some && !some.isEmpty();
    boolean tags = target.get("resourceTags") instanceof List<?> some && !some.isEmpty();
    if (arns == tags) {
      throw FisRefusal.invalid(
          "Target must have either resource ARNs or resource tags: " + text(target, "name"));
    }
    if (arns && ((List<?>) target.get("resourceArns")).size() > MOST_ARNS) {
      throw FisRefusal.invalid("At most 5 resource ARNs: " + text(target, "name"));
    }
    if (!text(target, "selectionMode").matches("ALL|COUNT\\(\\d+\\)|PERCENT\\(\\d+\\)")) {
      throw FisRefusal.invalid("Selection mode is invalid: " + text(target, "selectionMode"));
    }
  }

  private static void checkAction(Action action, Map<String, Map<String, Object>> targets) {
    Known known =
        Optional.ofNullable(ACTIONS.get(action.id()))
            .orElseThrow(
                () ->
                    new UnsupportedOperationException(
                        "the sandbox does not simulate the action " + action.id()));
    Map<String, Object> target = targets.get(action.target());
    if (!known.targetKey().equals(action.targetKey()) || target == null) {
      throw FisRefusal.invalid(
          "Action " + action.id() + " needs a target for " + known.targetKey());
    }
    if (!known.resourceType().equals(text(target, "resourceType"))) {
      throw FisRefusal.invalid("Action " + action.id() + " acts on " + known.resourceType());
    }
    if (action.region().isEmpty() || action.duration().isEmpty()) {
      throw FisRefusal.invalid("Action " + action.id() + " needs duration and region");
    }
  }

  private void checkStop(Resource template, Map<String, Object> condition) {
    String source = text(condition, "source");
    if (source.equals("none")) {
      return;
    }
    String arn = text(condition, "value");
    boolean there =
        arn.startsWith("arn:aws:cloudwatch:" + template.region() + ":")
            && world
                .service(CloudWatch.class)
                .state(template.region(), arn.substring(arn.lastIndexOf(':') + 1))
                .isPresent();
    if (!source.equals(ALARM) || !there) {
      throw FisRefusal.invalid("Stop condition is invalid, or its alarm is not there: " + arn);
    }
  }

  private static void checkLogs(Resource template) {
    if (template.map("logConfiguration").get("cloudwatchLogsConfiguration")
            instanceof Map<?, ?> logs
        && !String.valueOf(logs.get("logGroupArn")).endsWith(":*")) {
      throw FisRefusal.invalid("The log group's ARN must end with :*");
    }
  }

  static String text(Map<String, Object> map, String key) {
    return map.get(key) == null ? "" : map.get(key).toString();
  }
}
