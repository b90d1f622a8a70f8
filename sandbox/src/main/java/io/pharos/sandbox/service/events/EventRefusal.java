package io.pharos.sandbox.service.events;

import io.pharos.sandbox.core.Refusal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;

/** EventBridge's errors, with the texts that it sends. */
final class EventRefusal {
  private EventRefusal() {}

  static AwsServiceException invalid(String message) {
    return of("ValidationException", message);
  }

  static AwsServiceException pattern(String reason) {
    return of("InvalidEventPatternException", "Event pattern is not valid. Reason: " + reason);
  }

  static AwsServiceException noRule(String name) {
    return Refusal.of(
        ResourceNotFoundException.builder(),
        "EventBridge",
        400,
        "ResourceNotFoundException",
        "Rule " + name + " does not exist on EventBus default.");
  }

  private static AwsServiceException of(String code, String message) {
    return Refusal.of(AwsServiceException.builder(), "EventBridge", 400, code, message);
  }
}
