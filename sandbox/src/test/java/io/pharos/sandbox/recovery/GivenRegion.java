package io.pharos.sandbox.recovery;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Platform;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.TakeoverAnswer;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.GivenAccount;
import io.pharos.sandbox.service.ec2.Ec2Types;
import io.pharos.sandbox.service.elb.ElbTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a regional stack declares beside compute and recovery: one Region of the shop. */
final class GivenRegion {
  static final Names NAMES = new Names("shop", "prod");
  static final String PASSWORD = "correct-horse-battery";
  static final String POSTURE =
      """
      {"active":{"minSize":2,"maxSize":6,"desiredCapacity":2},\
      "standby":{"minSize":0,"maxSize":0,"desiredCapacity":0}}""";

  final GivenAccount given;
  final Position position;
  final String region;
  final String peerRegion;
  final GivenVpc vpc;
  final Resource key;
  final Resource database;
  final Resource secret;
  final Resource balancer;
  final Resource targetGroup;
  final Resource takeoverRule;
  final Resource topic;
  final Resource table;

  /**
   * @param sourceArn of the database that this Region's replicates; null for the writer
   */
  GivenRegion(
      GivenAccount given,
      Position position,
      String sourceArn,
      GivenEngine engine,
      Platform platform) {
    this.given = given;
    this.position = position;
    boolean primary = position == Position.PRIMARY;
    this.region = primary ? GivenAccount.REGION : GivenAccount.PEER_REGION;
    this.peerRegion = primary ? GivenAccount.PEER_REGION : GivenAccount.REGION;
    this.vpc = new GivenVpc(given, region, primary ? 0 : 1, engine);
    this.key = create("aws:kms/key:Key", "key", "policy", keyPolicy());
    this.database = database(sourceArn);
    this.secret = secret();
    parameters();
    this.balancer =
        create(
            ElbTypes.LOAD_BALANCER,
            "load-balancer",
            "name",
            NAMES.regional("app"),
            "subnets",
            vpc.publicSubnets,
            "securityGroups",
            List.of(vpc.balancerGroup));
    this.targetGroup = targetGroup(platform);
    this.takeoverRule = takeoverRule(listener());
    this.topic = topic();
    this.table =
        create(
            "aws:dynamodb/table:Table",
            "table",
            "name",
            NAMES.table(),
            "billingMode",
            "PAY_PER_REQUEST",
            "hashKey",
            "pk",
            "rangeKey",
            "sk",
            "attributes",
            List.of(Map.of("name", "pk", "type", "S"), Map.of("name", "sk", "type", "S")));
  }

  Resource create(String type, String name, Object... namesAndValues) {
    return given.createIn(region, type, name, namesAndValues);
  }

  String local(String key) {
    return NAMES.localParameter(key);
  }

  private String keyPolicy() {
    return """
        {"Version":"2012-10-17","Statement":[
         {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},
          "Action":"kms:*","Resource":"*"},
         {"Effect":"Allow","Principal":{"AWS":"*"},"Action":"kms:Decrypt","Resource":"*",
          "Condition":{"ArnEquals":{"aws:PrincipalArn":
           "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"}}},
         {"Effect":"Allow","Principal":{"Service":"cloudwatch.amazonaws.com"},
          "Action":["kms:Decrypt","kms:GenerateDataKey*"],"Resource":"*",
          "Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}}}]}""";
  }

