package io.pharos.sandbox.contract;

import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsClient;

/**
 * An empty AWS account that a suite fills and then calls through the SDK: simulated, or moto over
 * HTTP. It promises the same starting point on both sides, so that what differs is the service.
 */
interface ContractWorld {
  String REGION = "eu-west-1";
  String PEER_REGION = "eu-central-1";
  String ACCOUNT = "123456789012";

  /** Whose answers these are. */
  enum Side {
    SIMULATED,
    MOTO
  }

  Side side();

  /** The client of somebody who may do everything. */
  <T extends AwsClient> T client(Class<T> type, String region);

  default <T extends AwsClient> T client(Class<T> type) {
    return client(type, REGION);
  }

  Clock clock();

  /** Lets whatever has begun (a promotion, a modification) come to its end. */
  void settle();

  /** A table with the keys {@code pk} and {@code sk}, both text. */
  void table(String name);

  /** A secret with this value, or without one when it is null; says its ARN. */
  String secret(String name, String value);

  /** Marks it for deletion, with a recovery window. */
  void deleteSecret(String name);

  /** A vault of AWS Backup under AWS's own key, in {@link #REGION}. */
  void vault(String name);

  /** A repository of ECR in {@link #REGION} with one image; says its digest. */
  String image(String repository, String tag);

  /** A MySQL writer, available, with seven days of backups; says its ARN. */
  String database(String region, String identifier);

  /** A replica in {@link #REGION} of a database in {@link #PEER_REGION}, available. */
  void replica(String identifier, String sourceArn);

  /**
   * A global database of Aurora MySQL: its writer in {@link #PEER_REGION}, a reader in {@link
   * #REGION}, an instance in each.
   */
  void globalDatabase(String identifier, String writer, String reader);

  /** The group of subnets for databases in {@link #REGION}; says its name. */
  String databaseSubnetGroup();

  /** A subnet of a VPC with an internet gateway, and a route table without a way out. */
  Subnetted publicSubnet();

  /** What {@link #publicSubnet} made; the same again when it is asked again. */
  record Subnetted(String subnetId, String routeTableId) {}

  /** A security group of the databases' VPC. */
  String securityGroup(String name);

  /** A network ACL with one entry of its own: number 100 allows TCP 3306 from everywhere. */
  String networkAcl(String region);

  /** A running instance in {@link #REGION}; says its id. */
  String instance();

  /** A group that launches nothing while its desired capacity is 0. */
  void autoScalingGroup(String name, int minSize, int maxSize, int desiredCapacity);

  /**
   * A service on Fargate in a cluster of the same name, which runs nothing, and the limits of its
   * size.
   */
  void fargateService(String name, int minCapacity, int maxCapacity);

  /** A load balancer whose listener has one rule: {@code /.pharos/takeover} answers 404. */
  Balanced loadBalancer(String name);

  /**
   * What {@link #loadBalancer} made.
   *
   * @param targetGroupArn a target group without targets
   */
  record Balanced(String listenerArn, String ruleArn, String targetGroupArn) {}

  /**
   * An accelerator with one listener, and one endpoint group in {@link #REGION} with one endpoint.
   */
  void accelerator(String name);

  /** An alarm: the maximum of a metric is at least 1 for two of two minutes. */
  void alarm(String name, String namespace, String metric, Map<String, String> dimensions);

  /** A topic; says its ARN. */
  String topic(String name);

  /** A state machine whose executions wait for an hour; says its ARN. */
  String stateMachine(String name);

  /** A function that an event source mapping feeds from a queue, switched on. */
  void fedFunction(String name);

  /** A rule of the default event bus, on a schedule and switched on. */
  void rule(String name);

  /** A bucket of a Region whose objects have versions. */
  void bucket(String region, String name);

  /** What this side must answer: AWS's own, or what moto answers where it is known to differ. */
  default <T> T expected(KnownDifference difference, T aws, T moto) {
    return side() == Side.MOTO ? moto : aws;
  }
}
