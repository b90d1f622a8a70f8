package io.pharos.sandbox.service.sns;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.UniqueId;
import java.util.Map;
import java.util.Set;

/**
 * {@code aws:sns/topicSubscription:TopicSubscription}: its id is its ARN. A person has to confirm
 * an e-mail subscription; until then nothing is delivered to it.
 */
public final class TopicSubscriptionBehavior implements Behavior {
  public static final String TYPE = "aws:sns/topicSubscription:TopicSubscription";

  private static final Set<String> PROTOCOLS =
      Set.of("email", "email-json", "sqs", "lambda", "http", "https", "sms", "firehose");
  private static final Set<String> CONFIRMED_BY_PEOPLE =
      Set.of("email", "email-json", "http", "https");

  private final Account account;

  public TopicSubscriptionBehavior(Account account) {
    this.account = account;
  }

  @Override
  public void create(Resource subscription) {
    String topic = subscription.string("topic");
    String protocol = subscription.string("protocol");
    String endpoint = subscription.string("endpoint");
    if (account.find(TopicBehavior.TYPE, subscription.region(), topic).isEmpty()) {
      throw SnsRefusal.noTopic();
    }
    if (!PROTOCOLS.contains(protocol)) {
      throw SnsRefusal.invalid("Protocol");
    }
    if (protocol.startsWith("email") && !endpoint.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
      throw SnsRefusal.invalid("Email address");
    }
    if ((protocol.equals("sqs") || protocol.equals("lambda")) && !endpoint.startsWith("arn:")) {
      throw SnsRefusal.invalid("Endpoint must be an ARN: " + endpoint);
    }
    String arn = topic + ":" + UniqueId.of(topic, protocol, endpoint);
    subscription.id(arn);
    subscription
        .set("arn", arn)
        .set("ownerId", account.id())
        .set("pendingConfirmation", CONFIRMED_BY_PEOPLE.contains(protocol))
        .set("confirmationWasAuthenticated", !CONFIRMED_BY_PEOPLE.contains(protocol));
    Map<String, Object> attributes = subscription.attributes();
    attributes.putIfAbsent("confirmationTimeoutInMinutes", 1);
    attributes.putIfAbsent("endpointAutoConfirms", false);
    attributes.putIfAbsent("rawMessageDelivery", false);
  }
}