  private Resource database(String sourceArn) {
    create(
        "aws:rds/subnetGroup:SubnetGroup",
        "database",
        "name",
        NAMES.regional(position.word()),
        "subnetIds",
        vpc.isolatedSubnets);
    if (vpc.engine.aurora()) {
      return cluster(sourceArn == null);
    }
    String parameterGroup = NAMES.databaseParameterGroup(position, vpc.engine.family);
    create(
        "aws:rds/parameterGroup:ParameterGroup",
        "database",
        "name",
        parameterGroup,
        "family",
        vpc.engine.family);
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("identifier", NAMES.database(position, 1));
    arguments.put("instanceClass", "db.t4g.medium");
    arguments.put("storageEncrypted", true);
    arguments.put("kmsKeyId", key.string("arn"));
    arguments.put("dbSubnetGroupName", NAMES.regional(position.word()));
    arguments.put("vpcSecurityGroupIds", List.of(vpc.databaseGroup));
    arguments.put("skipFinalSnapshot", true);
    if (sourceArn != null) {
      arguments.put("replicateSourceDb", sourceArn);
    } else {
      arguments.putAll(
          Map.of(
              "engine",
              vpc.engine.word,
              "engineVersion",
              vpc.engine.version,
              "allocatedStorage",
              20,
              "dbName",
              "shop",
              "username",
              "pharos",
              "password",
              PASSWORD,
              "multiAz",
              true,
              "backupRetentionPeriod",
              7,
              "backupWindow",
              "02:00-03:00"));
    }
    return create(
        "aws:rds/instance:Instance",
        "database-1",
        arguments.entrySet().stream()
            .flatMap(each -> java.util.stream.Stream.of(each.getKey(), each.getValue()))
            .toArray());
  }

  /** A cluster of a global database, which the first of them makes. */
  private Resource cluster(boolean first) {
    if (first) {
      create(
          "aws:rds/globalCluster:GlobalCluster",
          "database-global",
          "globalClusterIdentifier",
          NAMES.globalDatabase(),
          "engine",
          vpc.engine.word,
          "engineVersion",
          vpc.engine.version,
          "storageEncrypted",
          true);
    }
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("clusterIdentifier", NAMES.database(position, 1));
    arguments.put("globalClusterIdentifier", NAMES.globalDatabase());
    arguments.put("engine", vpc.engine.word);
    arguments.put("engineVersion", vpc.engine.version);
    arguments.put("storageEncrypted", true);
    arguments.put("kmsKeyId", key.string("arn"));
    arguments.put("dbSubnetGroupName", NAMES.regional(position.word()));
    arguments.put("vpcSecurityGroupIds", List.of(vpc.databaseGroup));
    arguments.put("skipFinalSnapshot", true);
    if (first) {
      arguments.putAll(
          Map.of("masterUsername", "pharos", "masterPassword", PASSWORD, "databaseName", "shop"));
    } else {
      arguments.put("sourceRegion", peerRegion);
    }
    Resource made =
        create(
            "aws:rds/cluster:Cluster",
            "database",
            arguments.entrySet().stream()
                .flatMap(each -> java.util.stream.Stream.of(each.getKey(), each.getValue()))
                .toArray());
    create(
        "aws:rds/clusterInstance:ClusterInstance",
        "database-a",
        "identifier",
        made.id() + "-a",
        "clusterIdentifier",
        made.id(),
        "engine",
        vpc.engine.word,
        "instanceClass",
        "db.r7g.large");
    return made;
  }

  private Resource secret() {
    Resource made =
        create(
            "aws:secretsmanager/secret:Secret",
            "database",
            "name",
            NAMES.databaseSecret(),
            "kmsKeyId",
            key.string("arn"));
    create(
        "aws:secretsmanager/secretVersion:SecretVersion",
        "database",
        "secretId",
        made.id(),
        "secretString",
        "{\"username\":\"pharos\",\"password\":\"" + PASSWORD + "\"}");
    return made;
  }

  private void parameters() {
    parameter(local(LocalParameter.DATABASE_IDENTIFIER), database.string("identifier"));
    if (vpc.engine.aurora()) {
      String port = ":" + vpc.engine.port;
      parameter(local(LocalParameter.DATABASE_ENDPOINT), database.string("endpoint") + port);
      parameter(
          local(LocalParameter.DATABASE_READER_ENDPOINT), database.string("readerEndpoint") + port);
    } else {
      parameter(local(LocalParameter.DATABASE_ENDPOINT), database.string("endpoint"));
    }
    parameter(local(LocalParameter.POSTURE), POSTURE);
    parameter(local(LocalParameter.DATABASE_SPECIFICATION), specification());
    parameter(
        local(LocalParameter.AMI),
        given
            .world
            .service(io.pharos.sandbox.service.Ssm.class)
            .value(region, io.pharos.sandbox.Sandbox.IMAGE_PARAMETER)
            .orElseThrow());
  }

