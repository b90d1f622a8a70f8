package io.pharos.sandbox.contract;

import io.pharos.sandbox.Sandbox;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Clients;
import io.pharos.sandbox.service.Ec2;
import io.pharos.sandbox.service.Ecr;
import io.pharos.sandbox.service.Ssm;
import io.pharos.sandbox.service.accelerator.AcceleratorTypes;
import io.pharos.sandbox.service.applicationautoscaling.ScalingTypes;
import io.pharos.sandbox.service.backup.BackupTypes;
import io.pharos.sandbox.service.ec2.Instance;
import io.pharos.sandbox.service.ecr.Registry;
import io.pharos.sandbox.service.ecs.EcsTypes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsClient;

/** The sandbox's account, filled as the Pulumi provider fills it. */
final class SimulatedWorld implements ContractWorld {
  private static final String AURORA = "8.0.mysql_aurora.3.10.0";
  private static final Duration LONG_ENOUGH = Duration.ofHours(2);
  private String privateTable;

  private static final Map<String, String> NETWORK_TYPES =
      Map.of(
          "vpc", "aws:ec2/vpc:Vpc",
          "gateway", "aws:ec2/internetGateway:InternetGateway",
          "subnet", "aws:ec2/subnet:Subnet",
          "table", "aws:ec2/routeTable:RouteTable",
          "route", "aws:ec2/route:Route",
          "association", "aws:ec2/routeTableAssociation:RouteTableAssociation",
          "group", "aws:ec2/securityGroup:SecurityGroup");

  private final World world =
      Sandbox.create(
          7, new Sandbox.Settings("shop.example.com", "example.com", REGION, PEER_REGION));
  private final Map<String, Network> networks = new HashMap<>();

  private record Network(String vpc, List<String> subnets, String securityGroup) {}

  @Override
  public Side side() {
    return Side.SIMULATED;
  }

  @Override
  public <T extends AwsClient> T client(Class<T> type, String region) {
    return CalledActions.remembered(
        type, Clients.of(world, type, region, Caller.operator(world.clock())));
  }

  @Override
  public Clock clock() {
    return world.clock();
  }

  @Override
  public void settle() {
    world.clock().advanceBy(LONG_ENOUGH);
  }

  @Override
  public void table(String name) {
    create(
        REGION,
        "aws:dynamodb/table:Table",
        name,
        Map.of(
            "name", name,
            "billingMode", "PAY_PER_REQUEST",
            "hashKey", "pk",
            "rangeKey", "sk",
            "attributes",
                List.of(Map.of("name", "pk", "type", "S"), Map.of("name", "sk", "type", "S"))));
  }

  @Override
  public void vault(String name) {
    create(REGION, BackupTypes.VAULT, name, Map.of("name", name));
  }

  @Override
  public String image(String repository, String tag) {
    Registry registry = world.service(Ecr.class).registry();
    registry.repository(REGION, repository);
    return registry.push(REGION, repository, tag);
  }

  @Override
  public String secret(String name, String value) {
    Resource secret =
        create(REGION, "aws:secretsmanager/secret:Secret", name, Map.of("name", name));
    if (value != null) {
      create(
          REGION,
          "aws:secretsmanager/secretVersion:SecretVersion",
          name,
          Map.of("secretId", secret.id(), "secretString", value));
    }
    return secret.id();
  }

  @Override
  public void deleteSecret(String name) {
    Resource secret =
        world
            .account()
            .first(
                "aws:secretsmanager/secret:Secret",
                REGION,
                each -> each.string("name").equals(name))
            .orElseThrow();
    behavior(secret.type()).delete(secret);
    world.account().remove(secret);
  }

  @Override
  public String database(String region, String identifier) {
    Map<String, Object> attributes = new LinkedHashMap<>(instance(region, identifier));
    attributes.put("engine", "mysql");
    attributes.put("engineVersion", "8.0");
    attributes.put("username", "shop");
    attributes.put("password", "correct-horse");
    attributes.put("allocatedStorage", 20);
    attributes.put("backupRetentionPeriod", 7);
    return create(region, "aws:rds/instance:Instance", identifier, attributes).string("arn");
  }

  @Override
  public void replica(String identifier, String sourceArn) {
    Map<String, Object> attributes = new LinkedHashMap<>(instance(REGION, identifier));
    attributes.put("replicateSourceDb", sourceArn);
    create(REGION, "aws:rds/instance:Instance", identifier, attributes);
  }

