package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.NotFoundException;

/** Alerts to people. */
abstract class SnsContract {
  private static final Refused INVALID =
      new Refused(InvalidParameterException.class, 400, "InvalidParameter");

  private final SnsClient sns;
  private final ContractWorld world;
  private String topic;

  SnsContract(ContractWorld world) {
    this.world = world;
    this.sns = world.client(SnsClient.class);
  }

  @BeforeEach
  void aTopic() {
    topic = world.topic("shop-prod-alerts");
  }

  private String publish(String arn, String subject, String message) {
    return sns.publish(publish -> publish.topicArn(arn).subject(subject).message(message))
        .messageId();
  }

  private Refused unlessUnchecked() {
    return world.expected(KnownDifference.MESSAGES_ARE_NOT_CHECKED, INVALID, Refused.NOT);
  }

  @Test
  void publish_answersTheMessagesId() {
    assertThat(topic).isEqualTo("arn:aws:sns:eu-west-1:123456789012:shop-prod-alerts");
    assertThat(publish(topic, "[shop-prod] failover succeeded", "two\nlines"))
        .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  }

  @Test
  void publish_toAnUnknownTopic_isNotFound() {
    assertThat(Refused.by(() -> publish(topic + "-none", "subject", "message")))
        .isEqualTo(new Refused(NotFoundException.class, 404, "NotFound"));
  }

  @Test
  void publish_withASubjectOf100Characters_isTheLongest() {
    publish(topic, "x".repeat(100), "message");

    assertThat(Refused.by(() -> publish(topic, "x".repeat(101), "message"))).isEqualTo(INVALID);
  }

  @Test
  void publish_withALineBreakInTheSubject_isRefused() {
    assertThat(Refused.by(() -> publish(topic, "two\nlines", "message")))
        .isEqualTo(unlessUnchecked());
  }

  @Test
  void publish_withoutAMessage_isRefused() {
    assertThat(Refused.by(() -> publish(topic, "subject", ""))).isEqualTo(unlessUnchecked());
  }

  @Test
  void publish_ofMoreThan256KiB_isRefused() {
    assertThat(Refused.by(() -> publish(topic, "subject", "x".repeat(256 * 1024 + 1))))
        .isEqualTo(INVALID);
  }
}
