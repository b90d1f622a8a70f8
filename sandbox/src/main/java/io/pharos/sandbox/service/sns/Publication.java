package io.pharos.sandbox.service.sns;

import java.time.Instant;
import java.util.List;

/**
 * A message that a topic took.
 *
 * @param subject null when it was published without one
 * @param recipients the endpoints of the confirmed subscriptions
 */
public record Publication(
    Instant at,
    String region,
    String topicArn,
    String subject,
    String message,
    List<String> recipients) {

  public Publication {
    recipients = List.copyOf(recipients);
  }
}
