package io.pharos.sandbox.service;

import static io.pharos.sandbox.service.GivenAccount.REGION;
import static io.pharos.sandbox.service.GivenRoles.ROLE;
import static io.pharos.sandbox.service.GivenRoles.allow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.sandbox.core.Resource;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.AuthorizationErrorException;
import software.amazon.awssdk.services.sns.model.KmsAccessDeniedException;
import software.amazon.awssdk.services.sns.model.NotFoundException;

class SnsTest {
  private static final String ALARM = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a";
  private static final String RULE = "arn:aws:events:eu-west-1:123456789012:rule/r";

  private final GivenAccount account = new GivenAccount();
  private final Sns sns = account.world.service(Sns.class);
  private final Sqs sqs = account.world.service(Sqs.class);

  private Resource topic(Object... attributes) {
    Resource topic = account.create("aws:sns/topic:Topic", "alerts", attributes);
    return topic;
  }

  @Test
  void a_published_message_is_seen_and_unconfirmed_mail_is_not_sent() {
    Resource topic = topic("name", "alerts");
    Resource mail =
        account.create(
            "aws:sns/topicSubscription:TopicSubscription",
            "mail",
            "topic",
            topic.id(),
            "protocol",
            "email",
            "endpoint",
            "ops@example.com");

    sns.publish(REGION, topic.id(), "Stopped", "What to do");

    assertThat(mail.flag("pendingConfirmation")).isTrue();
    assertThat(sns.delivered())
        .singleElement()
        .satisfies(
            publication -> {
              assertThat(publication.subject()).isEqualTo("Stopped");
              assertThat(publication.recipients()).isEmpty();
            });
  }

  @Test
  void the_default_policy_admits_alarms_and_not_event_rules() {
    String topic = topic("name", "alerts").id();

    assertThat(sns.publishAs("cloudwatch.amazonaws.com", ALARM, REGION, topic, "s", "m")).isEmpty();
    assertThat(sns.publishAs("events.amazonaws.com", RULE, REGION, topic, "s", "m"))
        .hasValueSatisfying(why -> assertThat(why).contains("does not allow events.amazonaws.com"));
  }

  @Test
  void services_cannot_use_the_aws_managed_key() {
    String topic = topic("name", "alerts", "kmsMasterKeyId", "alias/aws/sns").id();

    assertThat(sns.publishAs("cloudwatch.amazonaws.com", ALARM, REGION, topic, "s", "m"))
        .hasValueSatisfying(why -> assertThat(why).contains("lets no service in"));
  }

  @Test
  void an_encrypted_topic_asks_for_its_key() {
    String key = account.create(Kms.KEY, "key").string("arn");
    String topic = topic("name", "alerts", "kmsMasterKeyId", key).id();
    GivenRoles roles = new GivenRoles(account);
    roles.role("recovery");
    SnsClient client =
        Clients.of(
            account.world, SnsClient.class, REGION, new GivenCaller(account.world, ROLE, REGION));

    assertThatThrownBy(() -> client.publish(request -> request.topicArn(topic).message("m")))
        .isInstanceOf(AuthorizationErrorException.class);
    Resource policy = roles.policy("recovery", allow("sns:Publish", topic));
    assertThatThrownBy(() -> client.publish(request -> request.topicArn(topic).message("m")))
        .isInstanceOf(KmsAccessDeniedException.class)
        .hasMessageContaining("kms:GenerateDataKey");
    account.update(
        policy,
        "policy",
        GivenRoles.document(
            allow("sns:Publish", topic),
            allow("kms:GenerateDataKey*", key),
            allow("kms:Decrypt", key)));
    client.publish(request -> request.topicArn(topic).message("m"));

    assertThat(sns.delivered()).hasSize(1);
  }

  @Test
  void a_queue_gets_messages_when_its_policy_admits_the_topic() {
    String topic = topic("name", "alerts").id();
    Resource queue = account.create("aws:sqs/queue:Queue", "q", "name", "q");
    String arn = queue.string("arn");
    account.create(
        "aws:sns/topicSubscription:TopicSubscription",
        "q",
        "topic",
        topic,
        "protocol",
        "sqs",
        "endpoint",
        arn);

    sns.publish(REGION, topic, null, "one");
    account.create(
        "aws:sqs/queuePolicy:QueuePolicy",
        "p",
        "queueUrl",
        queue.id(),
        "policy",
        GivenRoles.document(
            """
            {"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},
             "Action":"sqs:SendMessage","Resource":"%s",
             "Condition":{"ArnEquals":{"aws:SourceArn":"%s"}}}"""
                .formatted(arn, topic)));
    sns.publish(REGION, topic, null, "two");

    assertThat(sqs.messages(arn))
        .singleElement()
        .satisfies(message -> assertThat(message.body()).contains("\"Message\":\"two\""));
  }

  @Test
  void what_is_not_there_is_refused() {
    assertThatThrownBy(
            () -> sns.publish(REGION, "arn:aws:sns:eu-west-1:123456789012:none", "s", "m"))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> sqs.send(REGION, "arn:aws:sqs:eu-west-1:123456789012:none", "m"))
        .hasMessageContaining("does not exist");
  }
}