  @Override
  public void globalDatabase(String identifier, String writer, String reader) {
    create(
        PEER_REGION,
        "aws:rds/globalCluster:GlobalCluster",
        identifier,
        Map.of(
            "globalClusterIdentifier",
            identifier,
            "engine",
            "aurora-mysql",
            "engineVersion",
            AURORA));
    cluster(
        PEER_REGION,
        writer,
        identifier,
        Map.of("masterUsername", "shop", "masterPassword", "correct-horse"));
    cluster(REGION, reader, identifier, Map.of());
  }

  private void cluster(String region, String identifier, String global, Map<String, Object> more) {
    Map<String, Object> attributes = new LinkedHashMap<>(more);
    attributes.put("clusterIdentifier", identifier);
    attributes.put("globalClusterIdentifier", global);
    attributes.put("engine", "aurora-mysql");
    attributes.put("engineVersion", AURORA);
    attributes.put("vpcSecurityGroupIds", List.of(network(region).securityGroup()));
    attributes.put("dbSubnetGroupName", "isolated");
    attributes.put("skipFinalSnapshot", true);
    create(region, "aws:rds/cluster:Cluster", identifier, attributes);
    create(
        region,
        "aws:rds/clusterInstance:ClusterInstance",
        identifier + "-a",
        Map.of(
            "identifier",
            identifier + "-a",
            "clusterIdentifier",
            identifier,
            "engine",
            "aurora-mysql",
            "instanceClass",
            "db.r7g.large"));
  }

  private Map<String, Object> instance(String region, String identifier) {
    Network network = network(region);
    return Map.of(
        "identifier",
        identifier,
        "instanceClass",
        "db.t4g.medium",
        "dbSubnetGroupName",
        "isolated",
        "vpcSecurityGroupIds",
        List.of(network.securityGroup()),
        "skipFinalSnapshot",
        true);
  }

  @Override
  public String databaseSubnetGroup() {
    network(REGION);
    return "isolated";
  }

  @Override
  public String securityGroup(String name) {
    return network(REGION, "group", name, Map.of("name", name, "vpcId", network(REGION).vpc()))
        .id();
  }

  @Override
  public String networkAcl(String region) {
    String id =
        create(
                region,
                "aws:ec2/networkAcl:NetworkAcl",
                "isolated",
                Map.of("vpcId", network(region).vpc(), "subnetIds", network(region).subnets()))
            .id();
    create(
        region,
        "aws:ec2/networkAclRule:NetworkAclRule",
        "isolated-in",
        Map.of(
            "networkAclId",
            id,
            "ruleNumber",
            100,
            "egress",
            false,
            "protocol",
            "tcp",
            "ruleAction",
            "allow",
            "cidrBlock",
            "0.0.0.0/0",
            "fromPort",
            3306,
            "toPort",
            3306));
    return id;
  }

  @Override
  public String instance() {
    Network network = network(REGION);
    Instance instance =
        new Instance(
            new Instance.Launch(
                "i-0123456789abcdef0",
                REGION,
                network.vpc(),
                network.subnets().get(0),
                REGION + "a",
                "10.0.0.10",
                false,
                List.of(network.securityGroup()),
                world.service(Ssm.class).value(REGION, Sandbox.IMAGE_PARAMETER).orElseThrow(),
                "al2023-ami-2023",
                "t3.small",
                null,
                "",
                Map.of(),
                world.clock().instant()));
    instance.state(Instance.State.RUNNING);
    world.service(Ec2.class).instances().add(instance);
    return instance.id();
  }

  @Override
  public void autoScalingGroup(String name, int minSize, int maxSize, int desiredCapacity) {
    Resource template =
        create(
            REGION,
            "aws:ec2/launchTemplate:LaunchTemplate",
            name,
            Map.of(
                "name",
                name,
                "imageId",
                "resolve:ssm:" + Sandbox.IMAGE_PARAMETER,
                "instanceType",
                "t3.small"));
    create(
        REGION,
        "aws:autoscaling/group:Group",
        name,
        Map.of(
            "name", name,
            "minSize", minSize,
            "maxSize", maxSize,
            "desiredCapacity", desiredCapacity,
            "vpcZoneIdentifiers", network(REGION).subnets(),
            "launchTemplate", Map.of("id", template.id(), "version", "$Latest")));
  }

