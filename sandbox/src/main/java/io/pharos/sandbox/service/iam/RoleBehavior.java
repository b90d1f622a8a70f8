package io.pharos.sandbox.service.iam;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.VirtualClock;
import io.pharos.sandbox.service.ResourceName;
import java.util.Map;

/** {@code aws:iam/role:Role}: its id is its name. */
public final class RoleBehavior implements Behavior {
  private static final int TRUST_CHARACTERS = 2048;
  private static final int NAME_CHARACTERS = 64;

  private final Account account;
  private final VirtualClock clock;

  public RoleBehavior(Account account, VirtualClock clock) {
    this.account = account;
    this.clock = clock;
  }

  @Override
  public void create(Resource role) {
    String name = ResourceName.of(role);
    IamRefusal.checkName("roleName", name, NAME_CHARACTERS);
    check(role);
    if (account
        .first(role.type(), role.region(), other -> other.id().equalsIgnoreCase(name))
        .isPresent()) {
      throw IamRefusal.alreadyExists("Role with name " + name);
    }
    String path = role.has("path") ? role.string("path") : "/";
    role.id(name);
    role.set("path", path)
        .set("arn", "arn:aws:iam::" + account.id() + ":role" + path + name)
        .set("createDate", clock.instant().toString())
        .set("uniqueId", Ids.letters("AROA", 17, account.id(), role.name()));
    role.attributes().putIfAbsent("maxSessionDuration", 3600);
  }

  @Override
  public void update(Resource role, Map<String, Object> before) {
    check(role);
  }

  /** The provider takes the role out of instance profiles itself; policies are its owners'. */
  @Override
  public void delete(Resource role) {
    boolean force = role.flag("forceDetachPolicies");
    if (!force && attached(IamTypes.ATTACHMENT, role)) {
      throw IamRefusal.deleteConflict("Cannot delete entity, must detach all policies first.");
    }
    if (!force && attached(IamTypes.ROLE_POLICY, role)) {
      throw IamRefusal.deleteConflict("Cannot delete entity, must delete policies first.");
    }
    account.list(IamTypes.INSTANCE_PROFILE, Account.GLOBAL).stream()
        .filter(profile -> profile.string("role").equals(role.id()))
        .forEach(profile -> profile.attributes().remove("role"));
  }

  private boolean attached(String type, Resource role) {
    return account
        .first(type, Account.GLOBAL, policy -> policy.string("role").equals(role.id()))
        .isPresent();
  }

  private void check(Resource role) {
    String trust = role.string("assumeRolePolicy");
    if (IamRefusal.size(trust) > TRUST_CHARACTERS) {
      throw IamRefusal.limit("Cannot exceed quota for ACLSizePerRole: " + TRUST_CHARACTERS);
    }
    for (String principal : IamRefusal.check(trust, PolicyDocument.Kind.TRUST).principalRoles()) {
      if (account.byArn(role.type(), principal).isEmpty()) {
        throw IamRefusal.malformed("Invalid principal in policy: \"AWS\":\"" + principal + "\"");
      }
    }
    for (Map<String, Object> inline : role.maps("inlinePolicies")) {
      if (inline.get("policy") instanceof String text) {
        IamRefusal.check(text, PolicyDocument.Kind.IDENTITY);
      }
    }
  }
}
