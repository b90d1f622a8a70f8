package io.pharos.recovery.contract;

/**
 * What a {@link Permission} is about, by name: the program knows the ARNs. All are of the
 * function's own Region unless said.
 */
public enum ResourceRef {
  /** The DynamoDB table {@link Names#table()}. */
  OWN_TABLE,
  /**
   * Every generation of this position's database: {@code
   * arn:aws:rds:<region>:<account>:db:<app>-<env>-<position>-*}.
   */
  OWN_DATABASE,
  /** The network ACL of the own isolated subnets. */
  OWN_NETWORK_ACL,
  /** The network ACL of the peer's isolated subnets, in the peer Region. */
  PEER_NETWORK_ACL,
  AUTO_SCALING_GROUP,
  /** The listener rule that answers {@code /.pharos/takeover}. */
  TAKEOVER_RULE,
  /** Everything below {@code local/}: {@code parameter/<app>/<env>/local/*}. */
  LOCAL_PARAMETERS,
  /** The secret {@link Names#databaseSecret()}. */
  DATABASE_SECRET,
  /** The KMS key that encrypts the secret. */
  REGION_KEY,
  ALERT_TOPIC,
  /** The actions know no resources ({@code *}); a condition bounds them where there is one. */
  ANY
}
