package io.pharos.sandbox.service.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Kms;
import io.pharos.sandbox.service.ResourceName;
import java.util.Map;

/** {@code aws:sqs/queue:Queue}: its id is its URL. */
public final class QueueBehavior implements Behavior {
  public static final String TYPE = "aws:sqs/queue:Queue";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final World world;

  public QueueBehavior(World world) {
    this.world = world;
  }

  @Override
  public void create(Resource queue) {
    String name = ResourceName.of(queue);
    boolean fifo = queue.flag("fifoQueue");
    if (!name.matches(fifo ? "[A-Za-z0-9_-]{1,75}\\.fifo" : "[A-Za-z0-9_-]{1,80}")) {
      throw SqsRefusal.invalid(
          "InvalidParameterValue",
          "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }
    check(queue);
    String account = world.account().id();
    String url = "https://sqs.%s.amazonaws.com/%s/%s".formatted(queue.region(), account, name);
    if (world.account().find(TYPE, queue.region(), url).isPresent()) {
      throw SqsRefusal.invalid("QueueAlreadyExists", "A queue already exists with the same name");
    }
    queue.id(url);
    queue
        .set("url", url)
        .set("arn", "arn:aws:sqs:%s:%s:%s".formatted(queue.region(), account, name));
    Map<String, Object> attributes = queue.attributes();
    attributes.putIfAbsent("delaySeconds", 0);
    attributes.putIfAbsent("maxMessageSize", 262_144);
    attributes.putIfAbsent("messageRetentionSeconds", 345_600);
    attributes.putIfAbsent("receiveWaitTimeSeconds", 0);
    attributes.putIfAbsent("visibilityTimeoutSeconds", 30);
    attributes.putIfAbsent("kmsDataKeyReusePeriodSeconds", 300);
    attributes.putIfAbsent("fifoQueue", false);
    attributes.putIfAbsent("sqsManagedSseEnabled", !queue.has("kmsMasterKeyId"));
  }

  @Override
  public void update(Resource queue, Map<String, Object> before) {
    check(queue);
  }

  private void check(Resource queue) {
    range(queue, "messageRetentionSeconds", 60, 1_209_600);
    range(queue, "visibilityTimeoutSeconds", 0, 43_200);
    range(queue, "delaySeconds", 0, 900);
    if (queue.has("kmsMasterKeyId") && queue.flag("sqsManagedSseEnabled")) {
      throw SqsRefusal.invalid(
          "InvalidAttributeName",
          "You can use one type of server-side encryption (SSE) at one time.");
    }
    String key = queue.string("kmsMasterKeyId");
    if (!Kms.awsManaged(key) && world.service(Kms.class).key(queue.region(), key).isEmpty()) {
      throw SqsRefusal.invalid("KMS.NotFoundException", "Key '%s' does not exist".formatted(key));
    }
    if (!queue.string("policy").isEmpty()) {
      SqsRefusal.checkPolicy(queue.string("policy"));
    }
    if (!queue.string("redrivePolicy").isEmpty()) {
      redrive(queue);
    }
  }

  private void redrive(Resource queue) {
    JsonNode policy;
    try {
      policy = JSON.readTree(queue.string("redrivePolicy"));
    } catch (JsonProcessingException e) {
      throw SqsRefusal.invalid(
          "InvalidAttributeValue", "Invalid value for the parameter RedrivePolicy.");
    }
    String target = policy.path("deadLetterTargetArn").asText();
    if (policy.path("maxReceiveCount").asInt() < 1
        || world.account().byArn(TYPE, target).isEmpty()) {
      throw SqsRefusal.invalid(
          "InvalidParameterValue",
          "Value %s for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist."
              .formatted(queue.string("redrivePolicy")));
    }
  }

  private static void range(Resource queue, String attribute, int low, int high) {
    if (queue.has(attribute)
        && (queue.integer(attribute) < low || queue.integer(attribute) > high)) {
      throw SqsRefusal.invalid(
          "InvalidAttributeValue",
          "Invalid value for the parameter %s. Valid values: %d to %d."
              .formatted(attribute, low, high));
    }
  }
}
