package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.autoscaling.AutoScalingTypes;
import io.pharos.sandbox.service.ec2.Ec2Types;
import io.pharos.sandbox.service.elb.ElbTypes;
import io.pharos.sandbox.service.iam.IamTypes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A shop in one Region, whole: network, load balancer, instances that boot, and a database. */
final class GivenShop {
  static final String IMAGE = "public.ecr.aws/example/shop:1";
  static final String USER_DATA =
      """
      #!/bin/bash
      set -euo pipefail
      exec > >(tee /var/log/user-data.log) 2>&1
      region=eu-west-1
      parameter() {
        aws ssm get-parameter --region "$region" --name "$1" \\
          --query Parameter.Value --output text
      }
      systemctl is-enabled docker || dnf install -y docker
      systemctl enable --now docker
      docker network inspect app >/dev/null 2>&1 || docker network create app
      mkdir -p /run/shop
      {
        printf 'DATABASE_ENDPOINT=%s\\n' "$(parameter /shop/prod/local/database-endpoint)"
        printf 'DATABASE_NAME=%s\\n' shop
        printf 'DATABASE_CREDENTIALS=%s\\n' "$(/usr/bin/aws secretsmanager get-secret-value \\
          --region "$region" --secret-id shop/prod/database --query SecretString --output text)"
        aws ssm get-parameters-by-path --region "$region" --path /shop/prod/shared \\
          --recursive --query 'Parameters[].[Name,Value]' --output text |
          while IFS=$'\\t' read -r name value; do printf '%s=%s\\n' "${name##*/}" "$value"; done
      } > /run/shop/web.env
      sleep 5
      docker run -d --restart always --name web --network app -p 8080:8080 \\
        --env-file /run/shop/web.env public.ecr.aws/example/shop:1
      """;

  final GivenAccount given = new GivenAccount();
  final GivenNetwork network = new GivenNetwork(given);
  final Resource role;
  final Resource policy;
  final Resource endpointParameter;
  final Resource imageParameter;
  final Resource database;
  final Resource balancer;
  final Resource targetGroup;
  final Resource listener;
  final Resource template;
  final Resource group;

  GivenShop() {
    this(1);
  }

  GivenShop(int capacity) {
    database = database();
    role = role();
    policy = policy("ssm:GetParameter", "ssm:GetParametersByPath", "secretsmanager:GetSecretValue");
    endpointParameter =
        parameter("/shop/prod/local/database-endpoint", database.string("endpoint"));
    parameter("/shop/prod/shared/GREETING", "hello");
    String image =
        given
            .world
            .service(Ssm.class)
            .value(GivenAccount.REGION, io.pharos.sandbox.Sandbox.IMAGE_PARAMETER)
            .orElseThrow();
    imageParameter = parameter("/shop/prod/local/ami", image);
    secret();
    balancer = balancer();
    targetGroup = targetGroup();
    listener = listener();
    template = template();
    group = group(capacity);
  }

  private Resource database() {
    network.create(
        "aws:rds/subnetGroup:SubnetGroup",
        "isolated",
        "name",
        "isolated",
        "subnetIds",
        network.isolatedSubnets);
    return network.create(
        "aws:rds/instance:Instance",
        "database",
        "identifier",
        "shop-prod-primary-1",
        "engine",
        "mysql",
        "engineVersion",
        "8.0",
        "username",
        "shop",
        "password",
        "correct-horse",
        "dbName",
        "shop",
        "allocatedStorage",
        20,
        "instanceClass",
        "db.t4g.medium",
        "dbSubnetGroupName",
        "isolated",
        "vpcSecurityGroupIds",
        List.of(network.databaseGroup.id()),
        "backupRetentionPeriod",
        7,
        "skipFinalSnapshot",
        true);
  }

  private Resource role() {
    Resource made =
        given.createIn(
            Account.GLOBAL,
            IamTypes.ROLE,
            "instance",
            "name",
            "shop-prod-eu-west-1-instance",
            "assumeRolePolicy",
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
             "Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}""");
    given.createIn(
        Account.GLOBAL,
        IamTypes.INSTANCE_PROFILE,
        "instance",
        "name",
        "shop-instance",
        "role",
        made.id());
    return made;
  }

