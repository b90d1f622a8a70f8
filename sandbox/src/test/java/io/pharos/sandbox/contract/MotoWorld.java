package io.pharos.sandbox.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.RuleAction;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** moto's account, filled through its own create calls. */
final class MotoWorld implements ContractWorld {
  private static final String AURORA = "8.0.mysql_aurora.3.10.0";

  /** A server error of moto does not become another answer by asking again. */
  private static final ClientOverrideConfiguration ASK_ONCE =
      ClientOverrideConfiguration.builder().retryStrategy(AwsRetryStrategy.doNotRetry()).build();

  private static final SdkHttpClient HTTP = UrlConnectionHttpClient.create();
  private static final Map<Class<?>, Supplier<AwsSyncClientBuilder<?, ?>>> BUILDERS =
      Map.ofEntries(
          Map.entry(ApplicationAutoScalingClient.class, ApplicationAutoScalingClient::builder),
          Map.entry(AutoScalingClient.class, AutoScalingClient::builder),
          Map.entry(BackupClient.class, BackupClient::builder),
          Map.entry(CloudWatchClient.class, CloudWatchClient::builder),
          Map.entry(DynamoDbClient.class, DynamoDbClient::builder),
          Map.entry(Ec2Client.class, Ec2Client::builder),
          Map.entry(EcrClient.class, EcrClient::builder),
          Map.entry(EcsClient.class, EcsClient::builder),
          Map.entry(ElasticLoadBalancingV2Client.class, ElasticLoadBalancingV2Client::builder),
          Map.entry(EventBridgeClient.class, EventBridgeClient::builder),
          Map.entry(LambdaClient.class, LambdaClient::builder),
          Map.entry(RdsClient.class, RdsClient::builder),
          Map.entry(S3Client.class, S3Client::builder),
          Map.entry(SecretsManagerClient.class, SecretsManagerClient::builder),
          Map.entry(ServiceQuotasClient.class, ServiceQuotasClient::builder),
          Map.entry(SfnClient.class, SfnClient::builder),
          Map.entry(SnsClient.class, SnsClient::builder),
          Map.entry(SsmClient.class, SsmClient::builder));

  private final URI url;
  private String privateTable;
  private final Map<String, String> vpcs = new HashMap<>();
  private final Map<String, List<String>> subnets = new HashMap<>();

  MotoWorld(URI url) {
    this.url = url;
  }

  @Override
  public Side side() {
    return Side.MOTO;
  }

  @Override
  public <T extends AwsClient> T client(Class<T> type, String region) {
    AwsSyncClientBuilder<?, ?> http = BUILDERS.get(type).get();
    http.httpClient(HTTP);
    AwsClientBuilder<?, ?> builder = (AwsClientBuilder<?, ?>) http;
    builder.region(Region.of(region));
    builder.endpointOverride(url);
    builder.overrideConfiguration(ASK_ONCE);
    builder.credentialsProvider(
        StaticCredentialsProvider.create(AwsBasicCredentials.create("contract", "contract")));
    return type.cast(builder.build());
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }

  /** Nothing takes time in moto. */
  @Override
  public void settle() {}

