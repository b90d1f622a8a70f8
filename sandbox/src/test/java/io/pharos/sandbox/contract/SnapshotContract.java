package io.pharos.sandbox.contract;

import static io.pharos.sandbox.contract.ContractWorld.PEER_REGION;
import static io.pharos.sandbox.contract.ContractWorld.REGION;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DbInstanceAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DbSnapshotAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.InvalidDbInstanceStateException;
import software.amazon.awssdk.services.rds.model.InvalidDbSnapshotStateException;
import software.amazon.awssdk.services.rds.model.Tag;

/** A snapshot, its copy in the other Region, and their end. */
abstract class SnapshotContract {
  private static final String WRITER = "shop-prod-primary-1";
  private static final String NAME = "shop-prod-daily-primary-1-20260101";
  private static final Refused NOT_FOUND =
      new Refused(DbSnapshotNotFoundException.class, 404, "DBSnapshotNotFound");

  private final RdsClient rds;
  private final RdsClient peer;
  private final ContractWorld world;

  SnapshotContract(ContractWorld world) {
    this.world = world;
    this.rds = world.client(RdsClient.class);
    this.peer = world.client(RdsClient.class, PEER_REGION);
  }

  @BeforeEach
  void aWriter() {
    world.database(REGION, WRITER);
  }

  private DBSnapshot create(String name) {
    return rds.createDBSnapshot(
            create ->
                create
                    .dbSnapshotIdentifier(name)
                    .dbInstanceIdentifier(WRITER)
                    .tags(tag -> tag.key("pharos:upkeep").value("snapshot")))
        .dbSnapshot();
  }

  private DBSnapshot available(String name) {
    create(name);
    world.settle();
    return describe(rds, name);
  }

  private DBSnapshot copy(String arn) {
    return peer.copyDBSnapshot(
            copy ->
                copy.sourceDBSnapshotIdentifier(arn)
                    .sourceRegion(REGION)
                    .targetDBSnapshotIdentifier(NAME)
                    .tags(tag -> tag.key("pharos:upkeep").value("snapshot")))
        .dbSnapshot();
  }

  private static DBSnapshot describe(RdsClient rds, String name) {
    return rds.describeDBSnapshots(get -> get.dbSnapshotIdentifier(name)).dbSnapshots().get(0);
  }

  @Test
  void createDBSnapshot_answersAtOnce_andIsAvailableLater() {
    DBSnapshot begun = create(NAME);

    assertThat(begun.dbSnapshotIdentifier()).isEqualTo(NAME);
    assertThat(begun.status())
        .isEqualTo(world.expected(KnownDifference.SNAPSHOTS_TAKE_NO_TIME, "creating", "available"));
    world.settle();
    DBSnapshot made = describe(rds, NAME);
    assertThat(made.status()).isEqualTo("available");
    assertThat(made.dbSnapshotArn())
        .isEqualTo("arn:aws:rds:eu-west-1:123456789012:snapshot:" + NAME);
    assertThat(made.dbInstanceIdentifier()).isEqualTo(WRITER);
    assertThat(made.snapshotType()).isEqualTo("manual");
    assertThat(made.snapshotCreateTime()).isNotNull();
    assertThat(made.tagList())
        .contains(Tag.builder().key("pharos:upkeep").value("snapshot").build());
  }

  @Test
  void createDBSnapshot_whileOneIsMade_isRefused() {
    create(NAME);

    assertThat(Refused.by(() -> create("another")))
        .isEqualTo(
            world.expected(
                KnownDifference.SNAPSHOTS_TAKE_NO_TIME,
                new Refused(InvalidDbInstanceStateException.class, 400, "InvalidDBInstanceState"),
                Refused.NOT));
  }

  @Test
  void createDBSnapshot_ofANameThatIsTaken_isRefused() {
    available(NAME);

    assertThat(Refused.by(() -> create(NAME)))
        .isEqualTo(
            new Refused(DbSnapshotAlreadyExistsException.class, 400, "DBSnapshotAlreadyExists"));
  }

  @Test
  void createDBSnapshot_ofAnUnknownInstance_isNotFound() {
    assertThat(
            Refused.by(
                () ->
                    rds.createDBSnapshot(
                        create -> create.dbSnapshotIdentifier(NAME).dbInstanceIdentifier("none"))))
        .isEqualTo(new Refused(DbInstanceNotFoundException.class, 404, "DBInstanceNotFound"));
  }

