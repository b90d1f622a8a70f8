package io.pharos.drill;

import io.pharos.config.CapacitySource;
import io.pharos.config.Settings;
import io.pharos.recovery.contract.Cadence;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.function.LossBound;
import io.pharos.world.Cloud;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What a failover would do now. It asks what the steps would ask, judges as the gate judges, and
 * writes nothing: neither a lock nor a judgement.
 */
public final class FailoverRehearsal {
  private final Cloud cloud;
  private final Settings settings;
  private final Targets targets;
  private final RegionView here;
  private final RegionView peer;
  private final Operations.Request request;

  /** What a fence closes, as the stack of the Region says. */
  public record Targets(String networkAcl, List<String> blocks) {}

  /**
   * @param to the Region that would be activated
   * @param targets of the other Region
   */
  public FailoverRehearsal(
      Cloud cloud, Settings settings, Position to, Targets targets, Operations.Request request) {
    this.cloud = cloud;
    this.settings = settings;
    this.targets = targets;
    this.here = new RegionView(cloud, settings, to);
    this.peer = new RegionView(cloud, settings, to.peer());
    this.request = request;
  }

  public Rehearsal run() {
    List<Rehearsal.Check> checks = new ArrayList<>();
    checks.add(lock());
    checks.add(needed("gate", this::gate));
    checks.add(needed("ready", this::readiness));
    if (request.planned()) {
      checks.add(needed("capacity", this::capacity));
      checks.add(ofPeer("hold", this::closing));
      checks.add(needed("drain", this::drain));
      checks.add(needed("promote", this::promote));
    } else {
      checks.add(ofPeer("fence", this::closing));
      checks.add(needed("promote", this::promote));
      checks.add(needed("capacity", this::capacity));
    }
    checks.add(
        Rehearsal.Check.passes(
            "verify", "waits for a marker's row, healthy targets, /healthz and /dbcheck"));
    checks.add(Rehearsal.Check.passes("takeover", takeover()));
    return new Rehearsal("failover to " + here.region(), checks);
  }

  private Rehearsal.Check needed(String step, Supplier<Rehearsal.Check> question) {
    try {
      return question.get();
    } catch (SdkException e) {
      return Rehearsal.Check.refuses(
          step, here.region() + " does not answer, and is needed: " + e.getMessage());
    }
  }

  /** An operation that is not planned goes on without the Region that is lost. */
  private Rehearsal.Check ofPeer(String step, Supplier<String> question) {
    try {
      return Rehearsal.Check.passes(step, question.get());
    } catch (SdkException e) {
      return new Rehearsal.Check(
          step,
          !request.planned(),
          (request.planned() ? "cannot be done: " : "pending, and recovery goes on: ")
              + peer.region()
              + " does not answer ("
              + e.getMessage()
              + ")");
    }
  }

  private Rehearsal.Check lock() {
    return needed(
        "lock",
        () -> {
          Optional<String> holder = here.table().lockHolder();
          return holder.isPresent()
              ? Rehearsal.Check.refuses(
                  "lock", "LOCK_HELD: " + holder.get() + " in " + here.region())
              : peerLock();
        });
  }

  private Rehearsal.Check peerLock() {
    return ofPeer(
        "lock",
        () ->
            "free in "
                + here.region()
                + "; in "
                + peer.region()
                + " "
                + peer.table().lockHolder().map(holder -> "held by " + holder).orElse("free"));
  }

  /** As the gate goes by it: only a planned operation is kept back. */
  private Rehearsal.Check readiness() {
    RegionReadiness readiness = RegionReadiness.of(here);
    boolean refuses =
        request.planned()
            && readiness.holds(here.databaseIdentifier(), cloud.clock().instant())
            && here.database().flatMap(this::begun).isEmpty();
    return refuses
        ? Rehearsal.Check.refuses("ready", "NOT_READY: " + readiness.summary())
        : Rehearsal.Check.passes("ready", readiness.summary());
  }

  private Rehearsal.Check gate() {
    Optional<RegionDatabase> database = here.database();
    if (database.isEmpty()) {
      return Rehearsal.Check.refuses(
          "gate", "the database " + here.databaseIdentifier() + " is not there");
    }
    if (!database.get().replica()) {
      return notAReplica(database.get());
    }
    return request.planned() ? plannedGate(database.get()) : unplannedGate();
  }

  private Rehearsal.Check notAReplica(RegionDatabase database) {
    String identifier = database.identifier();
    Map<String, String> judged = here.table().item("gate", "passed");
    boolean serves = identifier.equals(here.table().item("traffic", "state").get("database"));
    return serves || identifier.equals(judged.get("database"))
        ? Rehearsal.Check.passes("gate", identifier + " was judged and promoted before")
        : Rehearsal.Check.refuses(
            "gate", "DATABASE_NOT_A_REPLICA: " + identifier + " is a writer that nobody judged");
  }

