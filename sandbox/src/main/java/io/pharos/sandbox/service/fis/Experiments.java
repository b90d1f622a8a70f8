package io.pharos.sandbox.service.fis;

import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.CloudWatch;
import io.pharos.sandbox.service.Iam;
import io.pharos.sandbox.service.iam.ConditionContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.fis.model.ExperimentStatus;

/**
 * Experiments while they run: what the role may not do fails them, an alarm stops them, and at
 * their end everything is as it was.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/fis/latest/userguide/cross-region-scenario.html">Cross-Region:
 *     Connectivity</a>
 */
public final class Experiments {
  /** Targets are resolved before anything is done. */
  private static final Duration INITIATING = Duration.ofSeconds(10);

  private static final Duration LOOKS_AT_ALARMS = Duration.ofSeconds(10);

  /** Permissions that each action needs on each of its targets. */
  private static final Map<String, List<String>> NEEDED =
      Map.of(
          Action.ROUTES, List.of("ec2:ReplaceRouteTableAssociation", "ec2:AssociateRouteTable"),
          Action.REPLICATION,
              List.of(
                  "s3:PauseReplication",
                  "s3:GetReplicationConfiguration",
                  "s3:PutReplicationConfiguration"));

  /** What they need besides, whatever they act on. */
  private static final Map<String, List<String>> BESIDES =
      Map.of(
          Action.ROUTES, List.of("ec2:DescribeSubnets", "ec2:DescribeRouteTables"),
          Action.REPLICATION, List.of("s3:ListAllMyBuckets", "tag:GetResources"));

  private final World world;
  private final Map<String, Running> experiments = new TreeMap<>();

  /** One of them. */
  static final class Running {
    private final String id;
    private final Resource template;
    private final Instant started;
    private ExperimentStatus status = ExperimentStatus.INITIATING;
    private String reason = "Experiment is initiating.";

    private Running(String id, Resource template, Instant started) {
      this.id = id;
      this.template = template;
      this.started = started;
    }

    String id() {
      return id;
    }

    String region() {
      return template.region();
    }

    String templateId() {
      return template.id();
    }

    Instant started() {
      return started;
    }

    ExperimentStatus status() {
      return status;
    }

    String reason() {
      return reason;
    }

    private void is(ExperimentStatus now, String why) {
      status = now;
      reason = why;
    }
  }

  public Experiments(World world) {
    this.world = world;
  }

  /** The same token is the same experiment. */
  Running start(String region, String templateId, String token) {
    Resource template =
        world
            .account()
            .find(Templates.TYPE, region, templateId)
            .orElseThrow(() -> FisRefusal.none("ExperimentTemplate", templateId));
    String id = Ids.letters("EXP", 15, region, templateId, token);
    Running known = experiments.get(id);
    if (known != null) {
      return known;
    }
    Running experiment = new Running(id, template, world.clock().instant());
    experiments.put(id, experiment);
    world.clock().after(INITIATING, "fis:" + id, () -> run(experiment));
    return experiment;
  }

  Running find(String region, String id) {
    return Optional.ofNullable(experiments.get(id))
        .filter(experiment -> experiment.region().equals(region))
        .orElseThrow(() -> FisRefusal.none("Experiment", id));
  }

  void stop(Running experiment, String why) {
    if (experiment.status == ExperimentStatus.INITIATING
        || experiment.status == ExperimentStatus.RUNNING) {
      end(experiment, ExperimentStatus.STOPPED, why);
    }
  }

  private void run(Running experiment) {
    if (experiment.status != ExperimentStatus.INITIATING) {
      return;
    }
    List<Action> actions = Action.of(experiment.template);
    Optional<String> denied =
        actions.stream()
            .map(action -> denial(experiment, action))
            .flatMap(Optional::stream)
            .findFirst();
    if (denied.isPresent()) {
      experiment.is(ExperimentStatus.FAILED, denied.get());
      return;
    }
    experiment.is(ExperimentStatus.RUNNING, "Experiment is running.");
    actions.forEach(action -> world.faults().sever(experiment.region(), action.region()));
    Duration longest =
        actions.stream()
            .flatMap(action -> action.duration().stream())
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    world
        .clock()
        .after(
            longest,
            "fis:" + experiment.id,
            () -> {
              if (experiment.status == ExperimentStatus.RUNNING) {
                end(experiment, ExperimentStatus.COMPLETED, "Experiment completed.");
              }
            });
    watch(experiment);
  }

  private void watch(Running experiment) {
    if (experiment.status != ExperimentStatus.RUNNING) {
      return;
    }
    boolean alarm =
        experiment.template.maps("stopConditions").stream()
            .map(condition -> Templates.text(condition, "value"))
            .filter(arn -> !arn.isEmpty())
            .anyMatch(
                arn ->
                    world
                        .service(CloudWatch.class)
                        .state(experiment.region(), arn.substring(arn.lastIndexOf(':') + 1))
                        .filter("ALARM"::equals)
                        .isPresent());
    if (alarm) {
      end(experiment, ExperimentStatus.STOPPED, "Experiment halted by stop condition.");
      return;
    }
    world.clock().after(LOOKS_AT_ALARMS, "fis:" + experiment.id, () -> watch(experiment));
  }

  private void end(Running experiment, ExperimentStatus status, String why) {
    experiment.is(status, why);
    Action.of(experiment.template)
        .forEach(action -> world.faults().join(experiment.region(), action.region()));
  }

  private Optional<String> denial(Running experiment, Action action) {
    String role = experiment.template.string("roleArn");
    Iam iam = world.service(Iam.class);
    String account = world.account().id();
    Map<String, String> source =
        Map.of(
            "aws:SourceAccount",
            account,
            "aws:SourceArn",
            "arn:aws:fis:" + experiment.region() + ":" + account + ":experiment/" + experiment.id);
    if (!iam.canAssume(role, "fis.amazonaws.com", source)) {
      return Optional.of("Unable to assume role " + role);
    }
    ConditionContext context =
        ConditionContext.of(
            Map.of(
                "s3:DestinationRegion", action.region(), "s3:isReplicationPauseRequest", "true"));
    for (String needed : NEEDED.get(action.id())) {
      for (String resource : action.resources()) {
        Optional<String> denied = iam.denial(role, needed, resource, context);
        if (denied.isPresent()) {
          return denied;
        }
      }
    }
    return BESIDES.get(action.id()).stream()
        .map(needed -> iam.denial(role, needed, "*", context))
        .flatMap(Optional::stream)
        .findFirst();
  }
}
