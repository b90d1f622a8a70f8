package io.pharos.sandbox.recovery;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Platform;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.autoscaling.AutoScalingTypes;
import io.pharos.sandbox.service.ec2.Ec2Types;
import io.pharos.sandbox.service.iam.IamTypes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The application's instances in one Region: what they are, and how many. */
final class GivenCompute {
  private static final String USER_DATA =
      """
      #!/bin/bash
      set -euo pipefail
      parameter() {
        aws ssm get-parameter --region @@REGION@@ --name "$1" --query Parameter.Value --output text
      }
      systemctl is-enabled docker || dnf install -y docker
      systemctl enable --now docker
      endpoint="$(parameter /shop/prod/local/database-endpoint)"
      credentials="$(aws secretsmanager get-secret-value --region @@REGION@@ \\
        --secret-id shop/prod/database --query SecretString --output text)"
      printf '%s\\n' "DATABASE_ENDPOINT=$endpoint" "DATABASE_NAME=shop" \\
        "DATABASE_CREDENTIALS=$credentials" > /run/web.env
      docker network create app
      docker run -d --restart always --name web --network app -p 8080:8080 \\
        --env-file /run/web.env ghcr.io/example/shop:1.0.0
      """;

  final Resource group;

  /** Instances, or tasks. */
  GivenCompute(GivenRegion place, int capacity, Platform platform) {
    this.group =
        switch (platform) {
          case EC2 -> instances(place, capacity);
          case ECS -> GivenService.of(place, capacity);
        };
  }

  private static Resource instances(GivenRegion place, int capacity) {
    String name = GivenRegion.NAMES.global(place.region, "instance");
    Resource role =
        place.given.createIn(
            Account.GLOBAL,
            IamTypes.ROLE,
            name,
            "name",
            name,
            "assumeRolePolicy",
            GivenRuntime.trust("ec2.amazonaws.com"));
    place.given.createIn(
        Account.GLOBAL,
        IamTypes.ROLE_POLICY,
        name,
        "name",
        "application",
        "role",
        role.id(),
        "policy",
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*","Action":[
         "ssm:GetParameter","secretsmanager:GetSecretValue","kms:Decrypt"]}]}""");
    place.given.createIn(
        Account.GLOBAL, IamTypes.INSTANCE_PROFILE, name, "name", name, "role", role.id());
    return group(place, template(place, name), capacity);
  }

  private static Resource template(GivenRegion place, String profile) {
    String script = USER_DATA.replace("@@REGION@@", place.region);
    return place.create(
        Ec2Types.LAUNCH_TEMPLATE,
        "compute",
        "name",
        GivenRegion.NAMES.regional("app"),
        "imageId",
        "resolve:ssm:" + place.local(LocalParameter.AMI),
        "instanceType",
        "t3.small",
        "vpcSecurityGroupIds",
        List.of(place.vpc.appGroup),
        "iamInstanceProfile",
        Map.of("name", profile),
        "blockDeviceMappings",
        List.of(
            Map.of(
                "deviceName",
                "/dev/xvda",
                "ebs",
                Map.of("encrypted", "true", "kmsKeyId", place.key.string("arn")))),
        "userData",
        Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8)));
  }

  private static Resource group(GivenRegion place, Resource template, int capacity) {
    return place.create(
        AutoScalingTypes.GROUP,
        "compute",
        "name",
        GivenRegion.NAMES.regional("app"),
        "minSize",
        capacity,
        "maxSize",
        capacity * 3,
        "desiredCapacity",
        capacity,
        "vpcZoneIdentifiers",
        place.vpc.privateSubnets,
        "targetGroupArns",
        List.of(place.targetGroup.id()),
        "healthCheckType",
        "ELB",
        "healthCheckGracePeriod",
        180,
        "launchTemplate",
        Map.of("id", template.id(), "version", "$Latest"));
  }
}
