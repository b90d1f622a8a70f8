package io.pharos.sandbox.service.sqs;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import java.util.Map;

/** {@code aws:sqs/queuePolicy:QueuePolicy}: its id is the queue's URL. */
public final class QueuePolicyBehavior implements Behavior {
  public static final String TYPE = "aws:sqs/queuePolicy:QueuePolicy";

  private final Account account;

  public QueuePolicyBehavior(Account account) {
    this.account = account;
  }

  @Override
  public void create(Resource policy) {
    String url = policy.string("queueUrl");
    if (account.find(QueueBehavior.TYPE, policy.region(), url).isEmpty()) {
      throw SqsRefusal.noQueue();
    }
    SqsRefusal.checkPolicy(policy.string("policy"));
    policy.id(url);
  }

  @Override
  public void update(Resource policy, Map<String, Object> before) {
    SqsRefusal.checkPolicy(policy.string("policy"));
  }
}
