package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import java.util.Optional;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBParameterGroupStatus;

/**
 * What a new replica cannot be given when it is made, one thing after the other: its maintenance
 * window and, with PostgreSQL, its parameter group, which takes a restart.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.Associating.html">Associating
 *     a DB parameter group</a>
 */
record Finish(Aws aws, Environment environment, DatabaseSpecification specification) {

  /** Does what comes next for an instance that is available; empty when nothing is left. */
  Optional<Outcome> next(DBInstance replica) {
    String identifier = replica.dbInstanceIdentifier();
    String window = specification.maintenanceWindow();
    if (!window.equalsIgnoreCase(replica.preferredMaintenanceWindow())) {
      rds()
          .modifyDBInstance(
              modify ->
                  modify
                      .dbInstanceIdentifier(identifier)
                      .preferredMaintenanceWindow(window)
                      .applyImmediately(true));
      return waiting(identifier, "gets its maintenance window");
    }
    String group = specification.parameterGroup();
    Optional<DBParameterGroupStatus> status =
        replica.dbParameterGroups().stream()
            .filter(each -> each.dbParameterGroupName().equals(group))
            .findFirst();
    if (status.isEmpty()) {
      rds()
          .modifyDBInstance(
              modify ->
                  modify
                      .dbInstanceIdentifier(identifier)
                      .dbParameterGroupName(group)
                      .applyImmediately(true));
      return waiting(identifier, "gets its parameter group");
    }
    return switch (status.get().parameterApplyStatus()) {
      case "pending-reboot" -> {
        rds().rebootDBInstance(reboot -> reboot.dbInstanceIdentifier(identifier));
        yield waiting(identifier, "restarts with its parameter group");
      }
      case "applying" -> waiting(identifier, "takes its parameter group");
      default -> Optional.empty();
    };
  }

  private RdsClient rds() {
    return aws.client(RdsClient.class, environment.region());
  }

  private static Optional<Outcome> waiting(String identifier, String what) {
    return Optional.of(Outcome.waiting(identifier + " " + what).with("database", identifier));
  }
}
