package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Cadence;
import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Variable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Looks at each thing on its own, so that one which fails does not hide the others. While the peer
 * is lost everything is judged as of the fault, as the gate does.
 *
 * @param denied takes what AWS did not allow to be looked at
 */
record ReadinessChecks(Aws aws, Environment environment, Table table, List<Failed> denied) {
  /** Beacon and marker look once a minute, and RDS says the lag of a new replica late. */
  private static final Duration NEW = Duration.ofMinutes(10);

  Readiness look() {
    Instant now = aws.clock().instant();
    Map<String, AttributeValue> probe = table.get(Table.PROBE);
    Instant fault = Table.instant(probe, "firstFailed").orElse(now);
    PeerLook atPeer = new PeerLook(!probe.containsKey("firstFailed"));
    String[] database = {""};
    List<ReadinessCheck> checks =
        new ArrayList<>(ofDatabase(fault, now, identifier -> database[0] = identifier));
    StandbyParts parts = new StandbyParts(aws, environment, atPeer);
    ReadinessAlarms alarms = new ReadinessAlarms(aws, environment, atPeer);
    if (Compute.startsFromImage(environment)) {
      checks.add(ask("image", parts::image));
    }
    checks.addAll(
        List.of(
            ask("capacity", parts::capacity),
            ask("quotas", () -> Quotas.check(table, now)),
            ask("entrance", parts::entrance),
            ask("configuration", parts::configuration),
            ask("beacon", () -> beacon(probe, now)),
            ask("detection", alarms::detection),
            ask("upkeep", alarms::upkeep),
            ask("lock", () -> lock(now))));
    RegistryImages.of(environment)
        .ifPresent(images -> checks.add(ask("container-images", () -> images.check(table, now))));
    UsersEntrance.own(aws, environment)
        .ifPresent(users -> checks.add(ask("accelerator", () -> parts.accelerator(users, table))));
    RestoreTests.of(environment, table)
        .ifPresent(tests -> checks.add(ask("restore-test", () -> tests.check(now))));
    EventSources sources = EventSources.own(aws, environment);
    if (!sources.none()) {
      checks.add(ask("sources", () -> parts.sources(sources)));
    }
    return new Readiness(now, database[0], checks);
  }

  /**
   * A replica that follows; where backups make the standby, what it would be restored from.
   *
   * @param named takes the identifier that the judgement is about
   */
  private List<ReadinessCheck> ofDatabase(Instant fault, Instant now, Consumer<String> named) {
    if (environment.restores() && !replica()) {
      ReadinessFromBackups backups = new ReadinessFromBackups(aws, environment, table);
      return List.of(
          ask(
              "database",
              () -> {
                named.accept(new Generations(aws, environment, table).currentIdentifier());
                return backups.specification();
              }),
          ask("backups", () -> backups.backups(fault)));
    }
    NewReplica replica = new NewReplica(aws, environment, table);
    return List.of(
        ask(
            "database",
            () -> {
              if (replica.awaited()) {
                return awaited(replica);
              }
              Database own = Database.own(aws, environment);
              named.accept(own.identifier());
              return database(own);
            }),
        ask("access", this::access),
        ask("replication", () -> unlessNew(replication(fault), now)),
        ask("marker", () -> unlessNew(marker(fault), now)));
  }

  private boolean replica() {
    Generations generations = new Generations(aws, environment, table);
    return generations
        .find(environment.region(), generations.currentIdentifier())
        .filter(Database::replica)
        .isPresent();
  }

  /** What cannot be asked now makes the whole look worth repeating. */
  private ReadinessCheck ask(String name, Supplier<ReadinessCheck> question) {
    try {
      return question.get();
    } catch (SdkException e) {
      RecoveryException classified = AwsErrors.classified(e);
      if (classified instanceof Failed failed) {
        denied.add(failed);
        return ReadinessCheck.fails(name, failed.getMessage());
      }
      throw classified;
    } catch (Failed e) {
      return ReadinessCheck.fails(name, e.getMessage());
    }
  }

  /** The strategy has changed: Pulumi makes the replica, and the beacon takes it into use. */
  private ReadinessCheck awaited(NewReplica replica) {
    return ReadinessCheck.fails(
        "database",
        environment.region()
            + " has no database yet: "
            + replica.identifier()
            + ", made by a `pulumi up`, is taken into use within ten minutes once it is available"
            + " (docs/runbooks/strategy.md)");
  }

