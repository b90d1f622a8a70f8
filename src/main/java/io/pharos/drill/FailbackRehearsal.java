package io.pharos.drill;

import io.pharos.config.Settings;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.world.Cloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** What a failback, or a new standby, would do now. It only looks. */
public final class FailbackRehearsal {
  private final Settings settings;
  private final RegionView here;
  private final RegionView peer;
  private final boolean moved;
  private final StateMachine kind;

  /**
   * @param here the Region where it runs
   * @param active the one that serves now: the other one, or the same when an earlier failback has
   *     moved the application already
   * @param kind a failback, or only a new standby
   */
  public FailbackRehearsal(
      Cloud cloud, Settings settings, Position here, Position active, StateMachine kind) {
    this.settings = settings;
    this.moved = here == active;
    this.here = new RegionView(cloud, settings, here);
    this.peer = new RegionView(cloud, settings, here.peer());
    this.kind = kind;
  }

  public Rehearsal run() {
    List<Rehearsal.Check> checks = new ArrayList<>();
    checks.add(guarded("lock", this::lock));
    checks.add(guarded(kind == StateMachine.FAILBACK ? "reseed-here" : "reseed", this::reseed));
    if (kind == StateMachine.FAILBACK) {
      checks.add(
          Rehearsal.Check.passes(
              "switch",
              "once the new replica has caught up: writes are held, drained, the replica promoted,"
                  + " the traffic moved; users wait for about "
                  + Figure.human(
                      LowerBound.planned(
                              here.position(),
                              settings.database().engine(),
                              settings.routing().via())
                          .typicalRto())));
      checks.add(
          Rehearsal.Check.passes(
              "reseed-peer",
              peer.region()
                  + (settings.skeleton(peer.position())
                      ? " becomes the standby, with backups and without a database; the former ones"
                          + " stay"
                      : settings.database().engine().aurora()
                          ? " becomes the standby with the cluster that it has"
                          : " becomes the standby with a database of its own next generation; the"
                              + " former ones stay")));
    }
    return new Rehearsal(kind.word() + " in " + here.region(), checks);
  }

  private interface Question {
    Rehearsal.Check ask();
  }

  /** Both Regions are needed, whichever does not answer. */
  private static Rehearsal.Check guarded(String step, Question question) {
    try {
      return question.ask();
    } catch (SdkException e) {
      return Rehearsal.Check.refuses(step, "a Region does not answer: " + e.getMessage());
    }
  }

  private Rehearsal.Check lock() {
    for (RegionView view : List.of(here, peer)) {
      Optional<String> holder = view.table().lockHolder();
      if (holder.isPresent()) {
        return Rehearsal.Check.refuses(
            "lock", "LOCK_HELD: " + holder.get() + " in " + view.region());
      }
    }
    return Rehearsal.Check.passes("lock", "free in both Regions");
  }

  private Rehearsal.Check reseed() {
    String step = kind == StateMachine.FAILBACK ? "reseed-here" : "reseed";
    if (moved) {
      return Rehearsal.Check.passes(
          step, here.region() + " serves already: an earlier failback is ended");
    }
    Optional<Rehearsal.Check> promoted = promoted(step);
    if (promoted.isPresent()) {
      return promoted.get();
    }
    Optional<RegionDatabase> writer = peer.database();
    if (writer.isEmpty() || writer.get().replica()) {
      return Rehearsal.Check.refuses(
          step, "NO_WRITER: " + peer.databaseIdentifier() + " in " + peer.region() + " is none");
    }
    if (!writer.get().backedUp()) {
      return Rehearsal.Check.refuses(
          step, "NO_WRITER: " + writer.get().identifier() + " has no automated backups");
    }
    String current = here.databaseIdentifier();
    if (settings.database().engine().aurora()) {
      return Rehearsal.Check.passes(
          step,
          here.database().map(RegionDatabase::describe).orElse(current + " is not there")
              + "; Aurora itself makes a replica of a former writer");
    }
    boolean follows =
        here.database()
            .flatMap(RegionDatabase::source)
            .filter(writer.get().arn()::equals)
            .isPresent();
    return Rehearsal.Check.passes(
        step,
        follows
            ? current + " replicates " + writer.get().identifier() + " already"
            : settings.names().database(here.position(), next(current))
                + " is made as a replica of "
                + writer.get().describe()
                + "; "
                + current
                + " stays as it is");
  }

  /** A switch that ended between its promotion and the move: with instances, behind held writes. */
  private Optional<Rehearsal.Check> promoted(String step) {
    boolean aurora = settings.database().engine().aurora();
    if (kind != StateMachine.FAILBACK) {
      return Optional.empty();
    }
    return BegunPromotion.of(here.table(), aurora)
        .flatMap(
            begun ->
                here.database()
                    .filter(database -> database.identifier().equals(begun.database()))
                    .filter(database -> !database.replica())
                    .map(
                        database ->
                            Rehearsal.Check.passes(
                                step,
                                database.describe()
                                    + " was promoted for "
                                    + begun.operation()
                                    + ", and that switch goes on"
                                    + (aurora
                                        ? ""
                                        : "; if somebody has opened the network ACL since, a new"
                                            + " replica is made instead"))));
  }

  private int next(String current) {
    int number = Integer.parseInt(current.substring(current.lastIndexOf('-') + 1));
    String used = here.table().item("database", "generation").getOrDefault("used", "0");
    return Math.max(number, (int) Double.parseDouble(used)) + 1;
  }
}
