package io.pharos.sandbox.service.cloudwatch;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.Map;

/** Composite alarms: a rule over alarms of the same Region, which must exist. */
public final class CompositeAlarmBehavior implements Behavior {
  private final World world;
  private final Alarms alarms;
  private final AlarmActions actions;

  public CompositeAlarmBehavior(World world, Alarms alarms) {
    this.world = world;
    this.alarms = alarms;
    this.actions = new AlarmActions(world);
  }

  @Override
  public void create(Resource alarm) {
    check(alarm);
    alarm.id(alarm.string("alarmName"));
    alarm.set("arn", AlarmActions.arn(world, alarm.region(), alarm.string("alarmName")));
  }

  @Override
  public void update(Resource alarm, Map<String, Object> before) {
    alarm.set("arn", before.get("arn"));
    check(alarm);
    alarms.startComposite(alarm);
  }

  @Override
  public void delete(Resource alarm) {
    alarms.forget(alarm);
  }

  @Override
  public void start(Resource alarm) {
    alarms.startComposite(alarm);
  }

  private void check(Resource alarm) {
    for (String child : new AlarmRule(alarm.string("alarmRule")).children()) {
      String itself = alarm.string("alarmName");
      if (child.equals(itself) || alarms.find(alarm.region(), child).isEmpty()) {
        throw CloudWatchRefusal.invalid(
            "Could not save the composite alarm as alarms ["
                + child
                + "] in the alarm rule do not"
                + " exist");
      }
    }
    actions.check(alarm);
  }
}
