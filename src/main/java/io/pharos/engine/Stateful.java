package io.pharos.engine;

import java.util.Set;

/**
 * What holds data, keys or names that no deployment gives back: replacing or deleting one loses
 * them.
 */
public final class Stateful {
  private static final Set<String> TYPES =
      Set.of(
          "aws:rds/instance:Instance",
          "aws:rds/cluster:Cluster",
          "aws:rds/clusterInstance:ClusterInstance",
          "aws:rds/globalCluster:GlobalCluster",
          "aws:rds/snapshot:Snapshot",
          "aws:s3/bucket:Bucket",
          "aws:s3/bucketV2:BucketV2",
          "aws:kms/key:Key",
          "aws:kms/replicaKey:ReplicaKey",
          "aws:secretsmanager/secret:Secret",
          "aws:secretsmanager/secretVersion:SecretVersion",
          "aws:dynamodb/table:Table",
          "aws:dynamodb/globalTable:GlobalTable",
          "aws:backup/vault:Vault",
          "aws:route53/zone:Zone",
          "aws:ecr/repository:Repository",
          "aws:efs/fileSystem:FileSystem");

  private Stateful() {}

  /**
   * Whether resources of this type hold what would be lost.
   *
   * @param type a Pulumi type token
   */
  public static boolean is(String type) {
    return TYPES.contains(type);
  }
}
