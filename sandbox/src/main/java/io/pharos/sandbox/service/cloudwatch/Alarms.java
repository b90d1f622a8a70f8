package io.pharos.sandbox.service.cloudwatch;

import io.pharos.sandbox.core.Memo;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The alarms of every Region, and the state that each is in. An alarm is evaluated after every
 * period, for as long as its Region lives: an alarm in a dead Region does not fire.
 */
public final class Alarms {
  static final String METRIC = "aws:cloudwatch/metricAlarm:MetricAlarm";
  static final String COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
  private static final Duration MINUTE = Duration.ofSeconds(60);

  /** What an alarm is in, since when, and why. */
  record Standing(AlarmState state, String reason, Instant since) {}

  private final World world;
  private final Metrics metrics;
  private final Announcements announcements;
  private final Map<String, Standing> standings = new HashMap<>();
  private final Memo<Resource, AlarmDefinition> definitions;
  private final List<String> failedActions = new ArrayList<>();
  private Instant lastEnd;
  private String lastEndText;

  public Alarms(World world, Metrics metrics, Announcements announcements) {
    this.world = world;
    this.metrics = metrics;
    this.announcements = announcements;
    this.definitions = new Memo<>(world.account(), "aws:cloudwatch");
  }

  static String name(Resource alarm) {
    return alarm.string(alarm.type().equals(METRIC) ? "name" : "alarmName");
  }

  /** The metric or composite alarm with this name or ARN. */
  public Optional<Resource> find(String region, String nameOrArn) {
    String name = nameOrArn.substring(nameOrArn.lastIndexOf(':') + 1);
    return world
        .account()
        .find(METRIC, region, name)
        .or(() -> world.account().find(COMPOSITE, region, name));
  }

  Standing standing(Resource alarm) {
    return standings.computeIfAbsent(
        alarm.string("arn"),
        arn ->
            new Standing(
                AlarmState.INSUFFICIENT_DATA,
                "Unchecked: Initial alarm creation",
                world.clock().instant()));
  }

  /** Actions that did not work, oldest first, as an alarm's history shows them. */
  List<String> failedActions() {
    return List.copyOf(failedActions);
  }

  void forget(Resource alarm) {
    standings.remove(alarm.string("arn"));
  }

  /** Evaluates a metric alarm at the end of every period, from now on. */
  void startMetric(Resource alarm) {
    standing(alarm);
    after(alarm, world.clock().instant(), "cloudwatch:alarm:" + alarm.string("arn"));
  }

  /** One evaluation after the other: one that is late holds up the next. */
  private void after(Resource alarm, Instant last, String key) {
    Duration period = definition(alarm).period();
    long every = Math.min(period.toSeconds(), MINUTE.toSeconds());
    Instant end = Instant.ofEpochSecond((last.getEpochSecond() / every + 1) * every);
    Duration delay =
        world.latency().sample("cloudwatch.metricDelay", alarm.string("arn"), text(end));
    world
        .clock()
        .at(
            end.plus(delay),
            key,
            () -> {
              if (exists(alarm)) {
                evaluate(alarm, end);
                after(alarm, end, key);
              }
            });
  }

  /** Many alarms ask for the same time, one after the other. */
  private String text(Instant end) {
    if (!end.equals(lastEnd)) {
      lastEnd = end;
      lastEndText = end.toString();
    }
    return lastEndText;
  }

  private boolean exists(Resource alarm) {
    return world
        .account()
        .find(alarm.type(), alarm.region(), alarm.id())
        .filter(found -> found == alarm)
        .isPresent();
  }

  private void evaluate(Resource alarm, Instant end) {
    if (world.faults().dead(alarm.region())) {
      return;
    }
    AlarmDefinition definition = definition(alarm);
    AlarmState before = standing(alarm).state();
    AlarmState state = definition.evaluate(metrics, end, before);
    if (state != before) {
      enter(alarm, state, definition.reason(metrics, end, state));
    }
  }

  private AlarmDefinition definition(Resource alarm) {
    return definitions.get(alarm, AlarmDefinition::of);
  }

  /** Evaluates a composite alarm now; later, whenever one of its children changes. */
  void startComposite(Resource alarm) {
    standing(alarm);
    world
        .clock()
        .after(
            Duration.ZERO,
            "cloudwatch:alarm:" + alarm.string("arn"),
            () -> evaluateComposite(alarm));
  }

  private void evaluateComposite(Resource alarm) {
    if (world.faults().dead(alarm.region()) || !exists(alarm)) {
      return;
    }
    boolean holds =
        new AlarmRule(alarm.string("alarmRule"))
            .holds(
                child ->
                    find(alarm.region(), child)
                        .map(found -> standing(found).state())
                        .orElse(AlarmState.INSUFFICIENT_DATA));
    AlarmState state = holds ? AlarmState.ALARM : AlarmState.OK;
    enter(alarm, state, alarm.string("alarmRule") + " is " + holds);
  }

  /** Brings an alarm into a state, and tells everybody when that is a change. */
  void enter(Resource alarm, AlarmState state, String reason) {
    Standing before = standing(alarm);
    if (before.state() == state) {
      return;
    }
    Standing after = new Standing(state, reason, world.clock().instant());
    standings.put(alarm.string("arn"), after);
    announcements.emit(
        alarm.region(), AlarmEvents.stateChange(world.account().id(), alarm, before, after));
    if (!alarm.has("actionsEnabled") || alarm.flag("actionsEnabled")) {
      for (String action : actions(alarm, state)) {
        announcements
            .act(
                alarm.region(),
                alarm.string("arn"),
                action,
                AlarmEvents.subject(alarm, state),
                AlarmEvents.message(world.account().id(), alarm, before, after))
            .ifPresent(why -> failedActions.add(alarm.string("arn") + ": " + why));
      }
    }
    for (Resource parent : world.account().list(COMPOSITE, alarm.region())) {
      if (looksAt(parent, alarm)) {
        startComposite(parent);
      }
    }
  }

  private static List<String> actions(Resource alarm, AlarmState state) {
    return alarm.strings(
        switch (state) {
          case OK -> "okActions";
          case ALARM -> "alarmActions";
          case INSUFFICIENT_DATA -> "insufficientDataActions";
        });
  }

  private boolean looksAt(Resource parent, Resource alarm) {
    return new AlarmRule(parent.string("alarmRule"))
        .children().stream()
            .anyMatch(child -> find(parent.region(), child).filter(alarm::equals).isPresent());
  }
}
