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
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.InvalidDbInstanceStateException;
import software.amazon.awssdk.services.rds.model.KmsKeyNotAccessibleException;

class RdsTest {
  private static final String INSTANCE = "aws:rds/instance:Instance";
  private static final String PASSWORD = "correct-horse";

  private TwoRegions aws;
  private Resource writer;
  private Optional<String> blocked = Optional.empty();

  @BeforeEach
  void aWriter() {
    aws = new TwoRegions(TwoRegions::unheard, world -> new Rds(world, (from, to, port) -> blocked));
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
    writer = aws.create(INSTANCE, IRELAND, "database-1", writerArguments());
  }

  private static Map<String, Object> writerArguments() {
    Map<String, Object> arguments = new HashMap<>(common(IRELAND));
    arguments.putAll(
        Map.of(
            "identifier", "shop-prod-primary-1",
            "engine", "mysql",
            "engineVersion", "8.0",
            "username", "shop",
            "password", PASSWORD,
            "dbName", "shop",
            "allocatedStorage", 20,
            "backupRetentionPeriod", 7,
            "skipFinalSnapshot", true));
    return arguments;
  }

  private static Map<String, Object> common(String region) {
    return Map.of(
        "instanceClass",
        "db.t4g.medium",
        "dbSubnetGroupName",
        "isolated",
        "vpcSecurityGroupIds",
        List.of("sg-" + region),
        "storageEncrypted",
        true,
        "kmsKeyId",
        TwoRegions.keyArn(region));
  }

  private Map<String, Object> replicaArguments() {
    Map<String, Object> arguments = new HashMap<>(common(FRANKFURT));
    arguments.put("identifier", "shop-prod-secondary-1");
    arguments.put("replicateSourceDb", writer.string("arn"));
    arguments.put("skipFinalSnapshot", true);
    return arguments;
  }

  private Resource replica() {
    return aws.create(INSTANCE, FRANKFURT, "database-1", replicaArguments());
  }

  private RdsConnection connect(Resource instance) throws DatabaseRefused {
    return aws.world
        .service(Rds.class)
        .connect(
            aws.app(instance.region()), instance.string("address"), 3306, "shop", PASSWORD, "shop");
  }

  private RdsClient client() {
    return aws.client(RdsClient.class, FRANKFURT);
  }

  @Test
  void a_writer_has_what_the_provider_reads_back() {
    assertThat(writer.id()).matches("db-[A-Z0-9]{26}");
    assertThat(writer.string("arn"))
        .isEqualTo("arn:aws:rds:eu-west-1:123456789012:db:shop-prod-primary-1");
    assertThat(writer.string("endpoint")).isEqualTo(writer.string("address") + ":3306");
    assertThat(writer.string("engineVersionActual")).isEqualTo("8.0.43");
    assertThat(writer.string("engineVersion")).isEqualTo("8.0");
    assertThat(writer.string("parameterGroupName")).isEqualTo("default.mysql8.0");
  }

  @Test
  void an_identifier_is_taken_once() {
    assertThatThrownBy(() -> aws.create(INSTANCE, IRELAND, "other", writerArguments()))
        .hasMessageContaining("already exists");
  }

  @Test
  void a_replica_inherits_from_its_source_and_is_listed_there() {
    Resource replica = replica();

    assertThat(replica.string("engine")).isEqualTo("mysql");
    assertThat(replica.string("username")).isEqualTo("shop");
    assertThat(replica.integer("allocatedStorage")).isEqualTo(20);
    assertThat(writer.strings("replicas")).containsExactly(replica.string("arn"));
  }

  @Test
  void a_replica_of_an_encrypted_source_needs_a_key_of_its_own_region() {
    Map<String, Object> arguments = replicaArguments();
    arguments.put("kmsKeyId", TwoRegions.keyArn(IRELAND));

    assertThatThrownBy(() -> aws.create(INSTANCE, FRANKFURT, "database-1", arguments))
        .isInstanceOf(KmsKeyNotAccessibleException.class);
  }

