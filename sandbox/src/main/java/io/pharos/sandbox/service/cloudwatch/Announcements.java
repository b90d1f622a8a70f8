package io.pharos.sandbox.service.cloudwatch;

import java.util.Map;
import java.util.Optional;

/** Who hears of an alarm that changed its state. */
public interface Announcements {
  /**
   * Runs an alarm's action: an SNS topic or a Lambda function.
   *
   * @return why it failed, or empty when it did not
   */
  Optional<String> act(
      String region, String alarmArn, String targetArn, String subject, String message);

  /** Tells the Region's default event bus. */
  void emit(String region, Map<String, Object> event);
}
