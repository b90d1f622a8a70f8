package io.pharos.sandbox.service.events;

/** The provider's tokens of EventBridge's resources. */
final class EventTypes {
  static final String RULE = "aws:cloudwatch/eventRule:EventRule";
  static final String TARGET = "aws:cloudwatch/eventTarget:EventTarget";
  static final String DEFAULT_BUS = "default";

  private EventTypes() {}
}
