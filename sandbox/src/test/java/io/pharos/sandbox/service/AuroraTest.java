package io.pharos.sandbox.service;

import static io.pharos.sandbox.service.TwoRegions.FRANKFURT;
import static io.pharos.sandbox.service.TwoRegions.IRELAND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.FailoverStatus;
import software.amazon.awssdk.services.rds.model.GlobalCluster;
import software.amazon.awssdk.services.rds.model.GlobalClusterMember;
import software.amazon.awssdk.services.rds.model.GlobalClusterMemberSynchronizationStatus;
import software.amazon.awssdk.services.rds.model.InvalidDbClusterStateException;
import software.amazon.awssdk.services.rds.model.InvalidGlobalClusterStateException;

/** A global database of two Regions: who takes writes, and how that changes. */
class AuroraTest {
  private static final String CLUSTER = "aws:rds/cluster:Cluster";
  private static final String INSTANCE = "aws:rds/clusterInstance:ClusterInstance";
  private static final String GLOBAL = "aws:rds/globalCluster:GlobalCluster";
  private static final String VERSION = "8.0.mysql_aurora.3.10.0";
  private static final String PASSWORD = "correct-horse";
  private static final Duration LONG = Duration.ofHours(2);

  private TwoRegions aws;
  private Resource global;
  private Resource primary;
  private Resource primaryInstance;
  private Resource secondary;

  @BeforeEach
  void aGlobalDatabase() {
    aws =
        new TwoRegions(
            TwoRegions::unheard, world -> new Rds(world, (from, to, port) -> Optional.empty()));
    for (String region : List.of(IRELAND, FRANKFURT)) {
      aws.create(
          "aws:rds/subnetGroup:SubnetGroup",
          region,
          "isolated",
          Map.of(
              "name",
              "isolated",
              "subnetIds",
              List.of("subnet-" + region + "a", "subnet-" + region + "b")));
    }
    global =
        aws.create(
            GLOBAL,
            IRELAND,
            "global",
            Map.of(
                "globalClusterIdentifier",
                "shop-prod",
                "engine",
                "aurora-mysql",
                "engineVersion",
                VERSION,
                "storageEncrypted",
                true));
    Map<String, Object> writer = common(IRELAND, "shop-prod-primary-1");
    writer.putAll(
        Map.of("masterUsername", "app", "masterPassword", PASSWORD, "databaseName", "shop"));
    primary = aws.create(CLUSTER, IRELAND, "database", writer);
    primaryInstance = instance(primary, "db.r7g.large");
    Map<String, Object> reader = common(FRANKFURT, "shop-prod-secondary-1");
    assertThatThrownBy(() -> aws.create(CLUSTER, FRANKFURT, "database", reader))
        .hasMessageContaining("is encrypted; pre-signed URL has to be specified");
    reader.put("sourceRegion", IRELAND);
    secondary = aws.create(CLUSTER, FRANKFURT, "database", reader);
    instance(secondary, "db.r7g.large");
  }

  private static Map<String, Object> common(String region, String identifier) {
    return new HashMap<>(
        Map.of(
            "clusterIdentifier",
            identifier,
            "engine",
            "aurora-mysql",
            "engineVersion",
            VERSION,
            "globalClusterIdentifier",
            "shop-prod",
            "dbSubnetGroupName",
            "isolated",
            "vpcSecurityGroupIds",
            List.of("sg-" + region),
            "storageEncrypted",
            true,
            "kmsKeyId",
            TwoRegions.keyArn(region),
            "skipFinalSnapshot",
            true));
  }

  private Resource instance(Resource cluster, String instanceClass) {
    return aws.create(
        INSTANCE,
        cluster.region(),
        "database-a",
        Map.of(
            "identifier",
            cluster.id() + "-a",
            "clusterIdentifier",
            cluster.id(),
            "engine",
            "aurora-mysql",
            "instanceClass",
            instanceClass));
  }

  private RdsConnection connect(Resource cluster, String endpoint) throws DatabaseRefused {
    return aws.world
        .service(Rds.class)
        .connect(
            aws.app(cluster.region()), cluster.string(endpoint), 3306, "app", PASSWORD, "shop");
  }

  private RdsClient rds(String region) {
    return aws.client(RdsClient.class, region);
  }

