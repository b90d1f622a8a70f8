package io.pharos.sandbox.service.cloudwatch;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What both kinds of alarms have: an ARN, and actions that must exist in the alarm's Region. */
final class AlarmActions {
  /** The kinds of targets that are looked up; actions of other services are only read. */
  private static final Map<String, String> TARGETS =
      Map.of("sns", "aws:sns/topic:Topic", "lambda", "aws:lambda/function:Function");

  private final World world;

  AlarmActions(World world) {
    this.world = world;
  }

  static String arn(World world, String region, String name) {
    return "arn:aws:cloudwatch:" + region + ":" + world.account().id() + ":alarm:" + name;
  }

  void check(Resource alarm) {
    for (String list : List.of("alarmActions", "okActions", "insufficientDataActions")) {
      alarm.strings(list).forEach(target -> check(alarm.region(), target));
    }
  }

  private void check(String region, String target) {
    String[] parts = target.split(":");
    if (parts.length < 6 || !parts[0].equals("arn")) {
      throw CloudWatchRefusal.invalid("Invalid arn syntax: " + target);
    }
    if (!parts[3].equals(region)) {
      throw CloudWatchRefusal.invalid(
          "Invalid region " + parts[3] + " specified. Only " + region + " is supported.");
    }
    Optional.ofNullable(TARGETS.get(parts[2]))
        .filter(type -> world.account().byArn(type, target).isEmpty())
        .filter(type -> type.contains("sns"))
        .ifPresent(
            type -> {
              throw CloudWatchRefusal.invalid("The action " + target + " does not exist.");
            });
  }
}
