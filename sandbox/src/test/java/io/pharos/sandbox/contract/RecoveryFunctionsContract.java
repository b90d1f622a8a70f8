package io.pharos.sandbox.contract;

import static io.pharos.sandbox.contract.ContractWorld.PEER_REGION;
import static io.pharos.sandbox.contract.ContractWorld.REGION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.contract.StandbyWord;
import io.pharos.recovery.contract.Variable;
import io.pharos.recovery.function.AcquireLock;
import io.pharos.recovery.function.Beacon;
import io.pharos.recovery.function.Fence;
import io.pharos.recovery.function.JudgeGate;
import io.pharos.recovery.function.Marker;
import io.pharos.recovery.function.Promote;
import io.pharos.recovery.function.RaiseCapacity;
import io.pharos.recovery.function.Record;
import io.pharos.recovery.function.Refused;
import io.pharos.recovery.function.TakeOver;
import io.pharos.recovery.function.Verify;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.RuleAction;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** The recovery functions themselves, with the very requests and expressions that they send. */
abstract class RecoveryFunctionsContract {
  private static final String TABLE = "shop-prod-dr";
  private static final String GROUP = "shop-prod-app";
  private static final String REPLICA = "shop-prod-secondary-1";
  private static final String POSTURE =
      "{\"active\":{\"minSize\":2,\"maxSize\":6,\"desiredCapacity\":3},"
          + "\"standby\":{\"minSize\":0,\"maxSize\":0,\"desiredCapacity\":0}}";

  private final ContractWorld world;
  private final ContractAws aws;

  RecoveryFunctionsContract(ContractWorld world) {
    this.world = world;
    this.aws =
        new ContractAws(world)
            .with(Variable.PHAROS_APP, "shop")
            .with(Variable.PHAROS_ENVIRONMENT, "prod")
            .with(Variable.PHAROS_POSITION, "secondary")
            .with(Variable.PHAROS_DOMAIN, "shop.example.com")
            .with(Variable.PHAROS_SCHEME, "https")
            .with(Variable.PHAROS_TABLE, TABLE)
            .with(Variable.PHAROS_PEER_REGION, PEER_REGION)
            .with(Variable.PHAROS_PEER_APP_CIDRS, "10.0.10.0/24,10.0.11.0/24")
            .with(Variable.PHAROS_BACKUP_VAULT, "none")
            .with(Variable.PHAROS_USERS_RULE, "none")
            .with(Variable.PHAROS_PEER_USERS_RULE, "none")
            .with(Variable.PHAROS_RESTORE_TEST, "none")
            .with(Variable.PHAROS_STANDBY, StandbyWord.REPLICA)
            .with(Variable.PHAROS_EVENT_SOURCES, "functions=;rules=")
            .with(Variable.PHAROS_DATABASE_ENGINE, "mysql")
            .with(Variable.PHAROS_DATABASE_NAME, "shop")
            .with(Variable.PHAROS_DATABASE_PORT, "3306")
            .with(Variable.PHAROS_MAX_REPLICA_LAG_SECONDS, "300")
            .with(Variable.PHAROS_BACKUP_RETENTION_DAYS, "7")
            .with(Variable.PHAROS_CAPACITY, "observed")
            .with(Variable.PHAROS_PEER_AUTO_SCALING_GROUP, GROUP)
            .with(Variable.PHAROS_BACKUP_WINDOW, "03:00-04:00")
            .with(Variable.PHAROS_AUTO_SCALING_GROUP, GROUP);
  }

  @BeforeEach
  void aTableAndParameters() {
    world.table(TABLE);
    parameter("database-identifier", REPLICA);
    parameter("database-endpoint", "database.example.com:3306");
    parameter("posture", POSTURE);
    parameter(
        "ami",
        world
            .client(Ec2Client.class)
            .describeImages(describe -> describe.owners("amazon"))
            .images()
            .get(0)
            .imageId());
  }

  private void parameter(String key, String value) {
    world
        .client(SsmClient.class)
        .putParameter(
            put -> put.name("/shop/prod/local/" + key).value(value).type(ParameterType.STRING));
  }