  Resource policy(String... actions) {
    return given.createIn(
        Account.GLOBAL,
        IamTypes.ROLE_POLICY,
        "instance-" + String.join("+", actions),
        "name",
        "policy-" + actions.length,
        "role",
        role.id(),
        "policy",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\""
            + String.join("\",\"", actions)
            + "\"],\"Resource\":\"*\"}]}");
  }

  private Resource parameter(String name, String value) {
    return network.create(
        "aws:ssm/parameter:Parameter", name, "name", name, "type", "String", "value", value);
  }

  private void secret() {
    Resource secret =
        network.create(
            "aws:secretsmanager/secret:Secret", "database", "name", "shop/prod/database");
    network.create(
        "aws:secretsmanager/secretVersion:SecretVersion",
        "database",
        "secretId",
        secret.id(),
        "secretString",
        "{\"username\":\"shop\",\"password\":\"correct-horse\"}");
  }

  private Resource balancer() {
    return network.create(
        ElbTypes.LOAD_BALANCER,
        "shop",
        "name",
        "shop-prod-app",
        "subnets",
        network.publicSubnets,
        "securityGroups",
        List.of(network.balancerGroup.id()));
  }

  private Resource targetGroup() {
    return network.create(
        ElbTypes.TARGET_GROUP,
        "shop",
        "name",
        "shop-prod-app",
        "vpcId",
        network.vpc.id(),
        "port",
        8080,
        "protocol",
        "HTTP",
        "deregistrationDelay",
        30,
        "healthCheck",
        Map.of("path", "/healthz", "interval", 10, "timeout", 5));
  }

  private Resource listener() {
    Resource certificate =
        given.world.account().list("aws:acm/certificate:Certificate", GivenAccount.REGION).get(0);
    return network.create(
        ElbTypes.LISTENER,
        "shop",
        "loadBalancerArn",
        balancer.id(),
        "port",
        443,
        "protocol",
        "HTTPS",
        "certificateArn",
        certificate.string("arn"),
        "defaultActions",
        List.of(Map.of("type", "forward", "targetGroupArn", targetGroup.id())));
  }

  private Resource template() {
    return network.create(
        Ec2Types.LAUNCH_TEMPLATE,
        "shop",
        "name",
        "shop-prod-app",
        "imageId",
        "resolve:ssm:/shop/prod/local/ami",
        "instanceType",
        "t3.small",
        "vpcSecurityGroupIds",
        List.of(network.appGroup.id()),
        "iamInstanceProfile",
        Map.of("name", "shop-instance"),
        "userData",
        Base64.getEncoder().encodeToString(USER_DATA.getBytes(StandardCharsets.UTF_8)));
  }

  private Resource group(int capacity) {
    return network.create(
        AutoScalingTypes.GROUP,
        "shop",
        "name",
        "shop-prod-app",
        "minSize",
        0,
        "maxSize",
        4,
        "desiredCapacity",
        capacity,
        "vpcZoneIdentifiers",
        network.privateSubnets,
        "targetGroupArns",
        List.of(targetGroup.id()),
        "healthCheckType",
        "ELB",
        "healthCheckGracePeriod",
        300,
        "launchTemplate",
        Map.of("id", template.id(), "version", "$Latest"));
  }

  /** Status and body of a request by a user, or why there is no answer. */
  String send(String method, String path) {
    try {
      WebAnswer answer =
          given
              .world
              .service(Internet.class)
              .request(
                  Caller.INTERNET,
                  balancer.string("dnsName"),
                  GivenAccount.DOMAIN,
                  "https",
                  method,
                  path,
                  "");
      return answer.status() + " " + answer.body();
    } catch (io.pharos.recovery.aws.WebUnreachable e) {
      return e.getMessage();
    }
  }

  String lastFailure() {
    return given.world.service(Internet.class).lastFailure(GivenAccount.DOMAIN).orElse("");
  }

  void boot() {
    given.pass(Duration.ofMinutes(5));
  }
}
