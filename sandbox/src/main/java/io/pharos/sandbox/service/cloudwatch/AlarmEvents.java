package io.pharos.sandbox.service.cloudwatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What CloudWatch says about a change of state: the event, and the notification's text. */
final class AlarmEvents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AlarmEvents() {}

  /** The event "CloudWatch Alarm State Change", as EventBridge delivers it. */
  static Map<String, Object> stateChange(
      String account, Resource alarm, Alarms.Standing before, Alarms.Standing after) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("alarmName", Alarms.name(alarm));
    detail.put("state", state(after));
    detail.put("previousState", state(before));
    detail.put("configuration", configuration(alarm));
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("version", "0");
    event.put("id", id(alarm, after));
    event.put("detail-type", "CloudWatch Alarm State Change");
    event.put("source", "aws.cloudwatch");
    event.put("account", account);
    event.put("time", after.since().toString());
    event.put("region", alarm.region());
    event.put("resources", List.of(alarm.string("arn")));
    event.put("detail", detail);
    return event;
  }

  private static String id(Resource alarm, Alarms.Standing after) {
    String hex = Ids.hex("", 32, alarm.string("arn"), after.since(), after.state());
    return hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
  }

  private static Map<String, Object> state(Alarms.Standing standing) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("value", standing.state().name());
    state.put("reason", standing.reason());
    state.put("timestamp", standing.since().toString());
    return state;
  }

  private static Map<String, Object> configuration(Resource alarm) {
    Map<String, Object> configuration = new LinkedHashMap<>();
    if (alarm.has("alarmDescription")) {
      configuration.put("description", alarm.string("alarmDescription"));
    }
    if (alarm.type().equals(Alarms.COMPOSITE)) {
      configuration.put("alarmRule", alarm.string("alarmRule"));
    } else if (alarm.has("metricName")) {
      Map<String, Object> metric = new LinkedHashMap<>();
      metric.put("namespace", alarm.string("namespace"));
      metric.put("name", alarm.string("metricName"));
      metric.put("dimensions", alarm.map("dimensions"));
      configuration.put(
          "metrics",
          List.of(
              Map.of(
                  "id",
                  Ids.hex("", 12, alarm.string("arn")),
                  "metricStat",
                  Map.of(
                      "metric",
                      metric,
                      "period",
                      alarm.integer("period"),
                      "stat",
                      alarm.string("statistic")),
                  "returnData",
                  true)));
    }
    return configuration;
  }

  static String subject(Resource alarm, AlarmState state) {
    return state + ": \"" + Alarms.name(alarm) + "\" in " + alarm.region();
  }

  /** The JSON document that an SNS subscriber receives. */
  static String message(
      String account, Resource alarm, Alarms.Standing before, Alarms.Standing after) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("AlarmName", Alarms.name(alarm));
    message.put("AlarmDescription", alarm.string("alarmDescription"));
    message.put("AWSAccountId", account);
    message.put("NewStateValue", after.state().name());
    message.put("NewStateReason", after.reason());
    message.put("StateChangeTime", after.since().toString());
    message.put("Region", alarm.region());
    message.put("AlarmArn", alarm.string("arn"));
    message.put("OldStateValue", before.state().name());
    try {
      return JSON.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of strings is JSON", e);
    }
  }
}