  @Override
  public void fargateService(String name, int minCapacity, int maxCapacity) {
    create(REGION, EcsTypes.CLUSTER, name, Map.of("name", name));
    Resource definition =
        create(
            REGION,
            EcsTypes.TASK_DEFINITION,
            name,
            Map.of(
                "family", name,
                "requiresCompatibilities", List.of("FARGATE"),
                "networkMode", "awsvpc",
                "cpu", "256",
                "memory", "512",
                "containerDefinitions", "[{\"name\":\"web\",\"image\":\"nginx\"}]"));
    create(
        REGION,
        EcsTypes.SERVICE,
        name,
        Map.of(
            "name",
            name,
            "cluster",
            name,
            "taskDefinition",
            definition.id(),
            "launchType",
            "FARGATE",
            "desiredCount",
            0,
            "deploymentMaximumPercent",
            200,
            "deploymentMinimumHealthyPercent",
            100,
            "networkConfiguration",
            Map.of("subnets", network(REGION).subnets())));
    create(
        REGION,
        ScalingTypes.TARGET,
        name,
        Map.of(
            "serviceNamespace",
            "ecs",
            "scalableDimension",
            "ecs:service:DesiredCount",
            "resourceId",
            "service/" + name + "/" + name,
            "minCapacity",
            minCapacity,
            "maxCapacity",
            maxCapacity));
  }

