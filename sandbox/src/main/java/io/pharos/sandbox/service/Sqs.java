package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Refusal;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.iam.ResourcePolicy;
import io.pharos.sandbox.service.sqs.QueueBehavior;
import io.pharos.sandbox.service.sqs.QueuePolicyBehavior;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** SQS: queues that services send to; recovery reads none of them, people do. */
public final class Sqs implements Service {

  /** What lies in a queue. */
  public record Message(Instant sent, String body) {}

  private final World world;
  private final Map<String, List<Message>> messages = new TreeMap<>();

  public Sqs(World world) {
    this.world = world;
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of(
        QueueBehavior.TYPE, new QueueBehavior(world),
        QueuePolicyBehavior.TYPE, new QueuePolicyBehavior(world.account()));
  }

  /** What was sent to a queue, oldest first. */
  public List<Message> messages(String queueArn) {
    return List.copyOf(messages.getOrDefault(queueArn, List.of()));
  }

  /**
   * Puts a message into a queue, without asking its policy: for who has checked its role already.
   *
   * @throws AwsServiceException NonExistentQueue
   */
  public void send(String region, String queueArn, String body) {
    queue(region, queueArn)
        .orElseThrow(
            () ->
                Refusal.of(
                    AwsServiceException.builder(),
                    "Sqs",
                    400,
                    "AWS.SimpleQueueService.NonExistentQueue",
                    "The specified queue does not exist."));
    messages
        .computeIfAbsent(queueArn, arn -> new ArrayList<>())
        .add(new Message(world.clock().instant(), body));
  }

  /**
   * An AWS service sends a message on behalf of a rule, topic or alarm: the queue's policy and its
   * key must let it.
   *
   * @return why not, or empty when the message is in the queue
   */
  public Optional<String> deliver(
      String servicePrincipal, String sourceArn, String region, String queueArn, String body) {
    Optional<Resource> queue = queue(region, queueArn);
    if (queue.isEmpty()) {
      return Optional.of("the queue " + queueArn + " does not exist");
    }
    boolean admitted =
        ResourcePolicy.admits(
            policy(queue.get()),
            servicePrincipal,
            "sqs:SendMessage",
            queueArn,
            sourceArn,
            world.account().id());
    if (!admitted) {
      return Optional.of(
          "the policy of %s does not allow %s to sqs:SendMessage for %s"
              .formatted(queueArn, servicePrincipal, sourceArn));
    }
    Optional<String> keyRefusal =
        ServiceKeys.refusal(world, servicePrincipal, region, queue.get().string("kmsMasterKeyId"));
    if (keyRefusal.isEmpty()) {
      send(region, queueArn, body);
    }
    return keyRefusal;
  }

  private Optional<Resource> queue(String region, String arn) {
    return world
        .account()
        .first(QueueBehavior.TYPE, region, queue -> queue.string("arn").equals(arn));
  }

  private String policy(Resource queue) {
    return world
        .account()
        .find(QueuePolicyBehavior.TYPE, queue.region(), queue.id())
        .map(policy -> policy.string("policy"))
        .orElse(queue.string("policy"));
  }
}