  private Rehearsal.Check unplannedGate() {
    Instant now = cloud.clock().instant();
    Instant fault =
        RegionTable.instant(here.table().item("peer", "probe"), "firstFailed").orElse(now);
    Map<String, String> sample = here.table().item("sample", "latest");
    int limit = settings.failover().maxReplicaLagSeconds();
    Optional<LossBound> bound =
        RegionTable.instant(sample, "time")
            .map(at -> new LossBound(fault, at, Double.parseDouble(sample.get("lagSeconds"))));
    String text =
        bound
            .map(
                loss ->
                    String.format(
                        Locale.ROOT,
                        "at most %.1f s of writes would be lost (lag %.1f s at %s, fault %s);"
                            + " the limit is %d s",
                        loss.seconds(),
                        loss.lagSeconds(),
                        loss.sampled(),
                        fault.equals(now) ? "now" : "at " + fault,
                        limit))
            .orElse("no lag was ever sampled while the source answered");
    boolean known = bound.map(LossBound::known).orElse(false);
    if (known && bound.get().seconds() <= limit) {
      return Rehearsal.Check.passes("gate", text);
    }
    String code = known ? "LOSS_TOO_LARGE: " : "LOSS_UNKNOWN: ";
    return request
        .acceptedBy()
        .map(by -> Rehearsal.Check.passes("gate", code + text + "; accepted by " + by))
        .orElse(Rehearsal.Check.refuses("gate", code + text));
  }

  private Rehearsal.Check plannedGate(RegionDatabase database) {
    Instant now = cloud.clock().instant();
    Map<String, String> probe = here.table().item("peer", "probe");
    Map<String, String> marker = here.table().item("marker", "latest");
    if (probe.containsKey("firstFailed") || stale(probe, "lastOk", now)) {
      return Rehearsal.Check.refuses(
          "gate",
          "PEER_UNREACHABLE: the beacon reached "
              + peer.region()
              + " last at "
              + probe.getOrDefault("lastOk", "no time"));
    }
    Optional<BegunPromotion> begun = begun(database);
    if (begun.isPresent()) {
      return Rehearsal.Check.passes(
          "gate",
          database.describe()
              + ": its promotion was asked for by "
              + begun.get().operation()
              + ", and that switch goes on");
    }
    double lag = Double.parseDouble(marker.getOrDefault("lagSeconds", "1e9"));
    String text =
        "newest row of the replica "
            + marker.getOrDefault("lagSeconds", "?")
            + " s old, limit "
            + Cadence.PLANNED_LAG_LIMIT.toSeconds()
            + " s; "
            + database.describe();
    boolean follows =
        !stale(marker, "read", now)
            && lag <= Cadence.PLANNED_LAG_LIMIT.toSeconds()
            && database.available();
    return follows
        ? Rehearsal.Check.passes("gate", "both Regions are well; " + text)
        : Rehearsal.Check.refuses("gate", "REPLICATION_BEHIND: " + text);
  }

  private Optional<BegunPromotion> begun(RegionDatabase database) {
    return BegunPromotion.of(here.table(), settings.database().engine().aurora())
        .filter(begun -> database.replica() && begun.shows(database, cloud.clock().instant()));
  }

  private static boolean stale(Map<String, String> item, String name, Instant now) {
    return RegionTable.instant(item, name)
        .map(at -> at.plus(Cadence.PLANNED_FRESH).isBefore(now))
        .orElse(true);
  }

  private String closing() {
    List<String> closed = peer.closed(targets.networkAcl(), settings.database().port());
    List<String> open = targets.blocks().stream().filter(block -> !closed.contains(block)).toList();
    String network =
        open.isEmpty()
            ? targets.networkAcl() + " in " + peer.region() + " is closed already"
            : targets.networkAcl() + " in " + peer.region() + " gets a DENY for each of " + open;
    return request.planned()
        ? network
        : network
            + "; "
            + peer.databaseIdentifier()
            + " gets the quarantine group; "
            + settings.names().autoScalingGroup()
            + " stands down";
  }

  private Rehearsal.Check drain() {
    return Rehearsal.Check.passes(
        "drain", "waits for a row that the marker of " + peer.region() + " writes after the hold");
  }

  private Rehearsal.Check promote() {
    RegionDatabase database = here.database().orElseThrow();
    return Rehearsal.Check.passes(
        "promote",
        database.describe() + (database.replica() ? "; becomes the writer" : "; nothing to do"));
  }

  private Rehearsal.Check capacity() {
    return Rehearsal.Check.passes(
        "capacity", here.running() + "; goes to " + here.wanted("active") + observed());
  }

  private String observed() {
    if (settings.failover().capacity() == CapacitySource.CONFIGURED) {
      return "";
    }
    String peak = here.table().item("capacity", "observed").get("peak");
    return peak == null
        ? "; no peak was observed in " + peer.region()
        : ", or to the peak of " + peak + " observed in " + peer.region() + " if that is more";
  }

  private String takeover() {
    String domain = settings.routing().domain();
    return domain
        + " leads to "
        + cloud.web().resolve(domain).map(address -> address.host()).orElse("nowhere")
        + " now, and would lead to "
        + here.region();
  }
}
