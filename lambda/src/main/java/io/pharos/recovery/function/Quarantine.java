package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Variable;
import java.util.List;
import software.amazon.awssdk.services.rds.RdsClient;

/**
 * The fence that lasts: puts the old writer into the quarantine group and no other, so that no
 * application reaches it, whatever becomes of the network ACL; the marker still reads it. A replica
 * is left alone, for it takes no writes: it is the Region's way back.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html">
 *     ModifyDBInstance</a>
 */
record Quarantine(Aws aws, Environment environment, String region, Variable group) {

  /**
   * Looks, and swaps the groups when they differ.
   *
   * @return what was done, or that nothing was left to do
   */
  FencePart close() {
    Database database = Database.in(region, aws, environment);
    String quarantine = environment.get(group);
    if (database.replica()) {
      return FencePart.unchanged(database.identifier() + " is a replica");
    }
    if (database.securityGroups().equals(List.of(quarantine))) {
      return FencePart.unchanged(database.identifier() + " is in quarantine");
    }
    if (environment.aurora()) {
      AuroraCluster.regroup(aws, region, database.identifier(), List.of(quarantine));
    } else {
      aws.client(RdsClient.class, region)
          .modifyDBInstance(
              modify ->
                  modify
                      .dbInstanceIdentifier(database.identifier())
                      .vpcSecurityGroupIds(quarantine)
                      .applyImmediately(true));
    }
    return FencePart.changed(
        database.identifier()
            + " from "
            + String.join(", ", database.securityGroups())
            + " to quarantine group "
            + quarantine);
  }
}
