package io.pharos.sandbox.contract;

import static io.pharos.sandbox.contract.ContractWorld.PEER_REGION;
import static io.pharos.sandbox.contract.ContractWorld.REGION;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbInstanceAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupNotFoundException;
import software.amazon.awssdk.services.rds.model.InvalidDbInstanceStateException;
import software.amazon.awssdk.services.rds.model.Tag;

/** The reseed: a new replica in this Region of the writer in the other one. */
abstract class ReadReplicaContract {
  private static final String WRITER = "shop-prod-primary-1";
  private static final String REPLICA = "shop-prod-secondary-2";

  private final RdsClient rds;
  private final ContractWorld world;
  private String source;

  ReadReplicaContract(ContractWorld world) {
    this.world = world;
    this.rds = world.client(RdsClient.class);
  }

  @BeforeEach
  void aWriterInTheOtherRegion() {
    source = world.database(PEER_REGION, WRITER);
  }

  private DBInstance create(Consumer<CreateDbInstanceReadReplicaRequest.Builder> change) {
    String subnets =
        world.expected(
            KnownDifference.SUBNET_GROUP_IS_LOOKED_FOR_AT_THE_SOURCE,
            world.databaseSubnetGroup(),
            null);
    return rds.createDBInstanceReadReplica(
            create -> {
              create
                  .dbInstanceIdentifier(REPLICA)
                  .sourceDBInstanceIdentifier(source)
                  .sourceRegion(PEER_REGION)
                  .dbInstanceClass("db.t4g.medium")
                  .dbSubnetGroupName(subnets)
                  .tags(tag -> tag.key("pharos:app").value("shop"));
              change.accept(create);
            })
        .dbInstance();
  }

  private DBInstance create() {
    return create(as -> {});
  }

  private Refused unlessUnchecked(Refused refused) {
    return world.expected(KnownDifference.REPLICAS_ARE_NOT_CHECKED, refused, Refused.NOT);
  }

  private DBInstance describe(String region, String identifier) {
    return world
        .client(RdsClient.class, region)
        .describeDBInstances(describe -> describe.dbInstanceIdentifier(identifier))
        .dbInstances()
        .get(0);
  }

  @Test
  void createDBInstanceReadReplica_answersAtOnce_andIsAvailableLater() {
    DBInstance begun = create();

    assertThat(begun.dbInstanceIdentifier()).isEqualTo(REPLICA);
    assertThat(begun.dbInstanceStatus())
        .isEqualTo(world.expected(KnownDifference.REPLICA_TAKES_NO_TIME, "creating", "available"));
    world.settle();
    DBInstance replica = describe(REGION, REPLICA);
    assertThat(replica.dbInstanceStatus()).isEqualTo("available");
    assertThat(replica.readReplicaSourceDBInstanceIdentifier()).isEqualTo(source);
    assertThat(replica.dbInstanceClass()).isEqualTo("db.t4g.medium");
    assertThat(replica.engine()).isEqualTo("mysql");
    assertThat(replica.dbiResourceId()).startsWith("db-");
    assertThat(replica.endpoint().port()).isEqualTo(3306);
    assertThat(replica.tagList()).extracting(Tag::key).containsExactly("pharos:app");
    assertThat(describe(PEER_REGION, WRITER).readReplicaDBInstanceIdentifiers())
        .containsExactly(replica.dbInstanceArn());
  }

  @Test
  void createDBInstanceReadReplica_withAnIdentifierThatIsTaken_isRefused() {
    create();

    assertThat(Refused.by(this::create))
        .isEqualTo(
            unlessUnchecked(
                new Refused(
                    DbInstanceAlreadyExistsException.class, 400, "DBInstanceAlreadyExists")));
  }

  @Test
  void createDBInstanceReadReplica_ofAnUnknownSource_isNotFound() {
    assertThat(Refused.by(() -> create(as -> as.sourceDBInstanceIdentifier(source + "0"))))
        .isEqualTo(new Refused(DbInstanceNotFoundException.class, 404, "DBInstanceNotFound"));
  }

  @Test
  void createDBInstanceReadReplica_inAnUnknownSubnetGroup_isNotFound() {
    assertThat(Refused.by(() -> create(as -> as.dbSubnetGroupName("none"))))
        .isEqualTo(
            new Refused(DbSubnetGroupNotFoundException.class, 404, "DBSubnetGroupNotFoundFault"));
  }

  @Test
  void createDBInstanceReadReplica_ofASourceWithoutBackups_isRefused() {
    world
        .client(RdsClient.class, PEER_REGION)
        .modifyDBInstance(
            modify ->
                modify
                    .dbInstanceIdentifier(WRITER)
                    .backupRetentionPeriod(0)
                    .applyImmediately(true));
    world.settle();

    assertThat(Refused.by(this::create))
        .isEqualTo(
            unlessUnchecked(
                new Refused(InvalidDbInstanceStateException.class, 400, "InvalidDBInstanceState")));
  }
}
