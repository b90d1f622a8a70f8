package io.pharos.component;

import com.pulumi.aws.kms.Alias;
import com.pulumi.aws.kms.AliasArgs;
import com.pulumi.aws.kms.Key;
import com.pulumi.aws.kms.KeyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.component.PolicyDocument.Statement;
import io.pharos.config.Site;
import java.util.Map;

/**
 * The Region's own key, which encrypts everything here that can be encrypted. Nothing in one Region
 * needs the key of the other.
 */
public final class Encryption extends PharosComponent {
  private static final String[] USE = {
    "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"
  };
  private final Key key;

  public Encryption(String name, EncryptionArgs args, ComponentResourceOptions options) {
    super("Encryption", name, options);
    Site site = args.site();
    this.key =
        new Key(
            name,
            KeyArgs.builder()
                .description("Everything of " + site.names().prefix() + " in " + site.region())
                .enableKeyRotation(true)
                .deletionWindowInDays(site.isProtected() ? 30 : 7)
                .policy(accountId().applyValue(account -> policy(account, site)))
                .build(),
            childOptions().protect(site.isProtected()).build());
    new Alias(
        name,
        AliasArgs.builder().name("alias/" + site.names().prefix()).targetKeyId(key.keyId()).build(),
        child());
    registerOutputs(Map.of("keyArn", keyArn(), "keyId", keyId()));
  }

  public Output<String> keyArn() {
    return key.arn();
  }

  public Output<String> keyId() {
    return key.keyId();
  }

  private static String policy(String account, Site site) {
    String region = site.region();
    String autoScaling =
        "arn:aws:iam::"
            + account
            + ":role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
    PolicyDocument document =
        PolicyDocument.of(
            Statement.allow("Account")
                .principal("AWS", "arn:aws:iam::" + account + ":root")
                .actions("kms:*")
                .resources("*"),
            // Instances with encrypted volumes are launched by this role, not by Pharos'. It is
            // named in a condition, because an account has it only once it has an Auto Scaling
            // group, and a principal that does not exist is refused.
            Statement.allow("AutoScaling")
                .principal("AWS", "*")
                .actions(USE)
                .resources("*")
                .when("ArnEquals", "aws:PrincipalArn", autoScaling),
            Statement.allow("AutoScalingGrants")
                .principal("AWS", "*")
                .actions("kms:CreateGrant")
                .resources("*")
                .when("ArnEquals", "aws:PrincipalArn", autoScaling)
                .when("Bool", "kms:GrantIsForAWSResource", "true"),
            Statement.allow("Logs")
                .principal("Service", "logs." + region + ".amazonaws.com")
                .actions(USE)
                .resources("*")
                .when(
                    "ArnLike",
                    "kms:EncryptionContext:aws:logs:arn",
                    "arn:aws:logs:" + region + ":" + account + ":*"),
            publisher("Alarms", "cloudwatch", account),
            publisher("Events", "events", account));
    if (site.hasTrail()) {
      Audit.keyStatements(site, account).forEach(document::add);
    }
    return document.toString();
  }

  /** A service that publishes to the encrypted alert topic. */
  private static Statement publisher(String sid, String service, String account) {
    return Statement.allow(sid)
        .principal("Service", service + ".amazonaws.com")
        .actions("kms:Decrypt", "kms:GenerateDataKey*")
        .resources("*")
        .when("StringEquals", "aws:SourceAccount", account);
  }
}
