package io.pharos.simulation;

import io.pharos.drill.Probe;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Sns;
import io.pharos.sandbox.service.rds.Row;
import io.pharos.sandbox.service.sns.Publication;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * The promises of docs/simulation.md, checked at the end of a run from what the databases hold,
 * what users saw, and which messages went out.
 */
final class Invariants {
  private static final String USERS_ROWS = "rows/";
  private static final Duration BEACON_PERIODS = Duration.ofSeconds(120);

  /** A beacon's own start, its probe and its call take time. */
  private static final Duration BEACON_WORKS = Duration.ofSeconds(20);

  private static final Set<Fault> ONLY_REGIONS =
      EnumSet.of(
          Fault.REGION_DEAD, Fault.REGION_ISOLATED, Fault.ALARM_FLAPPING, Fault.FENCE_IMPOSSIBLE);

  private final World world;
  private final int maxLoss;
  private final Leg leg;
  private final Databases databases;
  private final List<Happened> happened;
  private final int alertsBefore;
  private final List<Violation> violations = new ArrayList<>();

  Invariants(World world, int maxLoss, Leg leg, Databases databases, List<Happened> happened) {
    this.world = world;
    this.maxLoss = maxLoss;
    this.leg = leg;
    this.databases = databases;
    this.happened = happened;
    this.alertsBefore = world.service(Sns.class).delivered().size();
  }

  /** At the end of the leg. */
  List<Violation> judge(Person person, List<Probe.Entry> users, Watch watch) {
    violations.addAll(watch.violations());
    data(person, watch);
    ends(person.operations());
    gaveBack(watch.promotionBegan().isPresent(), users);
    served(person, users);
    needsNothingElse(person);
    succeedsOnceAllIsOver(person);
    return List.copyOf(violations);
  }

  /** Once the Region that was left has come back, which it may have done with data of its own. */
  List<Violation> judgeReturned(Person person, Watch watch) {
    data(person, watch);
    return List.copyOf(violations);
  }

  private void data(Person person, Watch watch) {
    if (watch.promotionBegan().isEmpty()) {
      return;
    }
    String region = leg.from().region();
    List<Row> old = databases.left(region, leg.oldDatabase());
    Resource replica = databases.newest(leg.to());
    List<Row> now = databases.rows(leg.to().region(), Databases.identifier(replica));
    String writer = databases.named(region, leg.oldDatabase()).string("resourceId");
    List<Row> stray = oneWriter(old, writer, watch.promotionBegan().get());
    losses(old, now, stray, person.accepted(), watch);
    reported(old, now);
  }

  /** 1. No writes of users to the old database once the promotion has begun: nobody keeps them. */
  private List<Row> oneWriter(List<Row> old, String writer, Instant promotion) {
    List<Row> stray =
        old.stream()
            .filter(row -> row.writer().equals(writer) && users(row))
            .filter(row -> !row.committed().isBefore(promotion))
            .toList();
    stray.stream()
        .filter(row -> !excused(row.committed()))
        .findFirst()
        .ifPresent(
            row ->
                add(
                    1,
                    "the old database takes users' writes: "
                        + row.key()
                        + " at "
                        + since(row.committed())
                        + ", the promotion began at "
                        + since(promotion)));
    boolean alive = world.faults().of(leg.from().region()).isEmpty();
    if (!stray.isEmpty()
        && alive
        && alerts().noneMatch(each -> each.message().contains("is back, and the other Region"))) {
      add(1, stray.size() + " stray writes, and nobody was told that the Region fenced itself");
    }
    return stray;
  }

  /** Whether the old Region has just returned, or could not be closed by anybody. */
  private boolean excused(Instant at) {
    return happened.stream()
        .filter(each -> each.incident().region().equals(leg.from().region()))
        .anyMatch(
            each ->
                !at.isBefore(each.from())
                    && !at.isAfter(each.until().plus(BEACON_PERIODS).plus(BEACON_WORKS)));
  }

  /** 2. What is lost is no more than the limit, unless a person accepted it. */
  private void losses(
      List<Row> old, List<Row> now, List<Row> stray, boolean accepted, Watch watch) {
    Set<String> kept = new HashSet<>();
    now.forEach(row -> kept.add(row.key()));
    Set<Row> strays = new HashSet<>(stray);
    List<Row> own = old.stream().filter(row -> users(row) && !strays.contains(row)).toList();
    Optional<Row> oldest = own.stream().filter(row -> !kept.contains(row.key())).findFirst();
    if (oldest.isEmpty()) {
      return;
    }
    if (watch.promotedByPlan()) {
      add(2, "a planned switch lost " + oldest.get().key());
      return;
    }
    if (accepted) {
      return;
    }
    Instant last = own.get(own.size() - 1).committed();
    // What a Region took that came and went after the fault was judged is in the report.
    Instant fault = watch.judgedFault().filter(last::isAfter).orElse(last);
    Duration lost = Duration.between(oldest.get().committed(), fault);
    if (lost.toSeconds() > maxLoss + 1) {
      add(
          2,
          lost.toSeconds()
              + " s of acknowledged writes are lost and nobody accepted it; the limit is "
              + maxLoss
              + " s");
    }
  }