  @Test
  void describeDBSnapshots_ofAnUnknownName_isNotFound_andOfATypeListsAll() {
    assertThat(Refused.by(() -> describe(rds, "none"))).isEqualTo(NOT_FOUND);
    available(NAME);
    available("another");

    assertThat(rds.describeDBSnapshots(get -> get.snapshotType("manual")).dbSnapshots())
        .extracting(DBSnapshot::dbSnapshotIdentifier)
        .containsExactlyInAnyOrder(NAME, "another");
  }

  @Test
  void copyDBSnapshot_toAnotherRegion_keepsTheTimeOfTheOriginal() {
    DBSnapshot original = available(NAME);

    assertThat(copy(original.dbSnapshotArn()).dbSnapshotIdentifier()).isEqualTo(NAME);
    world.settle();

    DBSnapshot copied = describe(peer, NAME);
    assertThat(copied.status()).isEqualTo("available");
    assertThat(copied.dbSnapshotArn())
        .isEqualTo("arn:aws:rds:eu-central-1:123456789012:snapshot:" + NAME);
    assertThat(copied.originalSnapshotCreateTime())
        .isEqualTo(original.originalSnapshotCreateTime());
    assertThat(copied.tagList()).extracting(Tag::key).containsExactly("pharos:upkeep");
    assertThat(Refused.by(() -> copy(original.dbSnapshotArn())))
        .isEqualTo(
            new Refused(DbSnapshotAlreadyExistsException.class, 400, "DBSnapshotAlreadyExists"));
  }

  @Test
  void copyDBSnapshot_ofOneThatIsStillMade_isRefused() {
    DBSnapshot begun = create(NAME);

    assertThat(Refused.by(() -> copy(begun.dbSnapshotArn())))
        .isEqualTo(
            world.expected(
                KnownDifference.SNAPSHOTS_TAKE_NO_TIME,
                new Refused(InvalidDbSnapshotStateException.class, 400, "InvalidDBSnapshotState"),
                Refused.NOT));
  }

  @Test
  void copyDBSnapshot_ofAnUnknownOne_isNotFound() {
    assertThat(Refused.by(() -> copy("arn:aws:rds:eu-west-1:123456789012:snapshot:shop-prod-none")))
        .isEqualTo(NOT_FOUND);
  }

  private DBInstance restore(String snapshot, String identifier) {
    return rds.restoreDBInstanceFromDBSnapshot(
            restore ->
                restore
                    .dbSnapshotIdentifier(snapshot)
                    .dbInstanceIdentifier(identifier)
                    .dbSubnetGroupName(world.databaseSubnetGroup())
                    .tags(tag -> tag.key("pharos:app").value("shop")))
        .dbInstance();
  }

  @Test
  void restoreDBInstanceFromDBSnapshot_makesAnotherInstance_inOneZone() {
    available(NAME);

    DBInstance begun = restore(NAME, "shop-prod-secondary-1");
    assertThat(begun.dbInstanceStatus())
        .isEqualTo(world.expected(KnownDifference.RESTORES_TAKE_NO_TIME, "creating", "available"));
    world.settle();
    DBInstance made =
        rds.describeDBInstances(get -> get.dbInstanceIdentifier("shop-prod-secondary-1"))
            .dbInstances()
            .get(0);
    assertThat(made.dbInstanceStatus()).isEqualTo("available");
    assertThat(made.engine()).isEqualTo("mysql");
    assertThat(made.multiAZ()).isFalse();
    assertThat(made.tagList()).extracting(Tag::key).contains("pharos:app");
  }

  @Test
  void restoreDBInstanceFromDBSnapshot_ofANameThatIsTaken_isRefused() {
    available(NAME);

    assertThat(Refused.by(() -> restore(NAME, WRITER)))
        .isEqualTo(
            new Refused(DbInstanceAlreadyExistsException.class, 400, "DBInstanceAlreadyExists"));
  }

  @Test
  void restoreDBInstanceFromDBSnapshot_ofAnUnknownOne_isNotFound() {
    assertThat(Refused.by(() -> restore("none", "shop-prod-secondary-1"))).isEqualTo(NOT_FOUND);
  }

  @Test
  void deleteDBSnapshot_takesItAway_once() {
    available(NAME);

    rds.deleteDBSnapshot(delete -> delete.dbSnapshotIdentifier(NAME));

    assertThat(Refused.by(() -> describe(rds, NAME))).isEqualTo(NOT_FOUND);
    assertThat(Refused.by(() -> rds.deleteDBSnapshot(delete -> delete.dbSnapshotIdentifier(NAME))))
        .isEqualTo(NOT_FOUND);
  }
}
