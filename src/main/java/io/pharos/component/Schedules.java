package io.pharos.component;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.ScheduleSettings;
import io.pharos.config.Site;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.recovery.contract.Upkeep;
import java.util.Map;

/**
 * What a Region that serves does by itself, so that its peer can take over: the same in both
 * Regions, because each function knows whose turn it is. What falls behind raises an alarm.
 */
final class Schedules extends PharosComponent {
  private static final String HOURLY = "rate(1 hour)";

  Schedules(
      String recovery,
      Site site,
      Map<RecoveryFunction, RecoveryLambda> functions,
      Output<String> alertTopicArn,
      ComponentResourceOptions options) {
    super("Schedules", recovery + "-schedules", options);
    ComponentResourceOptions component = childComponentOptions().build();
    ScheduleSettings settings = site.settings().schedules();
    new ScheduledMachine(
        recovery + "-snapshot-machine",
        site,
        StateMachine.SNAPSHOT,
        settings.at(Upkeep.SNAPSHOT),
        functions.get(RecoveryFunction.SNAPSHOT),
        alertTopicArn,
        component);
    new ScheduledMachine(
        recovery + "-image-machine",
        site,
        StateMachine.IMAGE,
        settings.at(Upkeep.IMAGE),
        functions.get(RecoveryFunction.IMAGE),
        alertTopicArn,
        component);
    new ScheduledCall(
        recovery + "-upkeep-schedule",
        site,
        RecoveryFunction.UPKEEP,
        HOURLY,
        functions.get(RecoveryFunction.UPKEEP),
        component);
    for (Upkeep task : Upkeep.values()) {
      new UpkeepAlarm(
          recovery + "-" + task.word() + "-behind", site, task, alertTopicArn, component);
    }
    registerOutputs(Map.of());
  }
}
