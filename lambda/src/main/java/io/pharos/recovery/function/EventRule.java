package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.RuleState;

/** A rule of EventBridge: looked at first, and switched only when it is otherwise. */
record EventRule(Aws aws, String region, String name) {

  boolean isOn() {
    return events().describeRule(describe -> describe.name(name)).state() != RuleState.DISABLED;
  }

  /** Says whether it was off. */
  boolean enable() {
    if (isOn()) {
      return false;
    }
    events().enableRule(enable -> enable.name(name));
    return true;
  }

  /** Says whether it was on. */
  boolean disable() {
    if (!isOn()) {
      return false;
    }
    events().disableRule(disable -> disable.name(name));
    return true;
  }

  private EventBridgeClient events() {
    return aws.client(EventBridgeClient.class, region);
  }
}
