package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.Variable;
import java.util.Optional;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbInstanceAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.InvalidDbInstanceStateException;

/**
 * Gives this Region a new database generation that replicates the peer's writer, because a former
 * writer never becomes a replica again. The former one stays as it is, with whatever only it has.
 * Only in a Region that does not serve: from the end on, {@code local/} names the replica.
 */
public final class Reseed extends Step {
  public Reseed() {
    this(LiveAws.create());
  }

  public Reseed(Aws aws) {
    super(aws, RecoveryFunction.RESEED);
  }

  @Override
  Outcome act(Operation operation) {
    Table table = new Table(aws, environment);
    Generations generations = new Generations(aws, environment, table);
    if (new Serving(aws, environment, table).here()) {
      throw new Refused(
          ErrorCode.REGION_SERVES,
          environment.region()
              + " serves the users, or its peer does not say that it does. Only the database of a"
              + " Region that does not serve is made anew; nothing was changed");
    }
    if (environment.aurora()) {
      return rejoined(generations.currentIdentifier());
    }
    if (environment.restores() && environment.position() == Position.SECONDARY) {
      return leave(generations);
    }
    DBInstance writer = writer(generations);
    Optional<DBInstance> newest =
        generations.find(generations.newest()).filter(found -> usable(found, writer));
    if (newest.isPresent()) {
      return look(generations, newest.get());
    }
    return busy(writer)
        ? Outcome.waiting(writer.dbInstanceIdentifier() + " is " + writer.dbInstanceStatus())
        : create(generations, writer);
  }

  /** A former writer of a global database becomes a replica by itself: Aurora makes it anew. */
  private Outcome rejoined(String identifier) {
    AuroraCluster cluster = AuroraCluster.in(environment.region(), identifier, aws, environment);
    Database database = cluster.database();
    if (!cluster.global()) {
      throw new Failed(
          ErrorCode.NO_WRITER,
          identifier
              + " is not part of the global database "
              + environment.names().globalDatabase()
              + " any more: Pharos adds no cluster to one. Delete it with what only it has, and"
              + " deploy its stack again");
    }
    if (database.writer()) {
      throw new Failed(
          ErrorCode.NO_WRITER,
          identifier
              + " is the writer of "
              + environment.names().globalDatabase()
              + ", and the peer serves: if an operation that moves the application here has ended too"
              + " soon, start it again; if not, switch the global database over to the peer's"
              + " cluster");
    }
    if (!database.replica() || !database.available()) {
      return Outcome.waiting(identifier + " is " + database.status()).with("database", identifier);
    }
    return Outcome.skipped(
            identifier + " follows the writer of " + environment.names().globalDatabase())
        .with("database", identifier)
        .with("resourceId", cluster.cluster().dbClusterResourceId());
  }

  /**
   * Where backups make the standby, it has no database: what served stays until it is retired, and
   * is in quarantine.
   */
  private Outcome leave(Generations generations) {
    LocalParameters parameters = new LocalParameters(aws, environment);
    String none = environment.names().noDatabase(environment.position());
    if (generations.none()) {
      return Outcome.skipped(environment.region() + " has no database already")
          .with("skeleton", true);
    }
    String former = generations.currentIdentifier();
    // Before the parameter forgets it: a number is never used twice.
    generations.made(generations.newest());
    parameters.put(
        LocalParameter.DATABASE_ENDPOINT, environment.names().noEndpoint(environment.position()));
    parameters.put(LocalParameter.DATABASE_IDENTIFIER, none);
    return Outcome.succeeded(
            environment.region() + " stands by with backups alone; " + former + " stays as it is")
        .with("skeleton", true)
        .with("former", former);
  }

  private DBInstance writer(Generations generations) {
    String region = environment.get(Variable.PHAROS_PEER_REGION);
    String identifier =
        new LocalParameters(aws, environment, region).get(LocalParameter.DATABASE_IDENTIFIER);
    DBInstance writer =
        generations
            .find(region, identifier)
            .orElseThrow(() -> noWriter(identifier, "is not in " + region));
    if (source(writer) != null) {
      throw noWriter(identifier, "in " + region + " is a replica itself");
    }
    if (writer.backupRetentionPeriod() != null && writer.backupRetentionPeriod() == 0) {
      throw noWriter(
          identifier,
          "in "
              + region
              + " has no automated backups, without which RDS replicates nothing: set its backup"
              + " retention to a day at least");
    }
    return writer;
  }

  private static Failed noWriter(String identifier, String why) {
    return new Failed(ErrorCode.NO_WRITER, "the peer's database " + identifier + " " + why);
  }

  private static boolean busy(DBInstance instance) {
    return !instance.dbInstanceStatus().equals("available");
  }

  /** One that replicates this writer; what is broken is left behind, and the next one is made. */
  private static boolean usable(DBInstance instance, DBInstance writer) {
    return writer.dbInstanceArn().equals(source(instance))
        && !Database.broken(instance.dbInstanceStatus());
  }

  private static String source(DBInstance instance) {
    String source = instance.readReplicaSourceDBInstanceIdentifier();
    return source == null || source.isEmpty() ? null : source;
  }

  private Outcome create(Generations generations, DBInstance writer) {
    DatabaseSpecification specification =
        DatabaseSpecification.read(new LocalParameters(aws, environment));
    int number = generations.next();
    String identifier = generations.identifier(number);
    generations.reserve(number);
    try {
      aws.client(RdsClient.class, environment.region())
          .createDBInstanceReadReplica(
              replica -> {
                specification.apply(replica, writer.engine());
                replica
                    .dbInstanceIdentifier(identifier)
                    .sourceDBInstanceIdentifier(writer.dbInstanceArn())
                    // Signs the request to the source's Region, which the key of a copy needs.
                    .sourceRegion(environment.get(Variable.PHAROS_PEER_REGION));
              });
    } catch (DbInstanceAlreadyExistsException e) {
      // Made by a call whose answer was lost, or by somebody else: the next look tells.
      generations.made(number);
      return Outcome.waiting(identifier + " exists by now");
    } catch (InvalidDbInstanceStateException e) {
      return Outcome.waiting(e.getMessage());
    }
    generations.made(number);
    return Outcome.waiting(
            identifier + " is being made as a replica of " + writer.dbInstanceIdentifier())
        .with("database", identifier);
  }

  private Outcome look(Generations generations, DBInstance replica) {
    String identifier = replica.dbInstanceIdentifier();
    if (busy(replica)) {
      return Outcome.waiting(identifier + " is " + replica.dbInstanceStatus())
          .with("database", identifier);
    }
    LocalParameters parameters = new LocalParameters(aws, environment);
    // Of what this Region has already, the settings are Pulumi's.
    if (!identifier.equals(generations.currentIdentifier())) {
      Optional<Outcome> finished =
          new Finish(aws, environment, DatabaseSpecification.read(parameters)).next(replica);
      if (finished.isPresent()) {
        return finished.get();
      }
    }
    String endpoint = replica.endpoint().address() + ":" + replica.endpoint().port();
    // The identifier last: it says that the rest is done.
    boolean moved = parameters.put(LocalParameter.DATABASE_ENDPOINT, endpoint);
    moved |= parameters.put(LocalParameter.DATABASE_IDENTIFIER, identifier);
    Outcome outcome =
        moved
            ? Outcome.succeeded(identifier + " replicates " + source(replica))
            : Outcome.skipped(identifier + " replicates " + source(replica) + " already");
    return outcome
        .with("database", identifier)
        .with("resourceId", replica.dbiResourceId())
        .with("generation", generations.newest());
  }
}
