package io.pharos.sandbox.service;

import static io.pharos.sandbox.service.TwoRegions.FRANKFURT;
import static io.pharos.sandbox.service.TwoRegions.IRELAND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.rds.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbInstanceAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DbSnapshotAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupNotFoundException;
import software.amazon.awssdk.services.rds.model.InvalidDbInstanceStateException;
import software.amazon.awssdk.services.rds.model.KmsKeyNotAccessibleException;
import software.amazon.awssdk.services.rds.model.RdsException;

/** Replicas that the API makes, and instances that it deletes. */
class RdsReadReplicasTest {
  private static final String INSTANCE = "aws:rds/instance:Instance";
  private static final String PASSWORD = "correct-horse";
  private static final String SOURCE = "shop-prod-primary-1";
  private static final String REPLICA = "shop-prod-secondary-2";

  private TwoRegions aws;
  private Resource source;

  @BeforeEach
  void aWriter() {
    aws =
        new TwoRegions(
            TwoRegions::unheard, world -> new Rds(world, (from, to, port) -> Optional.empty()));
    aws.world.latency().with("rds.createReplica", Duration.ofMinutes(30));
    aws.world.latency().with("rds.delete", Duration.ofMinutes(4));
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
    aws.create(
        "aws:rds/parameterGroup:ParameterGroup",
        FRANKFURT,
        "twin",
        Map.of("name", "twin", "family", "mysql8.0"));
    source = aws.create(INSTANCE, IRELAND, "database-1", writer());
  }

  private static Map<String, Object> writer() {
    return Map.ofEntries(
        Map.entry("identifier", SOURCE),
        Map.entry("engine", "mysql"),
        Map.entry("engineVersion", "8.0"),
        Map.entry("instanceClass", "db.t4g.medium"),
        Map.entry("username", "shop"),
        Map.entry("password", PASSWORD),
        Map.entry("dbName", "shop"),
        Map.entry("allocatedStorage", 20),
        Map.entry("storageEncrypted", true),
        Map.entry("kmsKeyId", TwoRegions.keyArn(IRELAND)),
        Map.entry("dbSubnetGroupName", "isolated"),
        Map.entry("vpcSecurityGroupIds", List.of("sg-" + IRELAND)),
        Map.entry("backupRetentionPeriod", 7));
  }

  private RdsClient rds(String region) {
    return aws.client(RdsClient.class, region);
  }

  private DBInstance create() {
    return create(request -> {});
  }

  private DBInstance create(Consumer<CreateDbInstanceReadReplicaRequest.Builder> change) {
    return rds(FRANKFURT)
        .createDBInstanceReadReplica(
            request ->
                request
                    .dbInstanceIdentifier(REPLICA)
                    .sourceDBInstanceIdentifier(source.string("arn"))
                    .dbSubnetGroupName("isolated")
                    .vpcSecurityGroupIds("sg-" + FRANKFURT)
                    .kmsKeyId(TwoRegions.keyArn(FRANKFURT))
                    .dbParameterGroupName("twin")
                    .tags(tag -> tag.key("pharos:app").value("shop"))
                    .applyMutation(change))
        .dbInstance();
  }

  private DBInstance described(String region, String identifier) {
    return rds(region)
        .describeDBInstances(request -> request.dbInstanceIdentifier(identifier))
        .dbInstances()
        .get(0);
  }

  private RdsConnection connect(String region, String identifier) throws DatabaseRefused {
    String host =
        aws.world
            .account()
            .first(INSTANCE, region, found -> found.string("identifier").equals(identifier))
            .orElseThrow()
            .string("address");
    return aws.world
        .service(Rds.class)
        .connect(aws.app(region), host, 3306, "shop", PASSWORD, "shop");
  }

  @Test
  void a_replica_is_created_for_a_while_and_has_no_endpoint_before_it_is_available() {
    DBInstance creating = create();

    assertThat(creating.dbInstanceStatus()).isEqualTo("creating");
    assertThat(creating.endpoint()).isNull();
    assertThat(creating.readReplicaSourceDBInstanceIdentifier()).isEqualTo(source.string("arn"));
    assertThatThrownBy(() -> connect(FRANKFURT, REPLICA)).hasMessageContaining("creating");

    aws.pass(Duration.ofMinutes(31));

    DBInstance available = described(FRANKFURT, REPLICA);
    assertThat(available.dbInstanceStatus()).isEqualTo("available");
    assertThat(available.endpoint().port()).isEqualTo(3306);
    assertThat(available.engineVersion()).isEqualTo("8.0.43");
    assertThat(available.dbInstanceClass()).isEqualTo("db.t4g.medium");
    assertThat(available.kmsKeyId()).isEqualTo(TwoRegions.keyArn(FRANKFURT));
    assertThat(available.dbParameterGroups().get(0).dbParameterGroupName()).isEqualTo("twin");
    assertThat(available.tagList()).extracting("key").containsExactly("pharos:app");
    assertThat(source.strings("replicas")).containsExactly(available.dbInstanceArn());
  }