  private static ReadinessCheck database(Database database) {
    String text = database.identifier() + " is " + database.status();
    if (!database.replica()) {
      return ReadinessCheck.fails("database", text + ", and no replica: pharos failback --stay");
    }
    return database.available()
        ? ReadinessCheck.ok("database", text + ", a replica")
        : ReadinessCheck.fails("database", text + ": it cannot be promoted now");
  }

  /** A fence of before that nobody took away would keep the application out after a promotion. */
  private ReadinessCheck access() {
    Database database = Database.own(aws, environment);
    NetworkFence network = FullFence.ownNetwork(aws, environment);
    List<String> closed = network.closed();
    if (!closed.isEmpty()) {
      return ReadinessCheck.fails(
          "access",
          "network ACL "
              + network.networkAcl()
              + " keeps "
              + String.join(", ", closed)
              + " away from the database: pharos failback --stay");
    }
    if (database.securityGroups().contains(environment.get(Variable.PHAROS_QUARANTINE_GROUP))) {
      return ReadinessCheck.fails(
          "access", database.identifier() + " is in quarantine: pharos failback --stay");
    }
    return ReadinessCheck.ok("access", "nothing keeps the application away from the database");
  }

  /** Nobody has measured a replica that has just been made; the gate asks again in any case. */
  private ReadinessCheck unlessNew(ReadinessCheck check, Instant now) {
    if (!check.failing()) {
      return check;
    }
    Instant since =
        new LocalParameters(aws, environment).changed(LocalParameter.DATABASE_IDENTIFIER);
    return since.plus(NEW).isAfter(now)
        ? ReadinessCheck.warns(
            check.name(), check.detail() + " (the replica is in use since " + since + ")")
        : check;
  }

  /** What the gate would say. */
  private ReadinessCheck replication(Instant fault) {
    int limit = environment.number(Variable.PHAROS_MAX_REPLICA_LAG_SECONDS);
    Optional<LossBound> bound =
        LagSample.newest(environment, table)
            .map(lag -> new LossBound(fault, lag.at(), lag.lagSeconds()));
    if (bound.isEmpty()) {
      return ReadinessCheck.fails("replication", "no lag was ever sampled");
    }
    String text =
        "lag "
            + Figures.text(bound.get().lagSeconds())
            + " s, sampled at "
            + bound.get().sampled()
            + "; the limit is "
            + limit
            + " s";
    return bound.get().known() && bound.get().lagSeconds() <= limit
        ? ReadinessCheck.ok("replication", text)
        : ReadinessCheck.fails("replication", text);
  }

  /** That it reads also shows that the secret opens and the database lets it in. */
  private ReadinessCheck marker(Instant fault) {
    Map<String, AttributeValue> marker = table.get(Table.MARKER);
    Optional<Instant> read = Table.instant(marker, "read");
    if (read.isEmpty()) {
      return ReadinessCheck.fails("marker", "has never read a row from the replica");
    }
    double lag = Table.number(marker, "lagSeconds").orElse(Double.MAX_VALUE);
    String text = "read a row of " + Figures.text(lag) + " s at " + read.get();
    return read.get().plus(Cadence.PLANNED_FRESH).isBefore(fault)
        ? ReadinessCheck.fails("marker", text + ", and none since")
        : ReadinessCheck.ok("marker", text);
  }

  private static ReadinessCheck beacon(Map<String, AttributeValue> probe, Instant now) {
    Optional<Instant> failed = Table.instant(probe, "firstFailed");
    if (failed.isPresent()) {
      return ReadinessCheck.warns("beacon", "has not reached the peer since " + failed.get());
    }
    Optional<Instant> lastOk = Table.instant(probe, "lastOk");
    String text =
        lastOk.map(at -> "reached the peer at " + at).orElse("has never reached the peer");
    return lastOk.isPresent() && !lastOk.get().plus(Cadence.PLANNED_FRESH).isBefore(now)
        ? ReadinessCheck.ok("beacon", text)
        : ReadinessCheck.fails("beacon", text + ", and says nothing more");
  }

  /** One that is held was seen before: nothing is judged then. */
  private ReadinessCheck lock(Instant now) {
    Map<String, AttributeValue> lock = table.get(Table.LOCK);
    return Table.text(lock, "owner")
        .map(
            owner ->
                ReadinessCheck.warns(
                    "lock", "free at " + now + "; " + owner + " died without giving it back"))
        .orElseGet(() -> ReadinessCheck.ok("lock", "free"));
  }
}
