package io.pharos.sandbox.service.sns;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Kms;
import io.pharos.sandbox.service.ResourceName;
import java.util.Map;

/** {@code aws:sns/topic:Topic}: its id is its ARN. */
public final class TopicBehavior implements Behavior {
  public static final String TYPE = "aws:sns/topic:Topic";

  private final World world;

  public TopicBehavior(World world) {
    this.world = world;
  }

  @Override
  public void create(Resource topic) {
    String name = ResourceName.of(topic);
    if (!name.matches(topic.flag("fifoTopic") ? "[\\w-]{1,251}\\.fifo" : "[\\w-]{1,256}")) {
      throw SnsRefusal.invalid("Topic Name");
    }
    check(topic);
    String account = world.account().id();
    String arn = "arn:aws:sns:%s:%s:%s".formatted(topic.region(), account, name);
    if (world.account().find(TYPE, topic.region(), arn).isPresent()) {
      throw SnsRefusal.invalid("Attributes Reason: Topic already exists with different attributes");
    }
    topic.id(arn);
    topic.set("arn", arn).set("owner", account);
    topic.attributes().putIfAbsent("policy", defaultPolicy(arn, account));
  }

  @Override
  public void update(Resource topic, Map<String, Object> before) {
    check(topic);
  }

  private void check(Resource topic) {
    if (!topic.string("policy").isEmpty()) {
      SnsRefusal.checkPolicy(topic.string("policy"));
    }
    String key = topic.string("kmsMasterKeyId");
    if (!Kms.awsManaged(key) && world.service(Kms.class).key(topic.region(), key).isEmpty()) {
      throw SnsRefusal.invalid("Attributes Reason: Key '%s' does not exist".formatted(key));
    }
  }

  /** Whoever acts for the account that owns the topic may publish. */
  private static String defaultPolicy(String arn, String account) {
    return """
        {"Id":"__default_policy_ID","Statement":[{"Action":["SNS:GetTopicAttributes",\
        "SNS:SetTopicAttributes","SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic",\
        "SNS:Subscribe","SNS:ListSubscriptionsByTopic","SNS:Publish"],\
        "Condition":{"StringEquals":{"AWS:SourceOwner":"%s"}},"Effect":"Allow",\
        "Principal":{"AWS":"*"},"Resource":"%s","Sid":"__default_statement_ID"}],\
        "Version":"2008-10-17"}"""
        .formatted(account, arn);
  }
}
