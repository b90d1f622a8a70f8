package io.pharos.sandbox.service.iam;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;

/** {@code aws:iam/rolePolicyAttachment:RolePolicyAttachment}: a managed policy at a role. */
public final class RolePolicyAttachmentBehavior implements Behavior {
  private static final int POLICIES_PER_ROLE = 10;
  private static final int UNIQUE = 26;

  private final Account account;

  public RolePolicyAttachmentBehavior(Account account) {
    this.account = account;
  }

  @Override
  public void create(Resource attachment) {
    String role = attachment.string("role");
    String policy = attachment.string("policyArn");
    if (account.find(IamTypes.ROLE, Account.GLOBAL, role).isEmpty()) {
      throw IamRefusal.noRole(role);
    }
    if (AwsManagedPolicies.document(policy).isEmpty()
        && account.find(IamTypes.POLICY, Account.GLOBAL, policy).isEmpty()) {
      throw IamRefusal.of(
          404, "NoSuchEntity", "Policy " + policy + " does not exist or is not attachable.");
    }
    long attached =
        account.list(IamTypes.ATTACHMENT, Account.GLOBAL).stream()
            .filter(other -> other.string("role").equals(role))
            .count();
    if (attached >= POLICIES_PER_ROLE) {
      throw IamRefusal.limit("Cannot exceed quota for PoliciesPerRole: " + POLICIES_PER_ROLE);
    }
    attachment.id(Ids.hex(role + "-", UNIQUE, role, policy));
  }
}