  /** 2. What is lost, strays included, is in the missing-data report as soon as there is one. */
  private void reported(List<Row> old, List<Row> now) {
    Set<String> kept = new HashSet<>();
    now.forEach(row -> kept.add(row.key()));
    List<Row> lost = old.stream().filter(row -> users(row) && !kept.contains(row.key())).toList();
    new MissingReport(world, databases.names(), leg.to().region())
        .leavesOut(lost)
        .ifPresent(what -> add(2, what));
  }

  /** 3. Every operation ends, and one that did not succeed says what to do. */
  private void ends(List<ExecutionListItem> operations) {
    for (ExecutionListItem each : operations) {
      if (each.status() == ExecutionStatus.RUNNING) {
        add(3, each.name() + " does not end");
      } else if (each.status() != ExecutionStatus.SUCCEEDED
          && !speechless(each.stopDate())
          && alerts()
              .noneMatch(
                  alert ->
                      isAbout(alert.message(), each.name())
                          && alert.message().contains("What to do"))) {
        add(3, each.name() + " ended " + each.status() + ", and no alert says what to do");
      }
    }
  }

  /** The name alone, and not as the beginning of that of another operation. */
  private static boolean isAbout(String message, String operation) {
    for (int at = message.indexOf(operation); at >= 0; at = message.indexOf(operation, at + 1)) {
      int next = at + operation.length();
      if (next == message.length()
          || message.charAt(next) != '-' && !Character.isLetterOrDigit(message.charAt(next))) {
        return true;
      }
    }
    return false;
  }

  /** Nobody can be told by a topic whose key is disabled. */
  private boolean speechless(Instant at) {
    return happened.stream()
        .filter(each -> each.incident().fault() == Fault.KEY_DISABLED)
        .anyMatch(each -> !at.isBefore(each.from()) && !at.isAfter(each.until()));
  }

  /** 3. A planned switch that gave up before the promotion leaves users where they were. */
  private void gaveBack(boolean promoted, List<Probe.Entry> users) {
    Probe.Entry last = users.get(users.size() - 1);
    boolean alive = world.faults().of(leg.from().region()).isEmpty();
    if (leg.planned() && alive && !promoted && !last.served()) {
      add(3, "the planned switch gave up, and users are not served: " + last.failure());
    }
  }

  /** 3. Recovered means that users are served, and by the Region that is to serve now. */
  private void served(Person person, List<Probe.Entry> users) {
    Probe.Entry last = users.get(users.size() - 1);
    boolean stays = leg.task() == Leg.Task.RESEED;
    String region = stays ? leg.from().region() : leg.to().region();
    boolean due = stays ? person.done() : person.moved();
    if (due && !(last.served() && last.region().equals(region))) {
      add(
          3,
          "the operation succeeded, and users are "
              + (last.served() ? "served by " + last.region() : "not served: " + last.failure()));
    }
  }

  /** 6. With nothing broken but the old Region, recovery succeeds. */
  private void needsNothingElse(Person person) {
    boolean onlyRegions =
        leg.incidents().stream().allMatch(each -> ONLY_REGIONS.contains(each.fault()));
    if ((!leg.planned() || leg.incidents().isEmpty())
        && onlyRegions
        && !person.done()
        && !person.refused(person.operations().get(0))) {
      add(6, "only the old Region is broken, and the operation neither succeeded nor was refused");
    }
  }

  /** 6. With all else over and done with, an operation that is started then succeeds as well. */
  private void succeedsOnceAllIsOver(Person person) {
    Optional<ExecutionListItem> last =
        person.operations().stream().max(Comparator.comparing(ExecutionListItem::startDate));
    if (last.isEmpty() || person.done() || leg.activates() != StateMachine.RESTORE) {
      return;
    }
    boolean undisturbed =
        happened.stream()
            .filter(each -> !ONLY_REGIONS.contains(each.incident().fault()))
            .allMatch(each -> each.until().isBefore(last.get().startDate()));
    if (undisturbed && !person.refused(last.get())) {
      add(6, last.get().name() + " began when all faults were over, and did not succeed");
    }
  }

  private java.util.stream.Stream<Publication> alerts() {
    return world.service(Sns.class).delivered().stream().skip(alertsBefore);
  }

  private static boolean users(Row row) {
    return row.key().startsWith(USERS_ROWS);
  }

  private String since(Instant at) {
    return Duration.between(leg.begin(), at).toMillis() / 1000.0 + " s";
  }

  private void add(int invariant, String what) {
    if (violations.stream().noneMatch(known -> known.invariant() == invariant)) {
      violations.add(new Violation(invariant, what));
    }
  }
}
