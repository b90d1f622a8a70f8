package io.pharos.recovery.contract;

/** The environment variables of the recovery functions; each function lists the ones it needs. */
public enum Variable {
  PHAROS_APP,
  PHAROS_ENVIRONMENT,
  /** {@code primary} or {@code secondary}: where this function runs. */
  PHAROS_POSITION,
  /** The Region of the other position. */
  PHAROS_PEER_REGION,
  /** The users' domain name, {@code shop.example.com}. */
  PHAROS_DOMAIN,
  /** {@code https} where a certificate is configured, else {@code http}. */
  PHAROS_SCHEME,
  /** The DynamoDB table of this Region: lock, journal, samples. */
  PHAROS_TABLE,
  /** What runs the application of this Region, as {@link Platform#compute} calls it. */
  PHAROS_AUTO_SCALING_GROUP,
  /** ARN of the target group of this Region. */
  PHAROS_TARGET_GROUP,
  /** ARN of the listener rule that answers {@code /.pharos/takeover}. */
  PHAROS_TAKEOVER_RULE,
  /** ARN of the peer's listener rule that answers {@code /.pharos/takeover}. */
  PHAROS_PEER_TAKEOVER_RULE,
  /** ARN of the listener rule that lets users in; {@code none} where no accelerator leads them. */
  PHAROS_USERS_RULE,
  /** ARN of the target group without targets that it leads to while it does not; or none. */
  PHAROS_CLOSED_TARGET_GROUP,
  /** ARN of the peer's listener rule that lets users in; {@code none} where there is none. */
  PHAROS_PEER_USERS_RULE,
  /** ARN of the peer's target group without targets; {@code none} where there is none. */
  PHAROS_PEER_CLOSED_TARGET_GROUP,
  /** The account's twelve-digit id, of which ARNs that are known by name are made. */
  PHAROS_ACCOUNT,
  /** Network ACL of the own Region's isolated subnets (what the beacon fences itself with). */
  PHAROS_NETWORK_ACL,
  /** Network ACL of the peer's isolated subnets (what the fence step closes). */
  PHAROS_PEER_NETWORK_ACL,
  /** The security group of the own Region that only the marker reaches: for an old writer. */
  PHAROS_QUARANTINE_GROUP,
  /** The same group of the peer Region. */
  PHAROS_PEER_QUARANTINE_GROUP,
  /** What runs the application of the peer Region. */
  PHAROS_PEER_AUTO_SCALING_GROUP,
  /** Comma-separated CIDR blocks of the own Region's application subnets. */
  PHAROS_APP_CIDRS,
  /** Comma-separated CIDR blocks of the peer's application subnets. */
  PHAROS_PEER_APP_CIDRS,
  /** ARN of the SNS topic that alerts people. */
  PHAROS_ALERT_TOPIC,
  /** Bound of the loss, in seconds, above which the gate refuses. */
  PHAROS_MAX_REPLICA_LAG_SECONDS,
  /** {@code configured} or {@code observed}: what the size of a Region that takes over goes by. */
  PHAROS_CAPACITY,
  /** Days of automated backups that a promoted database keeps. */
  PHAROS_BACKUP_RETENTION_DAYS,
  /** Daily window of automated backups of a promoted database, {@code hh:mm-hh:mm} in UTC. */
  PHAROS_BACKUP_WINDOW,
  /** ARN of the peer Region's key, which encrypts what is copied there. */
  PHAROS_PEER_KEY,
  /** The vault of AWS Backup in this Region; {@code none} where there is none. */
  PHAROS_BACKUP_VAULT,
  /** How many hours ago a restore test may have succeeded last; {@code none} without any. */
  PHAROS_RESTORE_TEST,
  /** Comma-separated tables of the application that a backup must have rows in, or a hyphen. */
  PHAROS_PROVEN_TABLES,
  /** Days for which the daily snapshots are kept. */
  PHAROS_SNAPSHOT_DAYS,
  /** How many machine images are kept in each Region. */
  PHAROS_IMAGES,
  /**
   * Comma-separated images of this Region's registry in ECR that the application is started from;
   * {@code none} where none is there.
   */
  PHAROS_REGISTRY_IMAGES,
  /** The application's event sources, as {@link EventSourceNames#text()} writes them. */
  PHAROS_EVENT_SOURCES,
  /**
   * Comma-separated public subnets that get a NAT gateway when the Region is activated; {@code
   * permanent} where they are always there.
   */
  PHAROS_NAT_SUBNETS,
  /** Comma-separated route tables of the private subnets, in the order of their zones. */
  PHAROS_PRIVATE_ROUTE_TABLES,
  /** What a standby has of the database, as {@link StandbyWord} says it. */
  PHAROS_STANDBY,
  /**
   * {@code mysql}, {@code postgres}, {@code aurora-mysql} or {@code aurora-postgresql}: what the
   * marker speaks, how a lag is measured, and how a database is promoted.
   */
  PHAROS_DATABASE_ENGINE,
  /** Port of the database. */
  PHAROS_DATABASE_PORT,
  /** Name of the database that the application uses. */
  PHAROS_DATABASE_NAME;

  /** The value of a variable that names something which this deployment does not have. */
  public static final String NONE = "none";
}
