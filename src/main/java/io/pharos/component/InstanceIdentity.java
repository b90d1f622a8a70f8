package io.pharos.component;

import com.pulumi.aws.iam.InstanceProfile;
import com.pulumi.aws.iam.InstanceProfileArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.aws.iam.RolePolicyAttachment;
import com.pulumi.aws.iam.RolePolicyAttachmentArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import io.pharos.component.PolicyDocument.Statement;
import io.pharos.config.Site;
import java.util.List;

/**
 * Who an instance is, and what it may do: read this application's parameters and credentials, pull
 * its images, write its logs and use its bucket; all in its own Region.
 */
final class InstanceIdentity {
  private final Site site;
  private final Role role;
  private final InstanceProfile profile;
  private final List<Resource> permissions;

  InstanceIdentity(
      String prefix,
      Ec2ComputeArgs args,
      Output<String> account,
      Output<String> logGroupArn,
      Resource parent) {
    this.site = args.site();
    CustomResourceOptions options = CustomResourceOptions.builder().parent(parent).build();
    String name = prefix + "-instance";
    String physicalName = site.names().global(site.region(), "instance");
    this.role =
        new Role(
            name,
            RoleArgs.builder()
                .name(physicalName)
                .description("Instances of " + site.names().prefix())
                .assumeRolePolicy(PolicyDocument.trust("ec2.amazonaws.com"))
                .build(),
            options);
    Output<String> policy =
        Output.tuple(
                account, args.configuration().secretArn(), args.encryption().keyArn(), logGroupArn)
            .applyValue(t -> policy(t.t1, t.t2, t.t3, t.t4));
    this.permissions =
        List.of(
            new RolePolicyAttachment(
                name + "-session-manager",
                RolePolicyAttachmentArgs.builder()
                    .role(role.name())
                    .policyArn("arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore")
                    .build(),
                options),
            new RolePolicy(
                name,
                RolePolicyArgs.builder().name("application").role(role.id()).policy(policy).build(),
                options));
    this.profile =
        new InstanceProfile(
            name,
            InstanceProfileArgs.builder().name(physicalName).role(role.name()).build(),
            options);
  }

  Output<String> roleArn() {
    return role.arn();
  }

  Output<String> profileArn() {
    return profile.arn();
  }

  /** What must be in force before the first instance boots. */
  List<Resource> permissions() {
    return permissions;
  }

  private String policy(String account, String secretArn, String keyArn, String logGroupArn) {
    String region = site.region();
    String path =
        "arn:aws:ssm:" + region + ":" + account + ":parameter" + site.names().parameters();
    PolicyDocument policy =
        PolicyDocument.of(
            Statement.allow("ReadParameters")
                .actions("ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath")
                .resources(path + "*"),
            Statement.allow("ReadCredentials")
                .actions("secretsmanager:GetSecretValue")
                .resources(secretArn),
            Statement.allow("UseKey")
                .actions("kms:Decrypt", "kms:GenerateDataKey")
                .resources(keyArn)
                .when(
                    "StringEquals",
                    "kms:ViaService",
                    List.of(
                        "secretsmanager." + region + ".amazonaws.com",
                        "ssm." + region + ".amazonaws.com",
                        "s3." + region + ".amazonaws.com")),
            Statement.allow("WriteLogs")
                .actions("logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams")
                .resources(logGroupArn + ":*"));
    BucketAccess.addTo(policy, site, account);
    ImageAccess.addTo(policy, site);
    return policy.toString();
  }
}
