package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.Upkeep;
import io.pharos.recovery.contract.Variable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.rds.model.DBSnapshot;

/**
 * The day's snapshot of the database, its copy in the peer Region, and the end of those that are
 * too old. Its name says day and database, so that asking twice makes one.
 */
public final class MakeSnapshot extends ScheduledTask {
  public MakeSnapshot() {
    this(LiveAws.create());
  }

  public MakeSnapshot(Aws aws) {
    super(aws, Upkeep.SNAPSHOT, RecoveryFunction.SNAPSHOT);
  }

  @Override
  Outcome act(JsonNode input) {
    String database = new LocalParameters(aws, environment).get(LocalParameter.DATABASE_IDENTIFIER);
    LocalDate day = LocalDate.ofInstant(started(input), ZoneOffset.UTC);
    String name = environment.names().snapshot(database, day);
    Snapshots own = new Snapshots(aws, environment, environment.region());
    Optional<DBSnapshot> snapshot = own.find(name);
    if (snapshot.isEmpty()) {
      return make(own, name);
    }
    if (!Snapshots.available(snapshot.get())) {
      return Outcome.waiting(name + " is " + snapshot.get().status());
    }
    Snapshots peer = new Snapshots(aws, environment, environment.get(Variable.PHAROS_PEER_REGION));
    Optional<DBSnapshot> copy = peer.find(name);
    if (copy.isEmpty()) {
      peer.copy(snapshot.get(), environment.region(), environment.get(Variable.PHAROS_PEER_KEY));
      return Outcome.waiting(name + " is being copied to " + peer.region());
    }
    if (!Snapshots.available(copy.get())) {
      return Outcome.waiting(
          "the copy of " + name + " in " + peer.region() + " is " + copy.get().status());
    }
    Instant oldest =
        aws.clock()
            .instant()
            .minus(Duration.ofDays(environment.number(Variable.PHAROS_SNAPSHOT_DAYS)));
    int gone = own.deleteBefore(oldest) + peer.deleteBefore(oldest);
    return Outcome.succeeded(name + " is in both Regions; " + gone + " older ones were deleted")
        .with("snapshot", name)
        .with("deleted", gone);
  }

  private Outcome make(Snapshots own, String name) {
    Database database = Database.own(aws, environment);
    if (database.replica()) {
      return Outcome.skipped(database.identifier() + " is a replica: its writer has the snapshots");
    }
    if (database.broken()) {
      throw new Failed(
          ErrorCode.DATABASE_BROKEN,
          database.identifier() + " is " + database.status() + ": there is nothing to keep");
    }
    if (!database.available()) {
      return Outcome.waiting(database.identifier() + " is " + database.status());
    }
    return own.make(name, database.identifier());
  }
}
