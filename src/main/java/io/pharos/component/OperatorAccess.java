package io.pharos.component;

import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.component.PolicyDocument.Statement;
import io.pharos.config.OperatorSettings;
import io.pharos.config.Site;
import java.time.Duration;
import java.util.Map;

/**
 * The role of people who run recovery: it can look at both Regions, start and approve operations,
 * and change nothing itself. Each Region's stack has one, of equal rights, so that neither needs
 * the other's.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html">Secure
 *     API access with MFA</a>
 */
public final class OperatorAccess extends PharosComponent {
  private final Role role;

  public OperatorAccess(String name, Site site, ComponentResourceOptions options) {
    super("OperatorAccess", name, options);
    OperatorSettings operators = site.settings().operators();
    this.role =
        new Role(
            name,
            RoleArgs.builder()
                .name(site.names().global(site.region(), "operator"))
                .description("People who run recovery of " + site.names().prefix())
                .maxSessionDuration((int) Duration.ofHours(operators.sessionHours()).toSeconds())
                .assumeRolePolicy(trust(operators))
                .build(),
            child());
    new RolePolicy(
        name + "-policy",
        RolePolicyArgs.builder()
            .name("operate")
            .role(role.id())
            .policy(accountId().applyValue(account -> OperatorPolicy.of(site, account)))
            .build(),
        child());
    registerOutputs(Map.of("roleArn", role.arn()));
  }

  /** What a profile of the AWS CLI names as {@code role_arn}. */
  public Output<String> roleArn() {
    return role.arn();
  }

  private static String trust(OperatorSettings operators) {
    PolicyDocument document = new PolicyDocument();
    for (String principal : operators.principals()) {
      Statement statement =
          Statement.allow("Operators" + (operators.principals().indexOf(principal) + 1))
              .principal("AWS", principal)
              .actions("sts:AssumeRole");
      if (operators.mfa()) {
        statement.when("Bool", "aws:MultiFactorAuthPresent", "true");
      }
      document.add(statement);
    }
    return document.toString();
  }
}