  private GlobalCluster described() {
    return rds(FRANKFURT)
        .describeGlobalClusters(describe -> describe.globalClusterIdentifier("shop-prod"))
        .globalClusters()
        .get(0);
  }

  private GlobalClusterMember member(Resource cluster) {
    return described().globalClusterMembers().stream()
        .filter(each -> each.dbClusterArn().equals(cluster.string("arn")))
        .findFirst()
        .orElseThrow();
  }

  private void failOver() {
    rds(FRANKFURT)
        .failoverGlobalCluster(
            failover ->
                failover
                    .globalClusterIdentifier("shop-prod")
                    .targetDbClusterIdentifier(secondary.string("arn"))
                    .allowDataLoss(true));
  }

  private void switchOver() {
    rds(IRELAND)
        .switchoverGlobalCluster(
            switchover ->
                switchover
                    .globalClusterIdentifier("shop-prod")
                    .targetDbClusterIdentifier(secondary.string("arn")));
  }

  @Test
  void the_first_cluster_writes_and_the_second_has_its_rows_a_moment_later() throws Exception {
    connect(primary, "endpoint").write("order-1", "one");
    aws.pass(Duration.ofSeconds(5));

    RdsConnection reader = connect(secondary, "readerEndpoint");
    assertThat(reader.read("order-1")).contains("one");
    assertThat(reader.writable()).isFalse();
    assertThatThrownBy(() -> reader.write("order-2", "two")).hasMessageContaining("read-only");
    assertThat(member(primary).isWriter()).isTrue();
    assertThat(member(secondary).isWriter()).isFalse();
  }

  @Test
  void the_endpoint_for_writes_leads_nowhere_in_a_cluster_that_takes_none() {
    assertThatThrownBy(() -> connect(secondary, "endpoint")).hasMessageContaining("Unknown host");
    assertThat(
            rds(FRANKFURT)
                .describeDBClusterEndpoints(of -> of.dbClusterIdentifier(secondary.id()))
                .dbClusterEndpoints()
                .get(0)
                .status())
        .isEqualTo("inactive");
  }

  @Test
  void the_lag_is_published_where_the_reader_is_in_milliseconds() {
    aws.pass(Duration.ofMinutes(3));

    assertThat(lag(FRANKFURT, secondary)).isNotEmpty().allMatch(value -> value >= 100);
    assertThat(lag(IRELAND, primary)).isEmpty();
  }

  private List<Double> lag(String region, Resource cluster) {
    return aws.client(software.amazon.awssdk.services.cloudwatch.CloudWatchClient.class, region)
        .getMetricData(
            data ->
                data.startTime(TwoRegions.START)
                    .endTime(aws.world.clock().instant())
                    .metricDataQueries(
                        query ->
                            query
                                .id("lag")
                                .metricStat(
                                    stat ->
                                        stat.period(60)
                                            .stat("Maximum")
                                            .metric(
                                                metric ->
                                                    metric
                                                        .namespace("AWS/RDS")
                                                        .metricName("AuroraGlobalDBRPOLag")
                                                        .dimensions(
                                                            d ->
                                                                d.name("DBClusterIdentifier")
                                                                    .value(cluster.id()))))))
        .metricDataResults()
        .get(0)
        .values();
  }

  @Test
  void a_switchover_exchanges_the_roles_and_loses_nothing() throws Exception {
    RdsConnection before = connect(primary, "endpoint");
    before.write("order-1", "one");
    switchOver();

    assertThat(described().failoverState().status()).isEqualTo(FailoverStatus.FAILING_OVER);
    assertThat(described().failoverState().isDataLossAllowed()).isFalse();
    assertThatThrownBy(() -> before.write("order-2", "two")).hasMessageContaining("read-only");
    aws.pass(Duration.ofMinutes(10));

    assertThat(described().failoverState()).isNull();
    RdsConnection after = connect(secondary, "endpoint");
    assertThat(after.read("order-1")).contains("one");
    after.write("order-3", "three");
    aws.pass(Duration.ofSeconds(5));
    assertThat(connect(primary, "readerEndpoint").read("order-3")).contains("three");
    assertThat(member(primary).synchronizationStatus())
        .isEqualTo(GlobalClusterMemberSynchronizationStatus.CONNECTED);
  }

