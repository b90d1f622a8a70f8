package io.pharos.drill;

import io.pharos.config.Settings;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.world.Cloud;
import io.pharos.world.ModelTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What a failover would do now where the database is restored from backups: from which, how old
 * they are and how long it is expected to take. It judges as the gate judges, and writes nothing.
 */
public final class RestoreRehearsal {
  private final Cloud cloud;
  private final Settings settings;
  private final RegionView here;
  private final Operations.Request request;
  private final RestoreOrigins origins;

  /**
   * @param to the Region that would be activated
   */
  public RestoreRehearsal(Cloud cloud, Settings settings, Position to, Operations.Request request) {
    this.cloud = cloud;
    this.settings = settings;
    this.here = new RegionView(cloud, settings, to);
    this.request = request;
    this.origins =
        new RestoreOrigins(cloud, settings, here.region(), settings.regions().of(to.peer()));
  }

  public Rehearsal run() {
    List<Rehearsal.Check> checks = new ArrayList<>();
    checks.add(needed("lock", this::lock));
    checks.add(needed("gate", this::gate));
    checks.add(needed("ready", this::readiness));
    checks.add(
        Rehearsal.Check.passes(
            "fence",
            "closes the writer of "
                + settings.regions().of(here.position().peer())
                + "; pending while that Region does not answer"));
    checks.add(needed("restore", this::restore));
    checks.add(needed("capacity", this::capacity));
    checks.add(
        Rehearsal.Check.passes(
            "verify", "waits for a marker's row, healthy targets, /healthz and /dbcheck"));
    checks.add(
        Rehearsal.Check.passes(
            "takeover", settings.routing().domain() + " would lead to " + here.region()));
    return new Rehearsal(
        "failover to "
            + here.region()
            + ", restored from "
            + (origins.copies() ? "the vault" : "backups"),
        checks);
  }

  private Rehearsal.Check needed(String step, Supplier<Rehearsal.Check> question) {
    try {
      return question.get();
    } catch (SdkException e) {
      return Rehearsal.Check.refuses(
          step, here.region() + " does not answer, and is needed: " + e.getMessage());
    }
  }

  private Rehearsal.Check lock() {
    return here.table()
        .lockHolder()
        .map(
            holder ->
                Rehearsal.Check.refuses("lock", "LOCK_HELD: " + holder + " in " + here.region()))
        .orElseGet(() -> Rehearsal.Check.passes("lock", "free in " + here.region()));
  }

  private Rehearsal.Check readiness() {
    return Rehearsal.Check.passes("ready", RegionReadiness.of(here).summary());
  }

  private Rehearsal.Check gate() {
    String writer = here.table().item("backup", "latest").get("database");
    if (writer == null) {
      return accepted("LOSS_UNKNOWN: the beacon never saw which database the peer writes to");
    }
    Optional<RestoreOrigins.Origin> newest = origins.newest(writer, Optional.empty());
    if (newest.isEmpty()) {
      return Rehearsal.Check.refuses(
          "gate",
          "NOTHING_TO_RESTORE: "
              + (origins.copies() ? "no complete copy of " : "no automated backup of ")
              + writer
              + " is in "
              + (origins.copies() ? "the vault of " : "")
              + here.region());
    }
    Optional<RestoreOrigins.Origin> chosen = chosen(writer, newest.get());
    return chosen
        .map(origin -> judged(writer, origin))
        .orElseGet(
            () -> Rehearsal.Check.refuses("gate", "TIME_NOT_RESTORABLE: " + outside(newest.get())));
  }

  private Rehearsal.Check judged(String writer, RestoreOrigins.Origin origin) {
    Instant now = cloud.clock().instant();
    Map<String, String> probe = here.table().item("peer", "probe");
    Instant fault = RegionTable.instant(probe, "firstFailed").orElse(now);
    Instant to = request.restoreTo().filter(time -> !origins.copies()).orElse(origin.latest());
    double age = Math.max(0, Duration.between(to, fault).toMillis() / 1000.0);
    int limit = settings.failover().maxReplicaLagSeconds();
    String text =
        String.format(
            Locale.ROOT,
            "at most %.1f s of writes would be lost (%s %s %s, fault %s); the limit is %d s",
            age,
            origins.copies() ? "copy " + origin.name() + " of" : "backup of",
            origins.copies()
                ? writer + ", made at"
                : writer + (request.restoreTo().isPresent() ? " as of" : " up to"),
            to,
            fault.equals(now) ? "now" : "at " + fault,
            limit);
    return age <= limit
        ? Rehearsal.Check.passes("gate", text)
        : accepted("LOSS_TOO_LARGE: " + text);
  }

  /** What would be restored from; empty when nothing reaches the time that is asked for. */
  private Optional<RestoreOrigins.Origin> chosen(String writer, RestoreOrigins.Origin newest) {
    if (request.restoreTo().isEmpty()) {
      return Optional.of(newest);
    }
    Instant time = request.restoreTo().get();
    if (origins.copies()) {
      return origins.newest(writer, request.restoreTo());
    }
    return time.isBefore(newest.earliest()) || time.isAfter(newest.latest())
        ? Optional.empty()
        : Optional.of(newest);
  }

  private String outside(RestoreOrigins.Origin newest) {
    Instant time = request.restoreTo().orElseThrow();
    return origins.copies()
        ? "no copy in the vault is as old as " + time + "; the newest is of " + newest.latest()
        : "backups can be restored to any time from "
            + newest.earliest()
            + " to "
            + newest.latest()
            + ", not to "
            + time;
  }

  private Rehearsal.Check accepted(String objection) {
    return request
        .acceptedBy()
        .map(by -> Rehearsal.Check.passes("gate", objection + "; accepted by " + by))
        .orElse(Rehearsal.Check.refuses("gate", objection));
  }

  private Rehearsal.Check restore() {
    Duration typical = ModelTimes.typical().of("rds.restore");
    return Rehearsal.Check.passes(
        "restore",
        "makes the next database generation after "
            + here.databaseIdentifier()
            + request.restoreTo().map(time -> ", as of " + time).orElse("")
            + "; some "
            + typical.toMinutes()
            + " minutes by the model, longer with much data ("
            + settings.names().stateMachine(StateMachine.RESTORE)
            + " waits for four hours)");
  }

  private Rehearsal.Check capacity() {
    return Rehearsal.Check.passes(
        "capacity",
        here.running() + "; goes to " + here.wanted("active") + " once the database is there");
  }
}
