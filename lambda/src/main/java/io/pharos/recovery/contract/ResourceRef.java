package io.pharos.recovery.contract;

/**
 * What a {@link Permission} is about, by name: the program knows the ARNs. All are of the
 * function's own Region unless said.
 */
public enum ResourceRef {
  /** The DynamoDB table {@link Names#table()}. */
  OWN_TABLE,
  /** The table of the same name in the peer Region. */
  PEER_TABLE,
  /**
   * Every generation of this position's database: {@code
   * arn:aws:rds:<region>:<account>:db:<app>-<env>-<position>-*}.
   */
  OWN_DATABASE,
  /** Every generation of the peer's database, in the peer Region. */
  PEER_DATABASE,
  /** This position's cluster of Aurora: {@code cluster:<app>-<env>-<position>-*}. */
  OWN_CLUSTER,
  /** The peer's cluster, in the peer Region. */
  PEER_CLUSTER,
  /** {@link Names#globalDatabase}, which has no Region. */
  GLOBAL_CLUSTER,
  /** The snapshots {@link Names#snapshots} in this Region. */
  OWN_SNAPSHOTS,
  /** The snapshots of the same names in the peer Region. */
  PEER_SNAPSHOTS,
  /** The automated backups of databases that are replicated to this Region. */
  AUTOMATED_BACKUPS,
  /** The snapshots of AWS Backup in this Region, which are the recovery points of databases. */
  BACKUP_SNAPSHOTS,
  /** The instances {@link Names#RESTORE_TEST_PREFIX} that AWS Backup restores for tests. */
  RESTORE_TESTS,
  /** The alias of the function that looks into them. */
  LOOK_FUNCTION,
  /** The aliases of the functions that are the steps of an unplanned operation here. */
  STEPS,
  /** The vault {@link Names#backupVault}. */
  OWN_VAULT,
  /** The NAT gateways of this Region. */
  OWN_NAT_GATEWAYS,
  /** The addresses of this Region that do not change. */
  OWN_ADDRESSES,
  /** The public subnets that may get a NAT gateway. */
  OWN_SUBNETS,
  /** The route tables of this Region. */
  OWN_ROUTE_TABLES,
  /** The rule that calls the marker. */
  MARKER_RULE,
  /** The instances of this Region. */
  OWN_INSTANCES,
  /** The machine images of this Region; their ARNs name no account. */
  OWN_IMAGES,
  /** The machine images of the peer Region. */
  PEER_IMAGES,
  /** The snapshots of volumes in this Region, which images consist of. */
  OWN_VOLUME_SNAPSHOTS,
  /** The snapshots of volumes in the peer Region. */
  PEER_VOLUME_SNAPSHOTS,
  /** The subnet group {@link Names#databaseSubnetGroup}. */
  DATABASE_SUBNET_GROUP,
  /** The parameter groups {@link Names#databaseParameterGroup}, of any family. */
  DATABASE_PARAMETER_GROUPS,
  /** AWS's default option groups: Pharos has none of its own. */
  DEFAULT_OPTION_GROUPS,
  /** The network ACL of the own isolated subnets. */
  OWN_NETWORK_ACL,
  /** The network ACL of the peer's isolated subnets, in the peer Region. */
  PEER_NETWORK_ACL,
  AUTO_SCALING_GROUP,
  /** The ECS service of this Region. */
  ECS_SERVICE,
  /** The ECS service of the peer Region, by its name. */
  PEER_ECS_SERVICE,
  /** Every scalable target of this Region, whose ids AWS makes; conditions bound them to ECS. */
  SCALABLE_TARGETS,
  /** The same of the peer Region. */
  PEER_SCALABLE_TARGETS,
  /** The Auto Scaling group of the peer Region, by its name. */
  PEER_AUTO_SCALING_GROUP,
  /** The listener rule that answers {@code /.pharos/takeover}. */
  TAKEOVER_RULE,
  /** The peer's listener rule that answers {@code /.pharos/takeover}, in the peer Region. */
  PEER_TAKEOVER_RULE,
  /** The listener rule that lets users in who are led here by an accelerator. */
  USERS_RULE,
  /** The same of the peer Region. */
  PEER_USERS_RULE,
  /** Every accelerator of the account, with its listeners and endpoint groups. */
  ACCELERATORS,
  /** The application's functions that are event sources here; none where none is named. */
  SOURCE_FUNCTIONS,
  /** The same functions with any qualifier: what mappings may lead to. */
  SOURCE_TARGETS,
  /** Every event source mapping of this Region; a condition bounds them to the functions. */
  SOURCE_MAPPINGS,
  /** The application's rules that are event sources here; none where none is named. */
  SOURCE_RULES,
  /** The functions of the same names in the peer Region. */
  PEER_SOURCE_FUNCTIONS,
  /** The same with any qualifier. */
  PEER_SOURCE_TARGETS,
  /** Every event source mapping of the peer Region. */
  PEER_SOURCE_MAPPINGS,
  /** The rules of the same names in the peer Region. */
  PEER_SOURCE_RULES,
  /** Every state machine {@link Names#stateMachine} of this Region. */
  STATE_MACHINES,
  /** Every execution of these. */
  EXECUTIONS,
  /** Every state machine {@link Names#stateMachine} of the peer Region. */
  PEER_STATE_MACHINES,
  /** Every execution of these. */
  PEER_EXECUTIONS,
  /** Everything below {@code local/}: {@code parameter/<app>/<env>/local/*}. */
  LOCAL_PARAMETERS,
  /** Everything below {@code local/} in the peer Region. */
  PEER_LOCAL_PARAMETERS,
  /** The path {@code parameter/<app>/<env>/shared}: who may read it reads all below. */
  SHARED_PATH,
  /** The same path in the peer Region. */
  PEER_SHARED_PATH,
  /** Everything below {@code shared/} in the peer Region. */
  PEER_SHARED_PARAMETERS,
  /** The secret of the same name in the peer Region, whose ARN ends in six characters of AWS's. */
  PEER_DATABASE_SECRET,
  /** The secret {@link Names#databaseSecret()}. */
  DATABASE_SECRET,
  /** The KMS key that encrypts the secret. */
  REGION_KEY,
  /** The peer Region's key. */
  PEER_KEY,
  ALERT_TOPIC,
  /** The repositories of this Region that images are pulled from; none where none is in ECR. */
  REPOSITORIES,
  /** What ECR replicates as: the account has it from its first rule on. */
  ECR_REPLICATION_ROLE,
  /** The actions know no resources ({@code *}); a condition bounds them where there is one. */
  ANY
}
