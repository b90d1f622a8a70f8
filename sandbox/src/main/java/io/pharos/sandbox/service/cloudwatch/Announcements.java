package io.pharos.sandbox.service.cloudwatch;

import java.util.Map;

/** Who hears of an alarm that changed its state. */
public interface Announcements {
  /** Runs an alarm's action: an SNS topic or a Lambda function. */
  void act(String region, String targetArn, String subject, String message);

  /** Tells the Region's default event bus. */
  void emit(String region, Map<String, Object> event);
}