  @Override
  public void table(String name) {
    client(DynamoDbClient.class)
        .createTable(
            create ->
                create
                    .tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                        pk -> pk.attributeName("pk").attributeType(ScalarAttributeType.S),
                        sk -> sk.attributeName("sk").attributeType(ScalarAttributeType.S))
                    .keySchema(
                        pk -> pk.attributeName("pk").keyType(KeyType.HASH),
                        sk -> sk.attributeName("sk").keyType(KeyType.RANGE)));
  }

  @Override
  public void vault(String name) {
    client(BackupClient.class).createBackupVault(create -> create.backupVaultName(name));
  }

  @Override
  public String image(String repository, String tag) {
    EcrClient ecr = client(EcrClient.class);
    ecr.createRepository(create -> create.repositoryName(repository));
    return ecr.putImage(
            put -> put.repositoryName(repository).imageTag(tag).imageManifest(Definitions.MANIFEST))
        .image()
        .imageId()
        .imageDigest();
  }

  @Override
  public String secret(String name, String value) {
    return client(SecretsManagerClient.class)
        .createSecret(create -> create.name(name).secretString(value))
        .arn();
  }

  @Override
  public void deleteSecret(String name) {
    client(SecretsManagerClient.class).deleteSecret(delete -> delete.secretId(name));
  }

  @Override
  public String database(String region, String identifier) {
    return client(RdsClient.class, region)
        .createDBInstance(
            create ->
                create
                    .dbInstanceIdentifier(identifier)
                    .dbInstanceClass("db.t4g.medium")
                    .engine("mysql")
                    .masterUsername("shop")
                    .masterUserPassword("correct-horse")
                    .allocatedStorage(20)
                    .backupRetentionPeriod(7))
        .dbInstance()
        .dbInstanceArn();
  }

  @Override
  public void replica(String identifier, String sourceArn) {
    client(RdsClient.class)
        .createDBInstanceReadReplica(
            create ->
                create.dbInstanceIdentifier(identifier).sourceDBInstanceIdentifier(sourceArn));
  }

  @Override
  public void globalDatabase(String identifier, String writer, String reader) {
    client(RdsClient.class, PEER_REGION)
        .createGlobalCluster(
            create ->
                create
                    .globalClusterIdentifier(identifier)
                    .engine("aurora-mysql")
                    .engineVersion(AURORA));
    client(RdsClient.class, PEER_REGION)
        .createDBCluster(
            create ->
                create
                    .dbClusterIdentifier(writer)
                    .globalClusterIdentifier(identifier)
                    .engine("aurora-mysql")
                    .engineVersion(AURORA)
                    .masterUsername("shop")
                    .masterUserPassword("correct-horse"));
    client(RdsClient.class)
        .createDBCluster(
            create ->
                create
                    .dbClusterIdentifier(reader)
                    .globalClusterIdentifier(identifier)
                    .engine("aurora-mysql")
                    .engineVersion(AURORA));
    instance(PEER_REGION, writer);
    instance(REGION, reader);
  }

  private void instance(String region, String cluster) {
    client(RdsClient.class, region)
        .createDBInstance(
            create ->
                create
                    .dbInstanceIdentifier(cluster + "-a")
                    .dbClusterIdentifier(cluster)
                    .engine("aurora-mysql")
                    .dbInstanceClass("db.r7g.large"));
  }

  @Override
  public String databaseSubnetGroup() {
    boolean made =
        client(RdsClient.class).describeDBSubnetGroups().dbSubnetGroups().stream()
            .anyMatch(group -> group.dbSubnetGroupName().equals("isolated"));
    if (!made) {
      client(RdsClient.class)
          .createDBSubnetGroup(
              create ->
                  create
                      .dbSubnetGroupName("isolated")
                      .dbSubnetGroupDescription("isolated")
                      .subnetIds(subnets(REGION)));
    }
    return "isolated";
  }

  @Override
  public String securityGroup(String name) {
    return client(Ec2Client.class)
        .createSecurityGroup(create -> create.groupName(name).description(name).vpcId(vpc(REGION)))
        .groupId();
  }

  @Override
  public String networkAcl(String region) {
    Ec2Client ec2 = client(Ec2Client.class, region);
    String id =
        ec2.createNetworkAcl(create -> create.vpcId(vpc(region))).networkAcl().networkAclId();
    ec2.createNetworkAclEntry(
        create ->
            create
                .networkAclId(id)
                .ruleNumber(100)
                .egress(false)
                .protocol("6")
                .ruleAction(RuleAction.ALLOW)
                .cidrBlock("0.0.0.0/0")
                .portRange(range -> range.from(3306).to(3306)));
    return id;
  }

  @Override
  public String instance() {
    String image =
        client(Ec2Client.class)
            .describeImages(describe -> describe.owners("amazon"))
            .images()
            .get(0)
            .imageId();
    return client(Ec2Client.class)
        .runInstances(run -> run.imageId(image).instanceType("t3.small").minCount(1).maxCount(1))
        .instances()
        .get(0)
        .instanceId();
  }

  @Override
  public void autoScalingGroup(String name, int minSize, int maxSize, int desiredCapacity) {
    String image =
        client(Ec2Client.class)
            .describeImages(describe -> describe.owners("amazon"))
            .images()
            .get(0)
            .imageId();
    client(Ec2Client.class)
        .createLaunchTemplate(
            create ->
                create
                    .launchTemplateName(name)
                    .launchTemplateData(data -> data.imageId(image).instanceType("t3.small")));
    client(AutoScalingClient.class)
        .createAutoScalingGroup(
            create ->
                create
                    .autoScalingGroupName(name)
                    .launchTemplate(
                        template -> template.launchTemplateName(name).version("$Latest"))
                    .minSize(minSize)
                    .maxSize(maxSize)
                    .desiredCapacity(desiredCapacity)
                    .vpcZoneIdentifier(String.join(",", subnets(REGION))));
  }

  @Override
  public void fargateService(String name, int minCapacity, int maxCapacity) {
    EcsClient ecs = client(EcsClient.class);
    ecs.createCluster(create -> create.clusterName(name));
    ecs.registerTaskDefinition(
        register ->
            register
                .family(name)
                .requiresCompatibilities(Compatibility.FARGATE)
                .networkMode(NetworkMode.AWSVPC)
                .cpu("256")
                .memory("512")
                .containerDefinitions(container -> container.name("web").image("nginx")));
    ecs.createService(
        create ->
            create
                .cluster(name)
                .serviceName(name)
                .taskDefinition(name)
                .launchType(LaunchType.FARGATE)
                .desiredCount(0)
                .networkConfiguration(
                    network ->
                        network.awsvpcConfiguration(
                            awsvpc ->
                                awsvpc
                                    .subnets(subnets(REGION))
                                    .securityGroups(securityGroup(name)))));
    client(ApplicationAutoScalingClient.class)
        .registerScalableTarget(
            register ->
                register
                    .serviceNamespace("ecs")
                    .scalableDimension("ecs:service:DesiredCount")
                    .resourceId("service/" + name + "/" + name)
                    .minCapacity(minCapacity)
                    .maxCapacity(maxCapacity));
  }

  @Override
  public Balanced loadBalancer(String name) {
    ElasticLoadBalancingV2Client balancing = client(ElasticLoadBalancingV2Client.class);
    String balancer =
        balancing
            .createLoadBalancer(
                create ->
                    create.name(name).subnets(subnets(REGION)).securityGroups(securityGroup(name)))
            .loadBalancers()
            .get(0)
            .loadBalancerArn();
    String targetGroup =
        balancing
            .createTargetGroup(
                create ->
                    create.name(name).vpcId(vpc(REGION)).port(8080).protocol(ProtocolEnum.HTTP))
            .targetGroups()
            .get(0)
            .targetGroupArn();
    String listener =
        balancing
            .createListener(
                create ->
                    create
                        .loadBalancerArn(balancer)
                        .port(80)
                        .protocol(ProtocolEnum.HTTP)
                        .defaultActions(
                            forward ->
                                forward.type(ActionTypeEnum.FORWARD).targetGroupArn(targetGroup)))
            .listeners()
            .get(0)
            .listenerArn();
    String rule =
        balancing
            .createRule(
                create ->
                    create
                        .listenerArn(listener)
                        .priority(1)
                        .conditions(
                            path ->
                                path.field("path-pattern")
                                    .pathPatternConfig(
                                        pattern -> pattern.values("/.pharos/takeover")))
                        .actions(standby()))
            .rules()
            .get(0)
            .ruleArn();
    return new Balanced(listener, rule, targetGroup);
  }

  private static Action standby() {
    return Action.builder()
        .type(ActionTypeEnum.FIXED_RESPONSE)
        .fixedResponseConfig(
            answer -> answer.statusCode("404").contentType("text/plain").messageBody("standby"))
        .build();
  }

  @Override
  public void accelerator(String name) {
    throw new UnsupportedOperationException("moto has no Global Accelerator");
  }

  @Override
  public void alarm(String name, String namespace, String metric, Map<String, String> dimensions) {
    List<Dimension> named = new ArrayList<>();
    dimensions.forEach((key, value) -> named.add(dimension(key, value)));
    client(CloudWatchClient.class)
        .putMetricAlarm(
            put ->
                put.alarmName(name)
                    .namespace(namespace)
                    .metricName(metric)
                    .dimensions(named)
                    .statistic(Statistic.MAXIMUM)
                    .period(60)
                    .evaluationPeriods(2)
                    .threshold(1.0)
                    .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                    .treatMissingData("notBreaching"));
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }

  @Override
  public String topic(String name) {
    return client(SnsClient.class).createTopic(create -> create.name(name)).topicArn();
  }

  @Override
  public String stateMachine(String name) {
    return client(SfnClient.class)
        .createStateMachine(
            create ->
                create
                    .name(name)
                    .roleArn("arn:aws:iam::" + ACCOUNT + ":role/" + name)
                    .definition(Definitions.WAITING))
        .stateMachineArn();
  }

  @Override
  public void fedFunction(String name) {
    raw(
        "iam",
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        "Action=CreateRole&Version=2010-05-08&RoleName="
            + name
            + "&AssumeRolePolicyDocument=%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22"
            + "%3A%5B%5D%7D");
    raw(
        "sqs",
        Map.of(
            "Content-Type", "application/x-amz-json-1.0", "X-Amz-Target", "AmazonSQS.CreateQueue"),
        "{\"QueueName\": \"" + name + "\"}");
    LambdaClient lambda = client(LambdaClient.class);
    lambda.createFunction(
        create ->
            create
                .functionName(name)
                .role("arn:aws:iam::" + ACCOUNT + ":role/" + name)
                .runtime("java17")
                .handler("shop.Orders::handleRequest")
                .code(code -> code.zipFile(SdkBytes.fromByteArray(EmptyArchive.zip()))));
    lambda.createEventSourceMapping(
        create ->
            create
                .functionName(name)
                .eventSourceArn("arn:aws:sqs:" + REGION + ":" + ACCOUNT + ":" + name));
  }

  @Override
  public void rule(String name) {
    client(EventBridgeClient.class)
        .putRule(put -> put.name(name).scheduleExpression("rate(1 day)"));
  }

  /** A call of a service whose client is not needed otherwise: moto checks no signature. */
  private void raw(String service, Map<String, String> headers, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=contract/20260101/"
                    + REGION
                    + "/"
                    + service
                    + "/aws4_request, SignedHeaders=host, Signature=none")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(service + ": " + answer.statusCode() + answer.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Subnetted publicSubnet() {
    if (privateTable == null) {
      Ec2Client ec2 = client(Ec2Client.class);
      String gateway =
          ec2.createInternetGateway(create -> {}).internetGateway().internetGatewayId();
      ec2.attachInternetGateway(attach -> attach.internetGatewayId(gateway).vpcId(vpc(REGION)));
      privateTable =
          ec2.createRouteTable(create -> create.vpcId(vpc(REGION))).routeTable().routeTableId();
    }
    return new Subnetted(subnets(REGION).get(0), privateTable);
  }

  private String vpc(String region) {
    return vpcs.computeIfAbsent(
        region,
        key ->
            client(Ec2Client.class, region)
                .createVpc(create -> create.cidrBlock("10.0.0.0/16"))
                .vpc()
                .vpcId());
  }

  private List<String> subnets(String region) {
    return subnets.computeIfAbsent(
        region, key -> List.of(subnet(region, "a", 0), subnet(region, "b", 1)));
  }

  private String subnet(String region, String zone, int third) {
    return client(Ec2Client.class, region)
        .createSubnet(
            create ->
                create
                    .vpcId(vpc(region))
                    .cidrBlock("10.0." + third + ".0/24")
                    .availabilityZone(region + zone))
        .subnet()
        .subnetId();
  }

  @Override
  public void bucket(String region, String name) {
    S3Client s3 = client(S3Client.class, region);
    s3.createBucket(
        create ->
            create
                .bucket(name)
                .createBucketConfiguration(where -> where.locationConstraint(region)));
    s3.putBucketVersioning(
        put ->
            put.bucket(name)
                .versioningConfiguration(
                    versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
  }
}