  @Test
  void rows_from_before_and_during_the_creation_are_all_there() throws DatabaseRefused {
    connect(IRELAND, SOURCE).write("order#1", "before");
    create();
    aws.pass(Duration.ofMinutes(10));
    connect(IRELAND, SOURCE).write("order#2", "during");
    aws.pass(Duration.ofMinutes(21));

    RdsConnection replica = connect(FRANKFURT, REPLICA);
    assertThat(replica.writable()).isFalse();
    assertThat(replica.read("order#1")).contains("before");
    assertThat(replica.read("order#2")).contains("during");
    assertThat(aws.world.service(Rds.class).rows(FRANKFURT, REPLICA))
        .extracting(Row::writer)
        .containsOnly(source.string("resourceId"));
  }

  @Test
  void while_the_source_is_out_of_reach_the_creation_waits() {
    create();
    aws.world.faults().fail(IRELAND, Faults.Kind.ISOLATED);
    aws.pass(Duration.ofHours(2));
    assertThat(described(FRANKFURT, REPLICA).dbInstanceStatus()).isEqualTo("creating");

    aws.world.faults().heal(IRELAND);
    aws.pass(Duration.ofMinutes(1));
    assertThat(described(FRANKFURT, REPLICA).dbInstanceStatus()).isEqualTo("available");
  }

  @Test
  void what_the_source_or_the_request_lacks_is_refused() {
    assertThatThrownBy(() -> create(request -> request.kmsKeyId(null)))
        .isInstanceOf(RdsException.class)
        .hasMessageContaining("without KMS key");
    assertThatThrownBy(() -> create(request -> request.kmsKeyId(TwoRegions.keyArn(IRELAND))))
        .isInstanceOf(KmsKeyNotAccessibleException.class);
    assertThatThrownBy(() -> create(request -> request.dbSubnetGroupName("nowhere")))
        .isInstanceOf(DbSubnetGroupNotFoundException.class);
    assertThatThrownBy(() -> create(request -> request.sourceDBInstanceIdentifier(SOURCE)))
        .isInstanceOf(DbInstanceNotFoundException.class);
    source.set("backupRetentionPeriod", 0);
    assertThatThrownBy(this::create)
        .isInstanceOf(InvalidDbInstanceStateException.class)
        .hasMessageContaining("Automated backups are not enabled");
    source.set("backupRetentionPeriod", 7).set("status", "modifying");
    assertThatThrownBy(this::create).isInstanceOf(InvalidDbInstanceStateException.class);
    source.set("status", "available");
    aws.world.faults().fail(IRELAND, Faults.Kind.DEAD);
    assertThatThrownBy(this::create)
        .isInstanceOfSatisfying(RdsException.class, e -> assertThat(e.statusCode()).isEqualTo(500));
  }

  @Test
  void an_identifier_is_taken_once() {
    create();

    assertThatThrownBy(this::create).isInstanceOf(DbInstanceAlreadyExistsException.class);
  }

  @Test
  void a_replica_that_is_still_created_is_not_promoted() {
    create();

    assertThatThrownBy(
            () -> rds(FRANKFURT).promoteReadReplica(r -> r.dbInstanceIdentifier(REPLICA)))
        .isInstanceOf(InvalidDbInstanceStateException.class);
  }

  @Test
  void deleting_takes_a_final_snapshot_or_is_told_to_skip_it() {
    assertThatThrownBy(() -> rds(IRELAND).deleteDBInstance(r -> r.dbInstanceIdentifier(SOURCE)))
        .hasMessageContaining("FinalDBSnapshotIdentifier is required");
    source.set("deletionProtection", true);
    assertThatThrownBy(() -> delete("last")).hasMessageContaining("Cannot delete protected");

    source.set("deletionProtection", false);
    delete("last");

    assertThat(described(IRELAND, SOURCE).dbInstanceStatus()).isEqualTo("deleting");
    assertThatThrownBy(() -> delete("again")).hasMessageContaining("already being deleted");
    aws.pass(Duration.ofMinutes(5));
    assertThatThrownBy(() -> described(IRELAND, SOURCE))
        .isInstanceOf(DbInstanceNotFoundException.class);
    assertThat(aws.world.account().find("aws:rds/snapshot:Snapshot", IRELAND, "last")).isPresent();
    source = aws.create(INSTANCE, IRELAND, "database-1", writer());
    assertThatThrownBy(() -> delete("last")).isInstanceOf(DbSnapshotAlreadyExistsException.class);
  }

  @Test
  void a_replica_has_no_final_snapshot_and_its_source_no_longer_lists_it() {
    create();
    aws.pass(Duration.ofMinutes(31));

    assertThatThrownBy(
            () ->
                rds(FRANKFURT)
                    .deleteDBInstance(
                        r -> r.dbInstanceIdentifier(REPLICA).finalDBSnapshotIdentifier("last")))
        .hasMessageContaining("can not be specified when deleting a read replica");
    rds(FRANKFURT).deleteDBInstance(r -> r.dbInstanceIdentifier(REPLICA).skipFinalSnapshot(true));

    assertThat(source.strings("replicas")).isEmpty();
  }

  private void delete(String snapshot) {
    rds(IRELAND)
        .deleteDBInstance(r -> r.dbInstanceIdentifier(SOURCE).finalDBSnapshotIdentifier(snapshot));
  }
}
