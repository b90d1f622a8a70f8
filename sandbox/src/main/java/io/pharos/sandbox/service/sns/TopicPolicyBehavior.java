package io.pharos.sandbox.service.sns;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import java.util.Map;

/** {@code aws:sns/topicPolicy:TopicPolicy}: its id is the topic's ARN. */
public final class TopicPolicyBehavior implements Behavior {
  public static final String TYPE = "aws:sns/topicPolicy:TopicPolicy";

  private final Account account;

  public TopicPolicyBehavior(Account account) {
    this.account = account;
  }

  @Override
  public void create(Resource policy) {
    String arn = policy.string("arn");
    if (account.find(TopicBehavior.TYPE, policy.region(), arn).isEmpty()) {
      throw SnsRefusal.noTopic();
    }
    SnsRefusal.checkPolicy(policy.string("policy"));
    policy.id(arn);
    policy.set("owner", account.id());
  }

  @Override
  public void update(Resource policy, Map<String, Object> before) {
    SnsRefusal.checkPolicy(policy.string("policy"));
  }
}
