package io.pharos.sandbox.service;

import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.cloudwatch.Announcements;
import java.util.Map;

/** Where alarms go: topics of SNS, and the Region's event bus. */
final class AlarmTargets implements Announcements {
  private final World world;

  AlarmTargets(World world) {
    this.world = world;
  }

  @Override
  public void act(String region, String targetArn, String subject, String message) {}

  @Override
  public void emit(String region, Map<String, Object> event) {}
}