  @Test
  void a_switchover_needs_both_regions() {
    aws.world.faults().fail(IRELAND, Faults.Kind.DEAD);

    assertThatThrownBy(
            () ->
                rds(FRANKFURT)
                    .switchoverGlobalCluster(
                        to ->
                            to.globalClusterIdentifier("shop-prod")
                                .targetDbClusterIdentifier(secondary.string("arn"))))
        .isInstanceOf(InvalidGlobalClusterStateException.class);
  }

  @Test
  void a_failover_makes_the_reader_the_writer_while_the_old_region_is_dead() throws Exception {
    aws.pass(Duration.ofSeconds(5));
    aws.world.faults().fail(IRELAND, Faults.Kind.DEAD);
    failOver();
    assertThat(described().status()).isEqualTo("failing-over");
    aws.pass(Duration.ofMinutes(20));

    connect(secondary, "endpoint").write("order-1", "one");
    assertThat(member(secondary).isWriter()).isTrue();
    assertThat(member(primary).synchronizationStatus())
        .isEqualTo(GlobalClusterMemberSynchronizationStatus.PENDING_RESYNC);
  }

  @Test
  void a_former_writer_comes_back_as_a_reader_and_what_only_it_had_is_in_a_snapshot()
      throws Exception {
    aws.world.faults().fail(IRELAND, Faults.Kind.ISOLATED);
    connect(primary, "endpoint").write("only-here", "stray");
    failOver();
    aws.pass(Duration.ofMinutes(20));
    connect(primary, "endpoint").write("still-here", "stray");
    connect(secondary, "endpoint").write("order-1", "one");

    aws.world.faults().heal(IRELAND);
    aws.pass(Duration.ofMinutes(2));
    RdsConnection fenced = connect(primary, "readerEndpoint");
    assertThat(fenced.writable()).isFalse();
    assertThat(fenced.read("still-here")).isPresent();
    aws.pass(LONG);

    RdsConnection reader = connect(primary, "readerEndpoint");
    assertThat(reader.read("order-1")).contains("one");
    assertThat(reader.read("still-here")).isEmpty();
    assertThat(reader.writable()).isFalse();
    assertThat(rdsService().rowsBefore(IRELAND, primary.id()))
        .extracting(row -> row.key())
        .contains("only-here", "still-here")
        .doesNotContain("order-1");
    assertThat(
            rds(IRELAND)
                .describeDBClusterSnapshots(of -> of.dbClusterIdentifier(primary.id()))
                .dbClusterSnapshots())
        .singleElement()
        .satisfies(
            snapshot ->
                assertThat(snapshot.dbClusterSnapshotIdentifier())
                    .startsWith("rds:unplanned-global-failover-shop-prod-primary-1-"));
    assertThat(member(primary).synchronizationStatus())
        .isEqualTo(GlobalClusterMemberSynchronizationStatus.CONNECTED);
  }

  @Test
  void a_move_that_is_cancelled_leaves_every_cluster_what_it_was_and_can_be_asked_for_again()
      throws Exception {
    Faults.Disturbance cancelled =
        new Faults.Disturbance(Trouble.GLOBAL_MOVE_CANCELLED, FRANKFURT, "rds", 1);
    aws.world.faults().begin(cancelled);
    aws.world.latency().with("aurora.switchover", Duration.ofMinutes(1));
    switchOver();
    aws.pass(Duration.ofSeconds(70));
    assertThat(described().failoverState().status()).isEqualTo(FailoverStatus.CANCELLING);
    aws.pass(Duration.ofMinutes(1));

    assertThat(described().failoverState()).isNull();
    assertThat(member(primary).isWriter()).isTrue();
    connect(primary, "endpoint").write("order-1", "one");
    assertThat(rdsService().moveAsked(FRANKFURT, secondary.id())).isEmpty();

    aws.world.faults().end(cancelled);
    switchOver();
    aws.pass(Duration.ofMinutes(2));
    assertThat(member(secondary).isWriter()).isTrue();
    assertThat(rdsService().moveAsked(FRANKFURT, secondary.id())).isPresent();
  }

  @Test
  void a_cluster_without_instances_cannot_become_the_writer() {
    aws.world.account().list(INSTANCE, FRANKFURT).forEach(aws.world.account()::remove);

    assertThatThrownBy(this::failOver).isInstanceOf(InvalidDbClusterStateException.class);
  }

