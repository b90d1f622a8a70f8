package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.LocalParameter;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * The replica that a {@code pulumi up} has made in a standby which had backups alone, because the
 * strategy has changed. Pulumi never changes which database {@code local/} names, so this does.
 */
record NewReplica(Aws aws, Environment environment, Table table) {

  /** Whether the Region waits for its replica: its strategy has one, and nothing names it yet. */
  boolean awaited() {
    return !environment.restores() && generations().none();
  }

  /** The only one that is taken: a number is never used twice. */
  String identifier() {
    Generations generations = generations();
    return generations.identifier(generations.next());
  }

  /**
   * Names it when it is available. While an operation is at work, the next look does.
   *
   * @return whether the Region waits no longer
   */
  boolean named() {
    if (!awaited()) {
      return true;
    }
    if (new Lock(table, aws.clock()).holder().isPresent()) {
      return false;
    }
    Optional<DBInstance> replica =
        generations()
            .find(environment.region(), identifier())
            .filter(
                found -> Database.replica(found) && found.dbInstanceStatus().equals("available"));
    replica.ifPresent(this::name);
    return replica.isPresent();
  }

  /** The identifier last: it says that the rest is done. */
  private void name(DBInstance replica) {
    LocalParameters parameters = new LocalParameters(aws, environment);
    parameters.put(
        LocalParameter.DATABASE_ENDPOINT,
        replica.endpoint().address() + ":" + replica.endpoint().port());
    parameters.put(LocalParameter.DATABASE_IDENTIFIER, replica.dbInstanceIdentifier());
  }

  private Generations generations() {
    return new Generations(aws, environment, table);
  }
}
