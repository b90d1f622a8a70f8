package io.pharos.sandbox.service.iam;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.ResourceName;
import java.util.Map;

/** {@code aws:iam/policy:Policy}: a managed policy of the account; its id is its ARN. */
public final class PolicyBehavior implements Behavior {
  private static final int CHARACTERS = 6144;
  private static final int NAME_CHARACTERS = 128;

  private final Account account;

  public PolicyBehavior(Account account) {
    this.account = account;
  }

  @Override
  public void create(Resource policy) {
    String name = ResourceName.of(policy);
    IamRefusal.checkName("policyName", name, NAME_CHARACTERS);
    check(policy);
    String path = policy.has("path") ? policy.string("path") : "/";
    String arn = "arn:aws:iam::" + account.id() + ":policy" + path + name;
    if (account.find(policy.type(), policy.region(), arn).isPresent()) {
      throw IamRefusal.alreadyExists("A policy called " + name);
    }
    policy.id(arn);
    policy
        .set("path", path)
        .set("arn", arn)
        .set("attachmentCount", 0)
        .set("policyId", Ids.letters("ANPA", 17, account.id(), policy.name()));
  }

  @Override
  public void update(Resource policy, Map<String, Object> before) {
    check(policy);
  }

  @Override
  public void delete(Resource policy) {
    boolean attached =
        account
            .first(
                IamTypes.ATTACHMENT,
                Account.GLOBAL,
                attachment -> attachment.string("policyArn").equals(policy.id()))
            .isPresent();
    if (attached) {
      throw IamRefusal.deleteConflict("Cannot delete a policy attached to entities.");
    }
  }

  private static void check(Resource policy) {
    String text = policy.string("policy");
    if (IamRefusal.size(text) > CHARACTERS) {
      throw IamRefusal.limit("Cannot exceed quota for PolicySize: " + CHARACTERS);
    }
    IamRefusal.check(text, PolicyDocument.Kind.IDENTITY);
  }
}