  private Rds rdsService() {
    return aws.world.service(Rds.class);
  }

  @Test
  void a_writer_cannot_be_failed_over_to() {
    assertThatThrownBy(
            () ->
                rds(IRELAND)
                    .failoverGlobalCluster(
                        to ->
                            to.globalClusterIdentifier("shop-prod")
                                .targetDbClusterIdentifier(primary.string("arn"))
                                .allowDataLoss(true)))
        .isInstanceOf(InvalidDbClusterStateException.class);
  }

  @Test
  void a_second_move_waits_for_the_first() {
    failOver();

    assertThatThrownBy(this::switchOver).isInstanceOf(InvalidGlobalClusterStateException.class);
  }

  @Test
  void the_writer_leaves_a_global_database_last() {
    assertThatThrownBy(
            () ->
                rds(IRELAND)
                    .removeFromGlobalCluster(
                        from ->
                            from.globalClusterIdentifier("shop-prod")
                                .dbClusterIdentifier(primary.string("arn"))))
        .isInstanceOf(InvalidGlobalClusterStateException.class);
  }

  @Test
  void a_reader_that_leaves_takes_writes_of_its_own() throws Exception {
    rds(FRANKFURT)
        .removeFromGlobalCluster(
            from ->
                from.globalClusterIdentifier("shop-prod")
                    .dbClusterIdentifier(secondary.string("arn")));

    connect(secondary, "endpoint").write("order-1", "one");
    aws.pass(Duration.ofMinutes(1));
    assertThat(connect(primary, "readerEndpoint").read("order-1")).isEmpty();
  }

  @Test
  void a_cluster_with_instances_is_not_deleted_and_a_global_cluster_with_members_neither() {
    assertThatThrownBy(() -> aws.delete(primary)).hasMessageContaining("still contains");
    assertThatThrownBy(() -> aws.delete(global)).hasMessageContaining("is not empty");
  }

  @Test
  void everything_can_be_taken_away_the_reader_first() {
    for (Resource each : aws.world.account().list(INSTANCE)) {
      aws.delete(each);
    }
    aws.delete(secondary);
    aws.delete(primary);
    aws.delete(global);

    assertThat(aws.world.account().list(CLUSTER)).isEmpty();
  }

  @Test
  void after_a_switchover_the_first_stack_goes_first_and_takes_the_global_cluster_along() {
    switchOver();
    aws.pass(Duration.ofMinutes(10));
    global.set("forceDestroy", true);
    for (Resource each : aws.world.account().list(INSTANCE)) {
      aws.delete(each);
    }

    assertThatThrownBy(() -> aws.delete(secondary))
        .isInstanceOf(InvalidGlobalClusterStateException.class);
    aws.delete(primary);
    aws.delete(global);
    aws.delete(secondary);

    assertThat(aws.world.account().list(CLUSTER)).isEmpty();
  }

  @Test
  void a_second_cluster_has_no_credentials_of_its_own() {
    Map<String, Object> arguments = common(FRANKFURT, "another");
    arguments.put("masterUsername", "app");

    assertThatThrownBy(() -> aws.create(CLUSTER, FRANKFURT, "another", arguments))
        .hasMessageContaining("Cannot specify user name");
  }

  @Test
  void burstable_classes_are_refused() {
    assertThatThrownBy(() -> instance(secondary, "db.t4g.medium"))
        .hasMessageContaining("does not support");
  }

  @Test
  void groups_are_the_clusters_and_not_its_instances() {
    aws.existing(
        "aws:ec2/securityGroup:SecurityGroup", IRELAND, "sg-q", Map.of("vpcId", "vpc-" + IRELAND));
    rds(IRELAND)
        .modifyDBCluster(
            modify -> modify.dbClusterIdentifier(primary.id()).vpcSecurityGroupIds("sg-q"));

    assertThat(primary.strings("vpcSecurityGroupIds")).containsExactly("sg-q");
    assertThatThrownBy(
            () ->
                rds(IRELAND)
                    .modifyDBInstance(
                        modify ->
                            modify
                                .dbInstanceIdentifier(primaryInstance.id())
                                .vpcSecurityGroupIds("sg-q")))
        .hasMessageContaining("member of a cluster");
  }
}
