package io.pharos.sandbox.service.iam;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.VirtualClock;
import io.pharos.sandbox.service.ResourceName;
import java.util.Map;

/** {@code aws:iam/instanceProfile:InstanceProfile}: its id is its name. */
public final class InstanceProfileBehavior implements Behavior {
  private static final int NAME_CHARACTERS = 128;

  private final Account account;
  private final VirtualClock clock;

  public InstanceProfileBehavior(Account account, VirtualClock clock) {
    this.account = account;
    this.clock = clock;
  }

  @Override
  public void create(Resource profile) {
    String name = ResourceName.of(profile);
    IamRefusal.checkName("instanceProfileName", name, NAME_CHARACTERS);
    if (account.find(profile.type(), profile.region(), name).isPresent()) {
      throw IamRefusal.alreadyExists("Instance Profile " + name);
    }
    checkRole(profile);
    String path = profile.has("path") ? profile.string("path") : "/";
    profile.id(name);
    profile
        .set("path", path)
        .set("arn", "arn:aws:iam::" + account.id() + ":instance-profile" + path + name)
        .set("createDate", clock.instant().toString())
        .set("uniqueId", Ids.letters("AIPA", 17, account.id(), profile.name()));
  }

  @Override
  public void update(Resource profile, Map<String, Object> before) {
    checkRole(profile);
  }

  private void checkRole(Resource profile) {
    String role = profile.string("role");
    if (!role.isEmpty() && account.find(IamTypes.ROLE, Account.GLOBAL, role).isEmpty()) {
      throw IamRefusal.noRole(role);
    }
  }
}