  private String specification() {
    return """
        {"instanceClass":"db.t4g.medium","storageType":"gp3","kmsKeyId":"%s",
         "dbSubnetGroupName":"%s","parameterGroupName":"%s","vpcSecurityGroupIds":["%s"],
         "publiclyAccessible":false,"autoMinorVersionUpgrade":false,
         "performanceInsightsEnabled":false,"enabledCloudwatchLogsExports":["error"],
         "copyTagsToSnapshot":true,"deletionProtection":true,
         "maintenanceWindow":"sun:04:00-sun:05:00","tags":{"pharos:app":"shop"}}"""
        .formatted(
            key.string("arn"),
            NAMES.databaseSubnetGroup(position),
            NAMES.databaseParameterGroup(position, vpc.engine.family),
            vpc.databaseGroup);
  }

  private void parameter(String name, String value) {
    create("aws:ssm/parameter:Parameter", name, "name", name, "type", "String", "value", value);
  }

  private Resource targetGroup(Platform platform) {
    return create(
        ElbTypes.TARGET_GROUP,
        "load-balancer",
        "name",
        NAMES.targetGroup(platform),
        "targetType",
        platform == Platform.ECS ? "ip" : "instance",
        "vpcId",
        vpc.vpcId,
        "port",
        8080,
        "protocol",
        "HTTP",
        "deregistrationDelay",
        30,
        "healthCheck",
        Map.of(
            "path",
            "/healthz",
            "interval",
            5,
            "timeout",
            3,
            "healthyThreshold",
            2,
            "unhealthyThreshold",
            2));
  }

  private Resource listener() {
    Resource certificate =
        given.world.account().list("aws:acm/certificate:Certificate", region).get(0);
    return create(
        ElbTypes.LISTENER,
        "load-balancer-https",
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

  private Resource takeoverRule(Resource listener) {
    return create(
        ElbTypes.LISTENER_RULE,
        "load-balancer-takeover",
        "listenerArn",
        listener.id(),
        "priority",
        1,
        "conditions",
        List.of(Map.of("pathPattern", Map.of("values", List.of("/.pharos/takeover")))),
        "actions",
        List.of(
            Map.of(
                "type",
                "fixed-response",
                "fixedResponse",
                Map.of(
                    "contentType",
                    "text/plain",
                    "messageBody",
                    TakeoverAnswer.text(position, TakeoverAnswer.Says.NOTHING),
                    "statusCode",
                    Integer.toString(
                        TakeoverAnswer.status(position, TakeoverAnswer.Says.NOTHING))))));
  }

  private Resource topic() {
    Resource made =
        create(
            "aws:sns/topic:Topic",
            "alerts",
            "name",
            NAMES.regional("alerts"),
            "kmsMasterKeyId",
            key.string("arn"));
    create(
        "aws:sns/topicPolicy:TopicPolicy",
        "alerts",
        "arn",
        made.id(),
        "policy",
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
         "Principal":{"Service":"cloudwatch.amazonaws.com"},"Action":"sns:Publish",
         "Resource":"%s","Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}}}]}"""
            .formatted(made.id()));
    return made;
  }

  /** How the fence's entries look: the DENY entries of the network ACL, by CIDR block. */
  List<String> fencedCidrs() {
    return given.world.account().find(Ec2Types.NETWORK_ACL, region, vpc.isolatedAcl.id()).stream()
        .flatMap(acl -> given.read(acl).maps("ingress").stream())
        .filter(entry -> entry.get("action").equals("deny"))
        .map(entry -> entry.get("cidrBlock").toString())
        .toList();
  }
}
