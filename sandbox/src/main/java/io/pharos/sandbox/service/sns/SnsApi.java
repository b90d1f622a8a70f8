package io.pharos.sandbox.service.sns;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.service.Sns;
import io.pharos.sandbox.service.UniqueId;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/** SNS as the SDK's client of one Region. */
public final class SnsApi implements SnsClient {
  private static final int MOST_BYTES = 262_144;
  private static final int SUBJECT_CHARACTERS = 100;

  private final Account account;
  private final String region;
  private final Caller caller;
  private final Sns sns;

  public SnsApi(Account account, String region, Caller caller, Sns sns) {
    this.account = account;
    this.region = region;
    this.caller = caller;
    this.sns = sns;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public PublishResponse publish(PublishRequest request) {
    String topic = request.topicArn() == null ? request.targetArn() : request.topicArn();
    if (topic == null) {
      throw SnsRefusal.invalid("TopicArn or TargetArn Reason: no value for required parameter");
    }
    if (!topic.startsWith("arn:aws:sns:" + region + ":")) {
      throw SnsRefusal.invalid("TopicArn");
    }
    if (account.find(TopicBehavior.TYPE, region, topic).isEmpty()) {
      throw SnsRefusal.noTopic();
    }
    String message = request.message();
    if (message == null || message.isEmpty()) {
      throw SnsRefusal.invalid("Empty message");
    }
    if (message.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw SnsRefusal.invalid("Message too long");
    }
    String subject = request.subject();
    // No line breaks or control characters, at most 100 characters (SNS API reference, Publish).
    if (subject != null
        && (subject.length() > SUBJECT_CHARACTERS || !subject.matches("\\P{Cntrl}+"))) {
      throw SnsRefusal.invalid("Subject");
    }
    String messageId =
        UniqueId.of(topic, caller.now(), message, String.valueOf(subject), sns.delivered().size());
    sns.deliver(caller.now(), region, topic, messageId, subject, message);
    return PublishResponse.builder().messageId(messageId).build();
  }
}
