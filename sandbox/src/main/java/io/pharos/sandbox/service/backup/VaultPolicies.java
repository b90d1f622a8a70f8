package io.pharos.sandbox.service.backup;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.iam.ConditionContext;
import io.pharos.sandbox.service.iam.Decision;
import io.pharos.sandbox.service.iam.MalformedPolicy;
import io.pharos.sandbox.service.iam.PolicyDocument;
import io.pharos.sandbox.service.iam.PolicyRequest;
import java.util.Map;

/**
 * The access policy of a vault, which can only take away what IAM gives within the account.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html">Vault
 *     access policies</a>
 */
public final class VaultPolicies implements Behavior {
  private final World world;

  public VaultPolicies(World world) {
    this.world = world;
  }

  @Override
  public void create(Resource policy) {
    Resource vault = Vaults.named(world, policy.region(), policy.string("backupVaultName"));
    check(policy);
    policy.id(vault.id());
    policy.set("backupVaultArn", vault.string("arn"));
  }

  @Override
  public void update(Resource policy, Map<String, Object> before) {
    check(policy);
  }

  private static void check(Resource policy) {
    try {
      PolicyDocument.parse(policy.string("policy"), PolicyDocument.Kind.RESOURCE);
    } catch (MalformedPolicy e) {
      throw BackupRefusal.value("The specified policy is invalid: " + e.getMessage());
    }
  }

  /** Whether the vault's policy forbids it. */
  static boolean forbids(
      World world, Resource vault, String principalArn, String action, String resourceArn) {
    return world
        .account()
        .find(BackupTypes.POLICY, vault.region(), vault.id())
        .map(
            policy ->
                PolicyDocument.parse(policy.string("policy"), PolicyDocument.Kind.RESOURCE)
                    .decide(
                        new PolicyRequest(
                            PolicyRequest.Principal.role(principalArn),
                            action,
                            resourceArn,
                            ConditionContext.of(
                                Map.of(
                                    "aws:PrincipalArn",
                                    principalArn,
                                    "aws:PrincipalAccount",
                                    world.account().id())))))
        .filter(decision -> decision == Decision.EXPLICIT_DENY)
        .isPresent();
  }
}
