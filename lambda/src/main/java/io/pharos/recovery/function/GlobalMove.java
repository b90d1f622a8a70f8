package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.InvalidDbClusterStateException;
import software.amazon.awssdk.services.rds.model.InvalidGlobalClusterStateException;

/**
 * Makes this Region's cluster the writer of the global database: a planned operation switches over
 * and is asked for where the writer is, every other one fails over here, with nothing of the Region
 * that is lost.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html">Using
 *     switchover or failover in Amazon Aurora Global Database</a>
 */
record GlobalMove(Aws aws, Environment environment) {

  /** Asks for it, and says how that went; what is going on already is no error. */
  String begin(Operation operation, Database database) {
    String target =
        AuroraCluster.in(environment.region(), database.identifier(), aws, environment).arn();
    String global = environment.names().globalDatabase();
    try {
      if (operation.planned()) {
        aws.client(RdsClient.class, environment.peerRegion())
            .switchoverGlobalCluster(
                to -> to.globalClusterIdentifier(global).targetDbClusterIdentifier(target));
        return "switchover of " + global + " to " + database.identifier() + " begins";
      }
      aws.client(RdsClient.class, environment.region())
          .failoverGlobalCluster(
              to ->
                  to.globalClusterIdentifier(global)
                      .targetDbClusterIdentifier(target)
                      // The gate has judged how much that is.
                      .allowDataLoss(true));
      return "failover of " + global + " to " + database.identifier() + " begins";
    } catch (InvalidGlobalClusterStateException | InvalidDbClusterStateException e) {
      // Its state changed since we looked, or an earlier call was accepted and its answer lost.
      return database.identifier() + ": " + e.getMessage();
    }
  }
}
