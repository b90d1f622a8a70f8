package io.pharos.sandbox.service;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.iam.ResourcePolicy;
import io.pharos.sandbox.service.sns.Publication;
import io.pharos.sandbox.service.sns.SnsApi;
import io.pharos.sandbox.service.sns.TopicBehavior;
import io.pharos.sandbox.service.sns.TopicPolicyBehavior;
import io.pharos.sandbox.service.sns.TopicSubscriptionBehavior;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** SNS: topics, who is subscribed, and everything that was published. */
public final class Sns implements Service {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PRINCIPAL = "sns.amazonaws.com";

  private final World world;
  private final List<Publication> delivered = new ArrayList<>();

  public Sns(World world) {
    this.world = world;
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of(
        TopicBehavior.TYPE, new TopicBehavior(world),
        TopicPolicyBehavior.TYPE, new TopicPolicyBehavior(world.account()),
        TopicSubscriptionBehavior.TYPE, new TopicSubscriptionBehavior(world.account()));
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(
        SnsClient.class, (region, caller) -> new SnsApi(world.account(), region, caller, this));
  }

  /** Everything that topics took, oldest first, with the confirmed subscribers that got it. */
  public List<Publication> delivered() {
    return List.copyOf(delivered);
  }

  /** Publishes as the account that owns the topic, whatever the topic's policy says. */
  public void publish(String region, String topicArn, String subject, String message) {
    new SnsApi(world.account(), region, Caller.operator(world.clock()), this)
        .publish(request -> request.topicArn(topicArn).subject(subject).message(message));
  }

  /**
   * An AWS service publishes on behalf of an alarm or a rule: the topic's policy and key must let
   * it.
   *
   * @param servicePrincipal such as {@code cloudwatch.amazonaws.com}
   * @return why not, or empty when it was published
   */
  public Optional<String> publishAs(
      String servicePrincipal,
      String sourceArn,
      String region,
      String topicArn,
      String subject,
      String message) {
    Optional<Resource> topic = world.account().find(TopicBehavior.TYPE, region, topicArn);
    if (topic.isEmpty()) {
      return Optional.of("the topic " + topicArn + " does not exist");
    }
    String policy =
        world
            .account()
            .find(TopicPolicyBehavior.TYPE, region, topicArn)
            .map(found -> found.string("policy"))
            .orElse(topic.get().string("policy"));
    if (!ResourcePolicy.admits(
        policy, servicePrincipal, "sns:Publish", topicArn, sourceArn, world.account().id())) {
      return Optional.of(
          "the policy of %s does not allow %s to sns:Publish for %s"
              .formatted(topicArn, servicePrincipal, sourceArn));
    }
    Optional<String> keyRefusal =
        ServiceKeys.refusal(world, servicePrincipal, region, topic.get().string("kmsMasterKeyId"));
    if (keyRefusal.isEmpty()) {
      publish(region, topicArn, subject, message);
    }
    return keyRefusal;
  }

  /** Records what a topic took, and hands it to the queues and functions that are subscribed. */
  public void deliver(
      Instant at,
      String region,
      String topicArn,
      String messageId,
      String subject,
      String message) {
    List<String> recipients = new ArrayList<>();
    for (Resource subscription : world.account().list(TopicSubscriptionBehavior.TYPE, region)) {
      if (subscription.string("topic").equals(topicArn)
          && !subscription.flag("pendingConfirmation")) {
        recipients.add(subscription.string("endpoint"));
        if (subscription.string("protocol").equals("sqs")) {
          toQueue(subscription, messageId, subject, message);
        } else if (subscription.string("protocol").equals("lambda")) {
          toFunction(subscription, messageId, subject, message);
        }
      }
    }
    delivered.add(new Publication(at, region, topicArn, subject, message, recipients));
  }

  private void toQueue(Resource subscription, String messageId, String subject, String message) {
    String body =
        subscription.flag("rawMessageDelivery")
            ? message
            : notification(subscription, messageId, subject, message).toString();
    world
        .service(Sqs.class)
        .deliver(
            PRINCIPAL,
            subscription.string("topic"),
            subscription.region(),
            subscription.string("endpoint"),
            body);
  }

  private void toFunction(Resource subscription, String messageId, String subject, String message) {
    Lambda lambda = world.service(Lambda.class);
    String function = subscription.string("endpoint");
    if (lambda.admits(subscription.region(), function, PRINCIPAL, subscription.string("topic"))) {
      ObjectNode record =
          JSON.createObjectNode()
              .put("EventSource", "aws:sns")
              .put("EventVersion", "1.0")
              .put("EventSubscriptionArn", subscription.id());
      record.set("Sns", notification(subscription, messageId, subject, message));
      ObjectNode event = JSON.createObjectNode();
      event.putArray("Records").add(record);
      lambda.invokeAsync(subscription.region(), function, event.toString());
    }
  }

  private ObjectNode notification(
      Resource subscription, String messageId, String subject, String message) {
    ObjectNode notification =
        JSON.createObjectNode()
            .put("Type", "Notification")
            .put("MessageId", messageId)
            .put("TopicArn", subscription.string("topic"));
    if (subject != null) {
      notification.put("Subject", subject);
    }
    return notification
        .put("Message", message)
        .put("Timestamp", world.clock().instant().toString());
  }
}
