package io.pharos.sandbox.service.iam;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.ResourceName;
import java.util.Map;

/** {@code aws:iam/rolePolicy:RolePolicy}: a policy inside a role; its id is {@code role:name}. */
public final class RolePolicyBehavior implements Behavior {
  private static final int CHARACTERS_PER_ROLE = 10_240;
  private static final int NAME_CHARACTERS = 128;

  private final Account account;

  public RolePolicyBehavior(Account account) {
    this.account = account;
  }

  @Override
  public void create(Resource policy) {
    String name = ResourceName.of(policy);
    IamRefusal.checkName("policyName", name, NAME_CHARACTERS);
    check(policy);
    policy.id(policy.string("role") + ":" + name);
  }

  @Override
  public void update(Resource policy, Map<String, Object> before) {
    check(policy);
  }

  private void check(Resource policy) {
    String role = policy.string("role");
    if (account.find(IamTypes.ROLE, Account.GLOBAL, role).isEmpty()) {
      throw IamRefusal.noRole(role);
    }
    IamRefusal.check(policy.string("policy"), PolicyDocument.Kind.IDENTITY);
    int others =
        account.list(IamTypes.ROLE_POLICY, Account.GLOBAL).stream()
            .filter(other -> other != policy && other.string("role").equals(role))
            .mapToInt(other -> IamRefusal.size(other.string("policy")))
            .sum();
    if (others + IamRefusal.size(policy.string("policy")) > CHARACTERS_PER_ROLE) {
      throw IamRefusal.limit(
          "Maximum policy size of " + CHARACTERS_PER_ROLE + " bytes exceeded for role " + role);
    }
  }
}