  @Override
  public Balanced loadBalancer(String name) {
    Network network = network(REGION);
    String balancer =
        create(
                REGION,
                "aws:lb/loadBalancer:LoadBalancer",
                name,
                Map.of(
                    "name",
                    name,
                    "subnets",
                    network.subnets(),
                    "securityGroups",
                    List.of(network.securityGroup())))
            .id();
    String targetGroup =
        create(
                REGION,
                "aws:lb/targetGroup:TargetGroup",
                name,
                Map.of("name", name, "vpcId", network.vpc(), "port", 8080, "protocol", "HTTP"))
            .id();
    String listener =
        create(
                REGION,
                "aws:lb/listener:Listener",
                name,
                Map.of(
                    "loadBalancerArn",
                    balancer,
                    "port",
                    80,
                    "protocol",
                    "HTTP",
                    "defaultActions",
                    List.of(Map.of("type", "forward", "targetGroupArn", targetGroup))))
            .id();
    Resource rule =
        create(
            REGION,
            "aws:lb/listenerRule:ListenerRule",
            name,
            Map.of(
                "listenerArn",
                listener,
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
                            "statusCode", "404",
                            "contentType", "text/plain",
                            "messageBody", "standby")))));
    return new Balanced(listener, rule.id(), targetGroup);
  }

  @Override
  public void accelerator(String name) {
    loadBalancer(name);
    String balancer = world.account().list("aws:lb/loadBalancer:LoadBalancer", REGION).get(0).id();
    String accelerator =
        create(
                Account.GLOBAL,
                AcceleratorTypes.ACCELERATOR,
                name,
                Map.of("name", name, "enabled", true))
            .id();
    String listener =
        create(
                Account.GLOBAL,
                AcceleratorTypes.LISTENER,
                name,
                Map.of(
                    "acceleratorArn",
                    accelerator,
                    "protocol",
                    "TCP",
                    "portRanges",
                    List.of(Map.of("fromPort", 80, "toPort", 80))))
            .id();
    create(
        Account.GLOBAL,
        AcceleratorTypes.ENDPOINT_GROUP,
        name,
        Map.of(
            "listenerArn",
            listener,
            "endpointGroupRegion",
            REGION,
            "endpointConfigurations",
            List.of(Map.of("endpointId", balancer, "weight", 128))));
  }

  @Override
  public void alarm(String name, String namespace, String metric, Map<String, String> dimensions) {
    create(
        REGION,
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        name,
        Map.of(
            "name",
            name,
            "namespace",
            namespace,
            "metricName",
            metric,
            "dimensions",
            dimensions,
            "statistic",
            "Maximum",
            "period",
            60,
            "evaluationPeriods",
            2,
            "threshold",
            1,
            "comparisonOperator",
            "GreaterThanOrEqualToThreshold",
            "treatMissingData",
            "notBreaching"));
  }

  @Override
  public String topic(String name) {
    return create(REGION, "aws:sns/topic:Topic", name, Map.of("name", name)).string("arn");
  }

  @Override
  public String stateMachine(String name) {
    create(
        Account.GLOBAL,
        "aws:iam/role:Role",
        name,
        Map.of(
            "name",
            name,
            "assumeRolePolicy",
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
            "Principal":{"Service":"states.amazonaws.com"},"Action":"sts:AssumeRole"}]}"""));
    return create(
            REGION,
            "aws:sfn/stateMachine:StateMachine",
            name,
            Map.of(
                "name",
                name,
                "roleArn",
                "arn:aws:iam::" + ACCOUNT + ":role/" + name,
                "definition",
                Definitions.WAITING))
        .id();
  }

  @Override
  public void fedFunction(String name) {
    create(
        Account.GLOBAL,
        "aws:iam/role:Role",
        name,
        Map.of(
            "name",
            name,
            "assumeRolePolicy",
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
            "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}"""));
    create(
        REGION,
        "aws:lambda/function:Function",
        name,
        Map.of(
            "name",
            name,
            "role",
            "arn:aws:iam::" + ACCOUNT + ":role/" + name,
            "runtime",
            "java17",
            "handler",
            "shop.Orders::handleRequest",
            "code",
            Map.of("path", EmptyArchive.file().toString())));
    create(
        REGION,
        "aws:lambda/eventSourceMapping:EventSourceMapping",
        name,
        Map.of(
            "functionName",
            name,
            "eventSourceArn",
            "arn:aws:sqs:" + REGION + ":" + ACCOUNT + ":" + name));
  }

  @Override
  public void rule(String name) {
    create(
        REGION,
        "aws:cloudwatch/eventRule:EventRule",
        name,
        Map.of("name", name, "scheduleExpression", "rate(1 day)"));
  }

  @Override
  public void bucket(String region, String name) {
    create(region, "aws:s3/bucketV2:BucketV2", name, Map.of("bucket", name));
    create(
        region,
        "aws:s3/bucketVersioningV2:BucketVersioningV2",
        name,
        Map.of("bucket", name, "versioningConfiguration", Map.of("status", "Enabled")));
  }

  @Override
  public Subnetted publicSubnet() {
    Network network = network(REGION);
    if (privateTable == null) {
      privateTable = network(REGION, "table", "private", Map.of("vpcId", network.vpc())).id();
    }
    return new Subnetted(network.subnets().get(0), privateTable);
  }

  private Network network(String region) {
    Network known = networks.get(region);
    if (known != null) {
      return known;
    }
    String vpc = network(region, "vpc", "net", Map.of("cidrBlock", "10.0.0.0/16")).id();
    String gateway = network(region, "gateway", "net", Map.of("vpcId", vpc)).id();
    String table = network(region, "table", "net", Map.of("vpcId", vpc)).id();
    network(
        region,
        "route",
        "net",
        Map.of("routeTableId", table, "destinationCidrBlock", "0.0.0.0/0", "gatewayId", gateway));
    List<String> subnets = List.of(subnet(region, vpc, "a"), subnet(region, vpc, "b"));
    for (String subnet : subnets) {
      network(region, "association", subnet, Map.of("routeTableId", table, "subnetId", subnet));
    }
    String group = network(region, "group", "net", Map.of("name", "net", "vpcId", vpc)).id();
    create(
        region,
        "aws:rds/subnetGroup:SubnetGroup",
        "isolated",
        Map.of("name", "isolated", "subnetIds", subnets));
    Network made = new Network(vpc, subnets, group);
    networks.put(region, made);
    return made;
  }

  private String subnet(String region, String vpc, String zone) {
    return network(
            region,
            "subnet",
            zone,
            Map.of(
                "vpcId", vpc,
                "cidrBlock", "10.0." + (zone.charAt(0) - 'a') + ".0/24",
                "availabilityZone", region + zone))
        .id();
  }

  private Resource network(
      String region, String kind, String name, Map<String, Object> attributes) {
    return create(region, NETWORK_TYPES.get(kind), name, attributes);
  }

  private Resource create(String region, String type, String name, Map<String, Object> attributes) {
    Resource resource = new Resource(type, region, name, attributes);
    behavior(type).create(resource);
    world.account().add(resource);
    behavior(type).start(resource);
    return resource;
  }

  private Behavior behavior(String type) {
    return world.behavior(type).orElseThrow();
  }
}