  private JsonNode call(RequestStreamHandler function, String operation, String more)
      throws IOException {
    String input =
        "{\"operation\":\"%s\",\"started\":\"%s\",\"mode\":\"unplanned\",\"reason\":\"drill\"%s}"
            .formatted(operation, world.clock().instant(), more);
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    function.handleRequest(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), output, null);
    return JsonNodeParser.create().parse(output.toString(StandardCharsets.UTF_8));
  }

  private String outcome(RequestStreamHandler function) throws IOException {
    return call(function, "failover-1", "").field("outcome").orElseThrow().asString();
  }

  private Map<String, AttributeValue> item(String pk, String sk) {
    return world
        .client(DynamoDbClient.class)
        .getItem(
            get ->
                get.tableName(TABLE)
                    .key(Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk))))
        .item();
  }

  private void put(Map<String, AttributeValue> item) {
    world.client(DynamoDbClient.class).putItem(put -> put.tableName(TABLE).item(item));
  }

  @Test
  void lock_isHeldByOneOperation_untilItsRecord() throws IOException {
    aws.with(Variable.PHAROS_ALERT_TOPIC, world.topic("shop-prod-alerts"));

    assertThat(outcome(new AcquireLock(aws))).isEqualTo("succeeded");
    assertThat(outcome(new AcquireLock(aws))).isEqualTo("succeeded");
    assertThatThrownBy(() -> call(new AcquireLock(aws), "failover-2", ""))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("failover-1 holds the lock");
    assertThat(outcome(new Record(aws))).isEqualTo("succeeded");

    assertThat(call(new AcquireLock(aws), "failover-2", "").field("outcome")).isPresent();
    assertThat(item("operation#failover-1", "step#lock"))
        .containsEntry("attempts", AttributeValue.fromN("2"));
    assertThat(item("operation#failover-1", "summary"))
        .containsEntry("outcome", AttributeValue.fromS("succeeded"));
  }

  @Test
  void gate_judgesByTheSample() throws IOException {
    world.replica(REPLICA, world.database(PEER_REGION, "shop-prod-primary-1"));

    assertThatThrownBy(() -> outcome(new JudgeGate(aws)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("LOSS_UNKNOWN");
    put(
        Map.of(
            "pk", AttributeValue.fromS("sample"),
            "sk", AttributeValue.fromS("latest"),
            "time", AttributeValue.fromS(world.clock().instant().toString()),
            "lagSeconds", AttributeValue.fromN("1.5")));

    assertThat(outcome(new JudgeGate(aws))).isEqualTo("succeeded");
    assertThat(item("gate", "passed")).containsEntry("database", AttributeValue.fromS(REPLICA));
  }

  @Test
  void fence_closesThePeer_once() throws IOException {
    String acl = world.networkAcl(PEER_REGION);
    aws.with(Variable.PHAROS_PEER_NETWORK_ACL, acl);

    assertThat(call(new Fence(aws), "failover-1", "").field("added").orElseThrow().asNumber())
        .isEqualTo("2");
    assertThat(call(new Fence(aws), "failover-1", "").field("added").orElseThrow().asNumber())
        .isEqualTo("0");
    assertThat(
            world
                .client(Ec2Client.class, PEER_REGION)
                .describeNetworkAcls(describe -> describe.networkAclIds(acl))
                .networkAcls()
                .get(0)
                .entries())
        .filteredOn(entry -> entry.ruleAction() == RuleAction.DENY && entry.ruleNumber() < 100)
        .extracting(NetworkAclEntry::cidrBlock)
        .containsExactlyInAnyOrder("10.0.10.0/24", "10.0.11.0/24");
  }

  @Test
  void fence_whenTheAclIsMissing_isPending() throws IOException {
    aws.with(Variable.PHAROS_PEER_NETWORK_ACL, "acl-0123456789abcdef0");

    assertThat(outcome(new Fence(aws))).isEqualTo("pending");
  }

  @Test
  void promote_waits_thenHasTheWriter() throws IOException {
    world.replica(REPLICA, world.database(PEER_REGION, "shop-prod-primary-1"));
    aws.with(Variable.PHAROS_TAKEOVER_RULE, world.loadBalancer("shop-prod-app").ruleArn());

    assertThat(outcome(new Promote(aws))).isEqualTo("waiting");
    world.settle();

    assertThat(outcome(new Promote(aws)))
        .isEqualTo(
            world.expected(
                KnownDifference.PROMOTED_REPLICA_REMAINS_A_REPLICA, "succeeded", "waiting"));
  }

  @Test
  void capacity_isRaised_once() throws IOException {
    world.autoScalingGroup(GROUP, 0, 4, 0);

    assertThat(outcome(new RaiseCapacity(aws))).isEqualTo("succeeded");
    assertThat(outcome(new RaiseCapacity(aws))).isEqualTo("skipped");
    assertThat(
            world
                .client(AutoScalingClient.class)
                .describeAutoScalingGroups(describe -> describe.autoScalingGroupNames(GROUP))
                .autoScalingGroups()
                .get(0)
                .desiredCapacity())
        .isEqualTo(3);
  }

  @Test
  void marker_readsTheSecret_andWrites() throws IOException {
    world.secret("shop/prod/database", "{\"username\":\"shop\",\"password\":\"correct\"}");

    assertThat(outcome(new Marker(aws))).isEqualTo("succeeded");
  }

  @Test
  void verify_waitsForTargets() throws IOException {
    aws.with(Variable.PHAROS_TARGET_GROUP, world.loadBalancer("shop-prod-app").targetGroupArn());

    JsonNode answer = call(new Verify(aws), "failover-1", ",\"marker\":{\"writable\":true}");

    assertThat(answer.field("detail").orElseThrow().asString())
        .isEqualTo("0 of 2 targets are healthy");
  }

  @Test
  void takeOver_switchesTheRule_once() throws IOException {
    String rule = world.loadBalancer("shop-prod-app").ruleArn();
    aws.with(Variable.PHAROS_TAKEOVER_RULE, rule);

    assertThat(outcome(new TakeOver(aws))).isEqualTo("succeeded");
    assertThat(outcome(new TakeOver(aws))).isEqualTo("skipped");
    assertThat(
            world
                .client(ElasticLoadBalancingV2Client.class)
                .describeRules(describe -> describe.ruleArns(rule))
                .rules()
                .get(0)
                .actions()
                .get(0)
                .fixedResponseConfig()
                .statusCode())
        .isEqualTo("200");
    assertThat(item("traffic", "state")).containsEntry("takenOver", AttributeValue.fromBool(true));
  }

  @Test
  void beacon_saysWhatItSees_andClosesItselfWhenThePeerHasTheTraffic() throws IOException {
    String acl = world.networkAcl(REGION);
    String quarantine = world.securityGroup("quarantine");
    world.database(REGION, REPLICA);
    world.autoScalingGroup(GROUP, 2, 4, 2);
    aws.with(Variable.PHAROS_QUARANTINE_GROUP, quarantine)
        // What the peer's group runs is asked of Auto Scaling as its own group is.
        .with(Variable.PHAROS_CAPACITY, "configured")
        .with(Variable.PHAROS_TAKEOVER_RULE, world.loadBalancer("shop-prod-app").ruleArn())
        .with(Variable.PHAROS_NETWORK_ACL, acl)
        .with(Variable.PHAROS_APP_CIDRS, "10.0.10.0/24")
        .with(Variable.PHAROS_POSITION, "primary")
        .with(Variable.PHAROS_ALERT_TOPIC, world.topic("shop-prod-alerts"));

    assertThat(outcome(new Beacon(aws))).isEqualTo("succeeded");

    assertThat(item("peer", "probe")).containsKey("lastOk").doesNotContainKey("firstFailed");
    assertThat(item("fence", "self")).containsKeys("fenced", "told", "database");
    assertThat(
            world
                .client(RdsClient.class)
                .describeDBInstances(describe -> describe.dbInstanceIdentifier(REPLICA))
                .dbInstances()
                .get(0)
                .vpcSecurityGroups())
        .extracting(VpcSecurityGroupMembership::vpcSecurityGroupId)
        .containsExactly(quarantine);
    assertThat(
            world
                .client(AutoScalingClient.class)
                .describeAutoScalingGroups(describe -> describe.autoScalingGroupNames(GROUP))
                .autoScalingGroups()
                .get(0)
                .desiredCapacity())
        .isZero();
  }
}