  @Test
  void a_source_without_backups_has_no_replicas() {
    aws.update(writer, Map.of("backupRetentionPeriod", 0));

    assertThatThrownBy(this::replica).isInstanceOf(InvalidDbInstanceStateException.class);
  }

  @Test
  void rows_arrive_at_the_replica_after_the_lag() throws DatabaseRefused {
    Resource replica = replica();
    connect(writer).write("order#1", "one");

    assertThat(connect(replica).read("order#1")).isEmpty();
    aws.pass(Duration.ofSeconds(6));
    assertThat(connect(replica).read("order#1")).contains("one");
    assertThat(connect(replica).newest("order#")).contains("one");
  }

  @Test
  void a_replica_that_lost_its_source_keeps_what_had_arrived() throws DatabaseRefused {
    Resource replica = replica();
    connect(writer).write("order#1", "one");
    aws.pass(Duration.ofSeconds(10));
    connect(writer).write("order#2", "two");
    aws.world.faults().fail(IRELAND, Faults.Kind.DEAD);
    aws.pass(Duration.ofMinutes(5));

    assertThat(connect(replica).newest("order#")).contains("one");
    assertThatThrownBy(() -> connect(writer)).hasMessageContaining("timed out");
    assertThat(aws.world.service(Rds.class).rows(IRELAND, "shop-prod-primary-1")).hasSize(2);
  }

  @Test
  void replication_catches_up_when_the_source_is_back() throws DatabaseRefused {
    Resource replica = replica();
    aws.world.faults().fail(IRELAND, Faults.Kind.ISOLATED);
    connect(writer).write("order#1", "one");
    aws.pass(Duration.ofMinutes(5));
    aws.world.faults().heal(IRELAND);
    aws.pass(Duration.ofMinutes(1));

    assertThat(connect(replica).read("order#1")).contains("one");
  }

  @Test
  void a_replica_that_fell_behind_catches_up_when_replication_is_quick_again()
      throws DatabaseRefused {
    Resource replica = replica();
    Faults.Disturbance slow = new Faults.Disturbance(Trouble.REPLICATION_SLOW, FRANKFURT, "rds", 1);
    aws.world.faults().begin(slow);
    connect(writer).write("order#1", "one");
    aws.pass(Duration.ofSeconds(100));
    assertThat(connect(replica).read("order#1")).isEmpty();

    aws.world.faults().end(slow);
    aws.pass(Duration.ofMinutes(1));

    assertThat(connect(replica).read("order#1")).contains("one");
  }

  @Test
  void a_replica_takes_no_writes() throws DatabaseRefused {
    RdsConnection session = connect(replica());

    assertThat(session.writable()).isFalse();
    assertThatThrownBy(() -> session.write("order#1", "one")).hasMessageContaining("--read-only");
  }

  @Test
  void promotion_takes_minutes_restarts_and_makes_a_writer() throws DatabaseRefused {
    aws.world.latency().with("rds.promote", Duration.ofMinutes(5));
    Resource replica = replica();
    RdsConnection before = connect(replica);

    client()
        .promoteReadReplica(
            request ->
                request.dbInstanceIdentifier("shop-prod-secondary-1").backupRetentionPeriod(7));

    assertThat(replica.string("status")).isEqualTo("modifying");
    assertThat(before.writable()).isFalse();
    aws.pass(Duration.ofSeconds(250));
    assertThat(replica.string("status")).isEqualTo("rebooting");
    assertThatThrownBy(() -> connect(replica)).hasMessageContaining("rebooting");
    aws.pass(Duration.ofSeconds(50));
    assertThat(replica.string("status")).isEqualTo("available");
    assertThat(replica.has("replicateSourceDb")).isFalse();
    assertThat(replica.integer("backupRetentionPeriod")).isEqualTo(7);
    assertThat(writer.strings("replicas")).isEmpty();
    connect(replica).write("order#1", "one");
    assertThatThrownBy(before::writable).hasMessageContaining("restarted");
  }

