package io.pharos.component;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.ScheduleSettings;
import io.pharos.config.Site;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.recovery.contract.Upkeep;
import java.util.List;
import java.util.Map;

/**
 * What a Region that serves does by itself, so that its peer can take over: the same in both
 * Regions, because each function knows whose turn it is. What falls behind raises an alarm.
 */
final class Schedules extends PharosComponent {
  private static final String HOURLY = "rate(1 hour)";
  private static final String HALF_HOURLY = "rate(30 minutes)";

  Schedules(
      String recovery,
      Site site,
      Map<RecoveryFunction, RecoveryLambda> functions,
      Output<String> alertTopicArn,
      Output<String> secretArn,
      ComponentResourceOptions options) {
    super("Schedules", recovery + "-schedules", options);
    ComponentResourceOptions component = childComponentOptions().build();
    ScheduleSettings settings = site.settings().schedules();
    boolean snapshots = !site.settings().database().engine().aurora();
    if (snapshots) {
      new ScheduledMachine(
          recovery + "-snapshot-machine",
          site,
          StateMachine.SNAPSHOT,
          settings.at(Upkeep.SNAPSHOT),
          functions.get(RecoveryFunction.SNAPSHOT),
          alertTopicArn,
          component);
    }
    boolean images = site.settings().compute().startsFromImage();
    if (images) {
      new ScheduledMachine(
          recovery + "-image-machine",
          site,
          StateMachine.IMAGE,
          settings.at(Upkeep.IMAGE),
          functions.get(RecoveryFunction.IMAGE),
          alertTopicArn,
          component);
    }
    new ScheduledCall(
        recovery + "-upkeep-schedule",
        site,
        RecoveryFunction.UPKEEP,
        HOURLY,
        functions.get(RecoveryFunction.UPKEEP),
        component);
    new ScheduledCall(
        recovery + "-sync-schedule",
        site,
        RecoveryFunction.SYNC,
        settings.at(Upkeep.SYNC),
        functions.get(RecoveryFunction.SYNC),
        component);
    new EventCall(
        recovery + "-sync-parameters",
        site,
        RecoveryFunction.SYNC,
        "parameters",
        "changed parameters",
        Output.of(parameterChanges(site)),
        functions.get(RecoveryFunction.SYNC),
        component);
    new EventCall(
        recovery + "-sync-secrets",
        site,
        RecoveryFunction.SYNC,
        "secrets",
        "changed secrets",
        secretArn.applyValue(arn -> secretChanges(site, arn)),
        functions.get(RecoveryFunction.SYNC),
        component);
    new ScheduledCall(
        recovery + "-ready-schedule",
        site,
        RecoveryFunction.READY,
        HALF_HOURLY,
        functions.get(RecoveryFunction.READY),
        component);
    new ReadinessAlarm(recovery + "-not-ready", site, alertTopicArn, component);
    for (Upkeep task : Upkeep.values()) {
      boolean present =
          switch (task) {
            case SNAPSHOT -> snapshots;
            case IMAGE -> images;
            case SYNC -> true;
          };
      if (present) {
        new UpkeepAlarm(
            recovery + "-" + task.word() + "-behind", site, task, alertTopicArn, component);
      }
    }
    registerOutputs(Map.of());
  }

  /** Parameter Store says so itself. */
  private static String parameterChanges(Site site) {
    return EventPattern.of(
        "aws.ssm",
        "Parameter Store Change",
        Map.of(
            "name",
            List.of(Map.of("prefix", site.names().sharedParameter(""))),
            "operation",
            List.of("Create", "Update")));
  }

  /**
   * Secrets Manager says nothing itself: its calls come by CloudTrail, where a trail of the account
   * logs management events. Without one the sweep finds the change.
   * https://docs.aws.amazon.com/secretsmanager/latest/userguide/monitoring-eventbridge.html
   */
  private static String secretChanges(Site site, String secretArn) {
    return EventPattern.of(
        "aws.secretsmanager",
        "AWS API Call via CloudTrail",
        Map.of(
            "eventSource",
            List.of("secretsmanager.amazonaws.com"),
            "eventName",
            List.of("PutSecretValue", "UpdateSecret", "UpdateSecretVersionStage"),
            "requestParameters",
            Map.of("secretId", List.of(site.names().databaseSecret(), secretArn))));
  }
}
