package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.LocalParameter;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;

/**
 * The databases of this Region by number. A number is never used twice, also when what had it is
 * gone: the table remembers the highest one, and whether anything was made with it.
 */
record Generations(Aws aws, Environment environment, Table table) {
  private static final String USED = "used";
  private static final String MADE = "made";

  /** The identifier of the generation that {@code local/} names now. */
  String currentIdentifier() {
    return new LocalParameters(aws, environment).get(LocalParameter.DATABASE_IDENTIFIER);
  }

  /** Whether this Region has no database at all now: it has backups of the peer's. */
  boolean none() {
    return currentIdentifier().equals(environment.names().noDatabase(environment.position()));
  }

  /** The newest number: the current generation's, or that of a successor that is being made. */
  int newest() {
    return Math.max(number(currentIdentifier()), (int) remembered());
  }

  String identifier(int number) {
    return environment.names().database(environment.position(), number);
  }

  /** The number for the next one; the same again until something was made with it. */
  int next() {
    int current = number(currentIdentifier());
    int remembered = (int) remembered();
    boolean open = remembered > current && !Table.yes(item(), MADE);
    return open ? remembered : Math.max(current, remembered) + 1;
  }

  /** Remembers the number before anything is made with it. */
  void reserve(int number) {
    table.update(Table.GENERATION).set(USED, number).set(MADE, false).run();
  }

  void made(int number) {
    table.update(Table.GENERATION).set(USED, number).set(MADE, true).run();
  }

  /** What is there was made, also when that could not be written down. */
  void seen(DBInstance instance) {
    int number = number(instance.dbInstanceIdentifier());
    if (number == (int) remembered()) {
      made(number);
    }
  }

  Optional<DBInstance> find(int number) {
    return find(environment.region(), identifier(number));
  }

  Optional<DBInstance> find(String region, String identifier) {
    try {
      return aws
          .client(RdsClient.class, region)
          .describeDBInstances(describe -> describe.dbInstanceIdentifier(identifier))
          .dbInstances()
          .stream()
          .findFirst();
    } catch (DbInstanceNotFoundException e) {
      return Optional.empty();
    }
  }

  private double remembered() {
    return Table.number(item(), USED).orElse(0.0);
  }

  private Map<String, AttributeValue> item() {
    return table.get(Table.GENERATION);
  }

  int number(String identifier) {
    try {
      return Integer.parseInt(identifier.substring(identifier.lastIndexOf('-') + 1));
    } catch (NumberFormatException e) {
      throw new Failed(
          ErrorCode.DEPLOYMENT_INCOMPLETE,
          "parameter local/"
              + LocalParameter.DATABASE_IDENTIFIER
              + " is '"
              + identifier
              + "', which does not end in the number of a generation",
          e);
    }
  }
}
