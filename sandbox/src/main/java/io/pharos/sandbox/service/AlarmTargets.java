package io.pharos.sandbox.service;

import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.cloudwatch.Announcements;
import java.util.Map;
import java.util.Optional;

/** Where alarms go: topics and functions that let CloudWatch in, and the Region's event bus. */
final class AlarmTargets implements Announcements {
  private final World world;

  AlarmTargets(World world) {
    this.world = world;
  }

  @Override
  public Optional<String> act(
      String region, String alarmArn, String targetArn, String subject, String message) {
    return switch (targetArn.split(":")[2]) {
      case "sns" ->
          world
              .service(Sns.class)
              .publishAs("cloudwatch.amazonaws.com", alarmArn, region, targetArn, subject, message);
      case "lambda" -> invoke(region, alarmArn, targetArn, message);
      default ->
          throw new UnsupportedOperationException(
              "the sandbox does not simulate alarm actions of " + targetArn);
    };
  }

  private Optional<String> invoke(
      String region, String alarmArn, String functionArn, String message) {
    Lambda lambda = world.service(Lambda.class);
    if (!lambda.admits(region, functionArn, "lambda.alarms.cloudwatch.amazonaws.com", alarmArn)) {
      return Optional.of(functionArn + " has no permission for CloudWatch alarms");
    }
    lambda.invokeAsync(region, functionArn, message);
    return Optional.empty();
  }

  @Override
  public void emit(String region, Map<String, Object> event) {
    world.service(EventBridge.class).emit(region, event);
  }
}
