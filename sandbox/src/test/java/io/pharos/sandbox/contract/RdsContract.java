package io.pharos.sandbox.contract;

import static io.pharos.sandbox.contract.ContractWorld.PEER_REGION;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.InvalidDbInstanceStateException;
import software.amazon.awssdk.services.rds.model.RdsException;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/** The promotion of a replica, and what the recovery functions read before and after it. */
abstract class RdsContract {
  private static final String WRITER = "shop-prod-primary-1";
  private static final String REPLICA = "shop-prod-secondary-1";
  private static final Refused NOT_FOUND =
      new Refused(DbInstanceNotFoundException.class, 404, "DBInstanceNotFound");
  private static final Refused WRONG_STATE =
      new Refused(InvalidDbInstanceStateException.class, 400, "InvalidDBInstanceState");

  private final RdsClient rds;
  private final ContractWorld world;

  RdsContract(ContractWorld world) {
    this.world = world;
    this.rds = world.client(RdsClient.class);
  }

  private String replica() {
    String source = world.database(PEER_REGION, WRITER);
    world.replica(REPLICA, source);
    return source;
  }

  private DBInstance describe(String identifier) {
    List<DBInstance> found =
        rds.describeDBInstances(describe -> describe.dbInstanceIdentifier(identifier))
            .dbInstances();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private DBInstance promote() {
    return rds.promoteReadReplica(
            promote ->
                promote
                    .dbInstanceIdentifier(REPLICA)
                    .backupRetentionPeriod(7)
                    .preferredBackupWindow("03:00-04:00"))
        .dbInstance();
  }

  private Refused notPromoted() {
    return world.expected(KnownDifference.ANYTHING_IS_PROMOTED, WRONG_STATE, Refused.NOT);
  }

  @Test
  void describeDBInstances_showsAWriter() {
    world.database(ContractWorld.REGION, WRITER);

    DBInstance writer = describe(WRITER);

    assertThat(writer.dbInstanceStatus()).isEqualTo("available");
    assertThat(writer.readReplicaSourceDBInstanceIdentifier()).isNull();
    assertThat(writer.dbInstanceArn()).isEqualTo("arn:aws:rds:eu-west-1:123456789012:db:" + WRITER);
    assertThat(writer.dbiResourceId()).startsWith("db-");
    assertThat(writer.endpoint().port()).isEqualTo(3306);
    assertThat(writer.backupRetentionPeriod()).isEqualTo(7);
  }

  @Test
  void describeDBInstances_showsAReplicaAndItsSourceInTheOtherRegion() {
    String source = replica();

    assertThat(describe(REPLICA).readReplicaSourceDBInstanceIdentifier()).isEqualTo(source);
    assertThat(describe(REPLICA).dbInstanceStatus()).isEqualTo("available");
    assertThat(describe(REPLICA).engine()).isEqualTo("mysql");
    assertThat(sourceOf(WRITER).readReplicaDBInstanceIdentifiers())
        .containsExactly("arn:aws:rds:eu-west-1:123456789012:db:" + REPLICA);
  }

  private DBInstance sourceOf(String identifier) {
    return world
        .client(RdsClient.class, PEER_REGION)
        .describeDBInstances(describe -> describe.dbInstanceIdentifier(identifier))
        .dbInstances()
        .get(0);
  }

  @Test
  void describeDBInstances_ofAnUnknownOne_isNotFound() {
    assertThat(Refused.by(() -> describe("none"))).isEqualTo(NOT_FOUND);
  }

  @Test
  void describeDBInstances_knowsNothingOfTheOtherRegion() {
    world.database(PEER_REGION, WRITER);

    assertThat(Refused.by(() -> describe(WRITER))).isEqualTo(NOT_FOUND);
    assertThat(rds.describeDBInstances().dbInstances()).isEmpty();
  }

  @Test
  void promoteReadReplica_makesAWriterWithBackups_andTheSourceForgetsIt() {
    String source = replica();

    promote();
    world.settle();

    DBInstance writer = describe(REPLICA);
    assertThat(writer.dbInstanceStatus()).isEqualTo("available");
    assertThat(writer.readReplicaSourceDBInstanceIdentifier())
        .isEqualTo(
            world.expected(KnownDifference.PROMOTED_REPLICA_REMAINS_A_REPLICA, null, source));
    assertThat(writer.backupRetentionPeriod()).isEqualTo(7);
    assertThat(writer.preferredBackupWindow()).isEqualTo("03:00-04:00");
    assertThat(sourceOf(WRITER).readReplicaDBInstanceIdentifiers())
        .isEqualTo(
            world.expected(
                KnownDifference.PROMOTED_REPLICA_REMAINS_A_REPLICA,
                List.of(),
                List.of(writer.dbInstanceArn())));
  }

  @Test
  void promoteReadReplica_whileItRuns_isRefused() {
    replica();

    promote();

    assertThat(describe(REPLICA).dbInstanceStatus())
        .isEqualTo(
            world.expected(KnownDifference.PROMOTION_TAKES_NO_TIME, "modifying", "available"));
    assertThat(Refused.by(this::promote)).isEqualTo(notPromoted());
  }

  @Test
  void promoteReadReplica_ofAPromotedOne_isRefused() {
    replica();
    promote();
    world.settle();

    assertThat(Refused.by(this::promote)).isEqualTo(notPromoted());
  }

  @Test
  void promoteReadReplica_ofAWriter_isRefused() {
    world.database(ContractWorld.REGION, REPLICA);

    assertThat(Refused.by(this::promote)).isEqualTo(notPromoted());
  }

  @Test
  void promoteReadReplica_ofAnUnknownOne_isNotFound() {
    assertThat(Refused.by(this::promote))
        .isEqualTo(
            world.expected(
                KnownDifference.PROMOTING_NOTHING_IS_A_SERVER_ERROR,
                NOT_FOUND,
                Refused.serverError(RdsException.class)));
  }

  @Test
  void promoteReadReplica_withMoreThan35DaysOfBackups_isRefused() {
    replica();

    assertThat(
            Refused.by(
                () ->
                    rds.promoteReadReplica(
                        promote ->
                            promote.dbInstanceIdentifier(REPLICA).backupRetentionPeriod(36))))
        .isEqualTo(
            world.expected(
                KnownDifference.RETENTION_IS_NOT_CHECKED,
                new Refused(RdsException.class, 400, "InvalidParameterValue"),
                Refused.NOT));
    assertThat(describe(REPLICA).dbInstanceStatus()).isEqualTo("available");
  }

  @Test
  void modifyDBInstance_exchangesTheSecurityGroups() {
    world.database(ContractWorld.REGION, WRITER);
    String quarantine = world.securityGroup("quarantine");

    rds.modifyDBInstance(
        modify ->
            modify
                .dbInstanceIdentifier(WRITER)
                .vpcSecurityGroupIds(quarantine)
                .applyImmediately(true));
    world.settle();

    assertThat(describe(WRITER).vpcSecurityGroups())
        .extracting(VpcSecurityGroupMembership::vpcSecurityGroupId)
        .containsExactly(quarantine);
  }

  @Test
  void modifyDBInstance_changesTheBackups() {
    world.database(ContractWorld.REGION, WRITER);

    rds.modifyDBInstance(
        modify ->
            modify.dbInstanceIdentifier(WRITER).backupRetentionPeriod(14).applyImmediately(true));
    world.settle();

    assertThat(describe(WRITER).backupRetentionPeriod()).isEqualTo(14);
    assertThat(describe(WRITER).dbInstanceStatus()).isEqualTo("available");
  }

  @Test
  void modifyDBInstance_ofAnUnknownOne_isNotFound() {
    assertThat(
            Refused.by(() -> rds.modifyDBInstance(modify -> modify.dbInstanceIdentifier("none"))))
        .isEqualTo(NOT_FOUND);
  }

  @Test
  void modifyDBInstance_duringAPromotion_isRefused() {
    replica();
    promote();

    assertThat(
            Refused.by(
                () ->
                    rds.modifyDBInstance(
                        modify -> modify.dbInstanceIdentifier(REPLICA).backupRetentionPeriod(3))))
        .isEqualTo(
            world.expected(KnownDifference.PROMOTION_TAKES_NO_TIME, WRONG_STATE, Refused.NOT));
  }

  @Test
  void rebootDBInstance_restartsAnInstance() {
    world.database(ContractWorld.REGION, WRITER);

    rds.rebootDBInstance(reboot -> reboot.dbInstanceIdentifier(WRITER));
    world.settle();

    assertThat(describe(WRITER).dbInstanceStatus()).isEqualTo("available");
  }

  @Test
  void rebootDBInstance_ofAnUnknownOne_isNotFound() {
    assertThat(
            Refused.by(() -> rds.rebootDBInstance(reboot -> reboot.dbInstanceIdentifier("none"))))
        .isEqualTo(NOT_FOUND);
  }
}