  @Test
  void what_is_no_replica_or_not_available_is_not_promoted() {
    replica();
    client().promoteReadReplica(r -> r.dbInstanceIdentifier("shop-prod-secondary-1"));

    assertThatThrownBy(
            () -> client().promoteReadReplica(r -> r.dbInstanceIdentifier("shop-prod-secondary-1")))
        .isInstanceOf(InvalidDbInstanceStateException.class);
    assertThatThrownBy(() -> client().promoteReadReplica(r -> r.dbInstanceIdentifier("nobody")))
        .isInstanceOf(DbInstanceNotFoundException.class);
    assertThatThrownBy(
            () ->
                aws.client(RdsClient.class, IRELAND)
                    .promoteReadReplica(r -> r.dbInstanceIdentifier("shop-prod-primary-1")))
        .isInstanceOf(InvalidDbInstanceStateException.class);
  }

  @Test
  void clearing_the_source_promotes_and_setting_one_is_refused() {
    Resource replica = replica();
    String source = replica.string("replicateSourceDb");

    aws.update(replica, Map.of("replicateSourceDb", ""));

    assertThat(replica.has("replicateSourceDb")).isFalse();
    assertThat(replica.string("status")).isEqualTo("available");
    assertThatThrownBy(() -> aws.update(replica, Map.of("replicateSourceDb", source)))
        .hasMessageContaining("cannot elect new source database for replication");
  }

  @Test
  void credentials_and_names_must_be_right() {
    Rds rds = aws.world.service(Rds.class);
    String host = writer.string("address");

    assertThatThrownBy(() -> rds.connect(aws.app(IRELAND), host, 3306, "shop", "wrong", "shop"))
        .hasMessageContaining("Access denied");
    assertThatThrownBy(() -> rds.connect(aws.app(IRELAND), host, 3306, "shop", PASSWORD, "nope"))
        .hasMessageContaining("Unknown database");
    assertThatThrownBy(
            () -> rds.connect(aws.app(IRELAND), "no.where", 3306, "shop", PASSWORD, "shop"))
        .hasMessageContaining("Unknown host");
  }

  @Test
  void a_packet_filter_also_cuts_an_open_session() throws DatabaseRefused {
    RdsConnection session = connect(writer);
    blocked = Optional.of("network ACL acl-1 denies 3306");

    assertThatThrownBy(() -> session.write("order#1", "one")).hasMessageContaining("acl-1");
    assertThatThrownBy(() -> connect(writer)).hasMessageContaining("acl-1");
  }

  @Test
  void a_changed_password_reaches_the_replica() throws DatabaseRefused {
    Resource replica = replica();
    aws.update(writer, Map.of("password", "battery-staple"));

    assertThatThrownBy(() -> connect(replica)).hasMessageContaining("Access denied");
  }

  @Test
  void a_protected_instance_is_not_deleted() {
    aws.update(writer, Map.of("deletionProtection", true));
    assertThatThrownBy(() -> aws.delete(writer))
        .hasMessageContaining("Cannot delete protected DB Instance");

    aws.update(writer, Map.of("deletionProtection", false, "skipFinalSnapshot", false));
    assertThatThrownBy(() -> aws.delete(writer)).hasMessageContaining("final_snapshot_identifier");
  }

  @Test
  void describing_shows_replication_and_security_groups() {
    replica();
    var described =
        client()
            .describeDBInstances(r -> r.dbInstanceIdentifier("shop-prod-secondary-1"))
            .dbInstances()
            .get(0);

    assertThat(described.readReplicaSourceDBInstanceIdentifier()).isEqualTo(writer.string("arn"));
    assertThat(described.statusInfos().get(0).status()).isEqualTo("replicating");

    client()
        .modifyDBInstance(
            r ->
                r.dbInstanceIdentifier("shop-prod-secondary-1")
                    .vpcSecurityGroupIds("sg-" + FRANKFURT)
                    .applyImmediately(true));
    assertThatThrownBy(
            () ->
                client()
                    .modifyDBInstance(
                        r ->
                            r.dbInstanceIdentifier("shop-prod-secondary-1")
                                .vpcSecurityGroupIds("sg-nowhere")))
        .hasMessageContaining("Invalid security group");
  }
}
