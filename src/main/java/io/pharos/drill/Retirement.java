package io.pharos.drill;

import io.pharos.config.Settings;
import io.pharos.engine.Forgetting;
import io.pharos.engine.Reconciliation;
import io.pharos.engine.Refused;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * Takes a former database away for good: its last snapshot, its deletion, and its place in Pulumi's
 * state. Never one that is in use or that another one replicates; started again it goes on where it
 * stopped.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html">DeleteDBInstance</a>
 */
public final class Retirement {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofHours(6);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmm").withZone(ZoneOffset.UTC);

  private final Cloud cloud;
  private final Settings settings;
  private final Forgetting forgetting;
  private final Function<Position, Reconciliation.Lock> locks;
  private final Consumer<String> progress;

  /** A former database. */
  private record Former(RegionView view, int generation, String identifier) {
    Optional<DBInstance> instance() {
      return view.instance(identifier);
    }
  }

  /**
   * @param forgetting takes a generation out of configuration and state
   * @param locks takes the lock of a Region
   */
  public Retirement(
      Cloud cloud,
      Settings settings,
      Forgetting forgetting,
      Function<Position, Reconciliation.Lock> locks,
      Consumer<String> progress) {
    this.cloud = cloud;
    this.settings = settings;
    this.forgetting = forgetting;
    this.locks = locks;
    this.progress = progress;
  }

  /**
   * What would be done; nothing is changed.
   *
   * @throws Refused when this database must stay
   */
  public List<String> rehearse(String identifier) {
    Former former = former(identifier);
    List<String> steps = new ArrayList<>();
    Optional<DBInstance> instance = former.instance();
    if (instance.isPresent()) {
      check(former, instance.get());
      if (!RegionDatabase.of(instance.get()).replica()) {
        steps.add("last snapshot of " + identifier + ": " + snapshot(former));
      }
      steps.add("delete " + identifier + " in " + former.view().region());
    } else {
      steps.add(identifier + " is gone already");
    }
    steps.add(
        forgetting.knows(former.view().position(), former.generation())
            ? "take generation "
                + former.generation()
                + " out of configuration and state of stack "
                + former.view().position().word()
            : "nothing to forget: Pulumi does not know it");
    return steps;
  }

  /**
   * Does it.
   *
   * @throws Refused when this database must stay
   */
  public void run(String identifier) {
    Former former = former(identifier);
    try (Reconciliation.Lock lock = locks.apply(former.view().position())) {
      former.instance().ifPresent(instance -> delete(former, instance));
      lock.renew();
      forgetting.forget(former.view().position(), former.generation());
    }
  }

  private Former former(String identifier) {
    for (Position position : Position.values()) {
      OptionalInt generation = settings.names().generation(position, identifier);
      if (generation.isPresent()) {
        return checked(
            new Former(
                new RegionView(cloud, settings, position), generation.getAsInt(), identifier));
      }
    }
    throw new Refused(
        "Refused: "
            + identifier
            + " is none of Pharos' databases, which are called "
            + settings.names().database(Position.PRIMARY, 1)
            + " and so on");
  }

  private static Former checked(Former former) {
    String current = former.view().databaseIdentifier();
    int number = Integer.parseInt(current.substring(current.lastIndexOf('-') + 1));
    // Without a database in use all of them are former ones; the configuration says which it knows.
    if (number > 0 && former.generation() >= number) {
      throw new Refused(
          "Refused: "
              + former.identifier()
              + " is in use, or was never made: "
              + former.view().region()
              + " uses "
              + current);
    }
    return former;
  }

  private void check(Former former, DBInstance instance) {
    if (!instance.readReplicaDBInstanceIdentifiers().isEmpty()) {
      throw new Refused(
          "Refused: "
              + former.identifier()
              + " is replicated by "
              + String.join(", ", instance.readReplicaDBInstanceIdentifiers()));
    }
    if (forgetting.isCurrent(former.view().position(), former.generation())) {
      throw new Refused(
          "Refused: the configuration still says that "
              + former.identifier()
              + " is in use. Run 'pharos reconcile' first");
    }
  }

  private void delete(Former former, DBInstance instance) {
    check(former, instance);
    RdsClient rds = cloud.client(RdsClient.class, former.view().region());
    if (!"deleting".equals(instance.dbInstanceStatus())) {
      if (Boolean.TRUE.equals(instance.deletionProtection())) {
        rds.modifyDBInstance(
            modify ->
                modify
                    .dbInstanceIdentifier(former.identifier())
                    .deletionProtection(false)
                    .applyImmediately(true));
      }
      boolean replica = RegionDatabase.of(instance).replica();
      String snapshot = snapshot(former);
      rds.deleteDBInstance(
          delete -> {
            delete.dbInstanceIdentifier(former.identifier()).skipFinalSnapshot(replica);
            if (!replica) {
              delete.finalDBSnapshotIdentifier(snapshot);
            }
          });
      progress.accept(
          former.identifier()
              + " is being deleted"
              + (replica ? "" : "; its last snapshot is " + snapshot));
    }
    Instant end = cloud.clock().instant().plus(PATIENCE);
    while (former.instance().isPresent()) {
      if (cloud.clock().instant().isAfter(end)) {
        throw new IllegalStateException(
            former.identifier() + " is still there after " + PATIENCE + ": look at RDS, run again");
      }
      cloud.pass(LOOK_EVERY);
    }
    progress.accept(former.identifier() + " is gone");
  }

  private String snapshot(Former former) {
    return former.identifier() + "-final-" + DAY.format(cloud.clock().instant());
  }
}
