package io.pharos.sandbox.contract;

import static io.pharos.sandbox.contract.ContractWorld.PEER_REGION;
import static io.pharos.sandbox.contract.ContractWorld.REGION;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBInstanceAutomatedBackup;
import software.amazon.awssdk.services.rds.model.DbInstanceAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbInstanceAutomatedBackupNotFoundException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupNotFoundException;
import software.amazon.awssdk.services.rds.model.RdsException;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceToPointInTimeRequest;

/** Automated backups, here and replicated from the other Region, and what is restored from them. */
abstract class BackupContract {
  private static final String WRITER = "shop-prod-primary-1";
  private static final String RESTORED = "shop-prod-secondary-1";

  private final RdsClient rds;
  private final ContractWorld world;
  private String source;

  BackupContract(ContractWorld world) {
    this.world = world;
    this.rds = world.client(RdsClient.class);
  }

  @BeforeEach
  void aWriterInEachRegion() {
    source = world.database(PEER_REGION, WRITER);
    world.database(REGION, "here");
  }

  private List<DBInstanceAutomatedBackup> backups(String database) {
    return rds.describeDBInstanceAutomatedBackups(
            describe -> describe.dbInstanceIdentifier(database))
        .dbInstanceAutomatedBackups();
  }

  private DBInstance restore(Consumer<RestoreDbInstanceToPointInTimeRequest.Builder> from) {
    return rds.restoreDBInstanceToPointInTime(
            restore -> {
              restore
                  .targetDBInstanceIdentifier(RESTORED)
                  .dbSubnetGroupName(world.databaseSubnetGroup())
                  .dbInstanceClass("db.t4g.medium")
                  .useLatestRestorableTime(true)
                  .tags(tag -> tag.key("pharos:app").value("shop"));
              from.accept(restore);
            })
        .dbInstance();
  }

  private DBInstance describe(String identifier) {
    return rds.describeDBInstances(describe -> describe.dbInstanceIdentifier(identifier))
        .dbInstances()
        .get(0);
  }

  private String replicate() {
    return rds.startDBInstanceAutomatedBackupsReplication(
            start ->
                start
                    .sourceDBInstanceArn(source)
                    .sourceRegion(PEER_REGION)
                    .backupRetentionPeriod(7))
        .dbInstanceAutomatedBackup()
        .dbInstanceAutomatedBackupsArn();
  }

  /** moto has no replication: it does not know the operation. */
  private boolean replicated() {
    return world.expected(KnownDifference.BACKUPS_ARE_NOT_REPLICATED, true, false);
  }

  @Test
  void describeDBInstanceAutomatedBackups_listsThoseOfTheRegionsOwnWriters() {
    assertThat(backups("here"))
        .singleElement()
        .satisfies(
            backup -> {
              assertThat(backup.dbInstanceIdentifier()).isEqualTo("here");
              assertThat(backup.region())
                  .isEqualTo(world.expected(KnownDifference.BACKUPS_SAY_LITTLE, REGION, null));
              assertThat(backup.engine())
                  .isEqualTo(world.expected(KnownDifference.BACKUPS_SAY_LITTLE, "mysql", null));
            });
    assertThat(backups(WRITER)).isEmpty();
  }

  @Test
  void restoreDBInstanceToPointInTime_answersAtOnce_andIsAvailableLater() {
    DBInstance begun = restore(from -> from.sourceDBInstanceIdentifier("here"));

    assertThat(begun.dbInstanceStatus())
        .isEqualTo(world.expected(KnownDifference.RESTORES_TAKE_NO_TIME, "creating", "available"));
    world.settle();
    DBInstance restored = describe(RESTORED);
    assertThat(restored.dbInstanceStatus()).isEqualTo("available");
    assertThat(restored.engine()).isEqualTo("mysql");
    assertThat(restored.dbInstanceClass()).isEqualTo("db.t4g.medium");
    assertThat(restored.dbiResourceId().equals(describe("here").dbiResourceId()))
        .isEqualTo(world.expected(KnownDifference.RESTORES_ARE_THE_SAME_INSTANCE, false, true));
    assertThat(restored.endpoint().port()).isEqualTo(3306);
  }

  @Test
  void restoreDBInstanceToPointInTime_ofAnUnknownSource_isNotFound() {
    assertThat(Refused.by(() -> restore(from -> from.sourceDBInstanceIdentifier("nowhere"))))
        .isEqualTo(new Refused(DbInstanceNotFoundException.class, 404, "DBInstanceNotFound"));
  }

  @Test
  void restoreDBInstanceToPointInTime_withAnIdentifierThatIsTaken_isRefused() {
    restore(from -> from.sourceDBInstanceIdentifier("here"));

    assertThat(Refused.by(() -> restore(from -> from.sourceDBInstanceIdentifier("here"))))
        .isEqualTo(
            new Refused(DbInstanceAlreadyExistsException.class, 400, "DBInstanceAlreadyExists"));
  }

  @Test
  void restoreDBInstanceToPointInTime_inAnUnknownSubnetGroup_isNotFound() {
    assertThat(
            Refused.by(
                () ->
                    restore(
                        from -> from.sourceDBInstanceIdentifier("here").dbSubnetGroupName("none"))))
        .isEqualTo(
            new Refused(DbSubnetGroupNotFoundException.class, 404, "DBSubnetGroupNotFoundFault"));
  }

  @Test
  void restoreDBInstanceToPointInTime_toATimeThatIsNotThereYet_isRefused() {
    assertThat(
            Refused.by(
                () ->
                    restore(
                        from ->
                            from.sourceDBInstanceIdentifier("here")
                                .useLatestRestorableTime(null)
                                .restoreTime(world.clock().instant().plus(Duration.ofHours(1))))))
        .isEqualTo(
            world.expected(
                KnownDifference.RESTORES_ARE_NOT_CHECKED,
                new Refused(RdsException.class, 400, "InvalidParameterValue"),
                Refused.NOT));
  }

  @Test
  void restoreDBInstanceToPointInTime_fromReplicatedBackups_needsNothingOfTheSource() {
    if (!replicated()) {
      assertThat(Refused.by(this::replicate)).isNotEqualTo(Refused.NOT);
      return;
    }
    String backup = replicate();
    world.settle();

    assertThat(backups(WRITER))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.dbInstanceAutomatedBackupsArn()).isEqualTo(backup);
              assertThat(found.region()).isEqualTo(PEER_REGION);
              assertThat(found.status()).isEqualTo("replicating");
              assertThat(found.restoreWindow().latestTime()).isNotNull();
            });
    world
        .client(RdsClient.class, PEER_REGION)
        .deleteDBInstance(delete -> delete.dbInstanceIdentifier(WRITER).skipFinalSnapshot(true));
    world.settle();
    restore(from -> from.sourceDBInstanceAutomatedBackupsArn(backup));
    world.settle();
    assertThat(describe(RESTORED).dbInstanceStatus()).isEqualTo("available");
  }

  @Test
  void restoreDBInstanceToPointInTime_fromBackupsThatAreNotHere_isNotFound() {
    if (!replicated()) {
      return;
    }
    String arn = replicate() + "x";

    assertThat(Refused.by(() -> restore(from -> from.sourceDBInstanceAutomatedBackupsArn(arn))))
        .isEqualTo(
            new Refused(
                DbInstanceAutomatedBackupNotFoundException.class,
                404,
                "DBInstanceAutomatedBackupNotFound"));
  }
}
