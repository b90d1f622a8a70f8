package io.pharos.simulation;

import io.pharos.drill.Probe;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Position;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Rds;
import io.pharos.sandbox.service.Sns;
import io.pharos.sandbox.service.rds.Row;
import io.pharos.sandbox.service.sns.Publication;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
  private static final String DATABASE = "aws:rds/instance:Instance";
  private static final Duration BEACON_PERIODS = Duration.ofSeconds(120);

  /** A beacon's own start, its probe and its call take time. */
  private static final Duration BEACON_WORKS = Duration.ofSeconds(20);

  private static final Set<Fault> ONLY_REGIONS =
      EnumSet.of(
          Fault.REGION_DEAD, Fault.REGION_ISOLATED, Fault.ALARM_FLAPPING, Fault.FENCE_IMPOSSIBLE);

  private final World world;
  private final Deployed.Names deployment;
  private final Names names;
  private final Scenario scenario;
  private final Instant disaster;
  private final List<Happened> happened;
  private final List<Violation> violations = new ArrayList<>();

  Invariants(
      World world,
      Deployed.Names deployment,
      Names names,
      Scenario scenario,
      Instant disaster,
      List<Happened> happened) {
    this.world = world;
    this.deployment = deployment;
    this.names = names;
    this.scenario = scenario;
    this.disaster = disaster;
    this.happened = happened;
  }

  static boolean succeeded(List<ExecutionListItem> operations) {
    return operations.stream().anyMatch(each -> each.status() == ExecutionStatus.SUCCEEDED);
  }

  List<Violation> judge(Person person, List<Probe.Entry> users, Watch watch) {
    List<ExecutionListItem> operations = person.operations();
    violations.addAll(watch.violations());
    List<Row> old = rows(deployment.primary(), Position.PRIMARY);
    List<Row> now = rows(deployment.secondary(), Position.SECONDARY);
    Resource replica = database(deployment.secondary(), Position.SECONDARY);
    String writer = database(deployment.primary(), Position.PRIMARY).string("resourceId");
    boolean promoted = replica.string("replicateSourceDb").isEmpty();
    if (promoted) {
      List<Row> stray = oneWriter(old, writer, watch.promotionBegan().orElseThrow());
      losses(old, now, writer, stray, person.accepted(), watch);
      reported(old, now, writer);
    }
    ends(operations);
    gaveBack(watch.promotionBegan().isPresent(), users);
    served(operations, users);
    needsNothingElse(operations, person);
    return violations;
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
    boolean alive = world.faults().of(deployment.primary()).isEmpty();
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
        .filter(each -> each.incident().region().equals(deployment.primary()))
        .anyMatch(
            each ->
                !at.isBefore(each.from())
                    && !at.isAfter(each.until().plus(BEACON_PERIODS).plus(BEACON_WORKS)));
  }

  /** 2. What is lost is no more than the limit, unless a person accepted it. */
  private void losses(
      List<Row> old, List<Row> now, String writer, List<Row> stray, boolean accepted, Watch watch) {
    Set<String> kept = new HashSet<>();
    now.forEach(row -> kept.add(row.key()));
    Set<Row> strays = new HashSet<>(stray);
    List<Row> own =
        old.stream()
            .filter(row -> row.writer().equals(writer) && users(row) && !strays.contains(row))
            .toList();
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
    if (lost.toSeconds() > deployment.maxReplicaLagSeconds() + 1) {
      add(
          2,
          lost.toSeconds()
              + " s of acknowledged writes are lost and nobody accepted it; the limit is "
              + deployment.maxReplicaLagSeconds()
              + " s");
    }
  }

  /** 2. What is lost, strays included, is in the missing-data report as soon as there is one. */
  private void reported(List<Row> old, List<Row> now, String writer) {
    Set<String> kept = new HashSet<>();
    now.forEach(row -> kept.add(row.key()));
    List<Row> lost =
        old.stream()
            .filter(row -> row.writer().equals(writer) && users(row) && !kept.contains(row.key()))
            .toList();
    new MissingReport(world, names, deployment.secondary())
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
                      alert.message().contains(each.name())
                          && alert.message().contains("What to do"))) {
        add(3, each.name() + " ended " + each.status() + ", and no alert says what to do");
      }
    }
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
    boolean alive = world.faults().of(deployment.primary()).isEmpty();
    if (scenario.planned() && alive && !promoted && !last.served()) {
      add(3, "the planned switch gave up, and users are not served: " + last.failure());
    }
  }

  /** 3. Recovered means that users are served, and by the new Region. */
  private void served(List<ExecutionListItem> operations, List<Probe.Entry> users) {
    Probe.Entry last = users.get(users.size() - 1);
    if (succeeded(operations) && !(last.served() && last.region().equals(deployment.secondary()))) {
      add(
          3,
          "the operation succeeded, and users are "
              + (last.served() ? "served by " + last.region() : "not served: " + last.failure()));
    }
  }

  /** 6. With nothing broken but the old Region, recovery succeeds. */
  private void needsNothingElse(List<ExecutionListItem> operations, Person person) {
    boolean onlyRegions =
        scenario.incidents().stream().allMatch(each -> ONLY_REGIONS.contains(each.fault()));
    if (!scenario.planned()
        && onlyRegions
        && !succeeded(operations)
        && !person.refused(operations.get(0))) {
      add(6, "only the old Region is broken, and the operation neither succeeded nor was refused");
    }
  }

  private java.util.stream.Stream<Publication> alerts() {
    return world.service(Sns.class).delivered().stream();
  }

  private List<Row> rows(String region, Position position) {
    return world
        .service(Rds.class)
        .rows(region, names.database(position, deployment.databaseGeneration()));
  }

  private Resource database(String region, Position position) {
    String identifier = names.database(position, deployment.databaseGeneration());
    return world
        .account()
        .first(DATABASE, region, each -> each.string("identifier").equals(identifier))
        .orElseThrow();
  }

  private static boolean users(Row row) {
    return row.key().startsWith(USERS_ROWS);
  }

  private String since(Instant at) {
    return Duration.between(disaster, at).toMillis() / 1000.0 + " s";
  }

  private void add(int invariant, String what) {
    if (violations.stream().noneMatch(known -> known.invariant() == invariant)) {
      violations.add(new Violation(invariant, what));
    }
  }
}
