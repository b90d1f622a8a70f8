package io.pharos.sandbox.contract;

/**
 * Where moto answers otherwise than AWS's documentation says. Each test that meets one names it,
 * and expects each side's own answer; {@code docs/testing.md} lists them all.
 */
enum KnownDifference {
  /** Trailing zeros of a number are trimmed. */
  NUMBERS_KEEP_TRAILING_ZEROS(
      "amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html"),
  /** An expression with a name that is not given is a validation error. */
  UNDEFINED_NAME_IS_A_SERVER_ERROR(
      "amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html"),
  /** What is not found is answered with status 400. */
  MISSING_SECRET_HAS_STATUS_404("secretsmanager/latest/apireference/API_GetSecretValue.html"),
  /** A promoted replica has no source, and its source no longer lists it. */
  PROMOTED_REPLICA_REMAINS_A_REPLICA("AmazonRDS/latest/APIReference/API_PromoteReadReplica.html"),
  /** Nothing but a replica that is available can be promoted. */
  ANYTHING_IS_PROMOTED("AmazonRDS/latest/APIReference/API_PromoteReadReplica.html"),
  /** An unknown instance is DBInstanceNotFound. */
  PROMOTING_NOTHING_IS_A_SERVER_ERROR("AmazonRDS/latest/APIReference/API_PromoteReadReplica.html"),
  /** Backups are kept for 0 to 35 days. */
  RETENTION_IS_NOT_CHECKED("AmazonRDS/latest/APIReference/API_PromoteReadReplica.html"),
  /** A promotion takes minutes, during which the instance is {@code modifying}. */
  PROMOTION_TAKES_NO_TIME("AmazonRDS/latest/UserGuide/accessing-monitoring.html"),
  /** The subnet group of a replica is of the replica's Region. */
  SUBNET_GROUP_IS_LOOKED_FOR_AT_THE_SOURCE(
      "AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html"),
  /** An identifier is used once, and a source without automated backups has no replicas. */
  REPLICAS_ARE_NOT_CHECKED("AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html"),
  /** A replica is {@code creating} until its source has been copied. */
  REPLICA_TAKES_NO_TIME("AmazonRDS/latest/UserGuide/accessing-monitoring.html"),
  /** Automated backups can be replicated to another Region. */
  BACKUPS_ARE_NOT_REPLICATED(
      "AmazonRDS/latest/APIReference/API_StartDBInstanceAutomatedBackupsReplication.html"),
  /** A restored instance is {@code creating} until its data are there. */
  RESTORES_TAKE_NO_TIME("AmazonRDS/latest/UserGuide/accessing-monitoring.html"),
  /** An automated backup says in which Region it is, and of which engine. */
  BACKUPS_SAY_LITTLE("AmazonRDS/latest/APIReference/API_DBInstanceAutomatedBackup.html"),
  /** A restored instance is another one, with a resource id of its own. */
  RESTORES_ARE_THE_SAME_INSTANCE("AmazonRDS/latest/APIReference/API_DBInstance.html"),
  /** A time that has not been backed up cannot be restored. */
  RESTORES_ARE_NOT_CHECKED("AmazonRDS/latest/APIReference/API_RestoreDBInstanceToPointInTime.html"),
  /** A global cluster that does not exist is not found. */
  GLOBAL_CLUSTERS_ARE_NOT_LOOKED_FOR(
      "AmazonRDS/latest/APIReference/API_DescribeGlobalClusters.html"),
  /** A global database fails over, and is switched over. */
  GLOBAL_DATABASES_DO_NOT_MOVE("AmazonRDS/latest/APIReference/API_FailoverGlobalCluster.html"),
  /** A vault says how much it holds. */
  VAULTS_SAY_LITTLE("aws-backup/latest/devguide/API_DescribeBackupVault.html"),
  /** What a vault holds can be listed. */
  VAULTS_HOLD_NOTHING("aws-backup/latest/devguide/API_ListRecoveryPointsByBackupVault.html"),
  /** Quotas are those of every service. */
  QUOTAS_ARE_OF_VPC_ALONE("servicequotas/2019-06-24/apireference/API_GetServiceQuota.html"),
  /** An account's limits and how much of them is used can be asked. */
  RDS_COUNTS_NOTHING("AmazonRDS/latest/APIReference/API_DescribeAccountAttributes.html"),
  /** Restore jobs can be looked at and judged. */
  RESTORE_JOBS_ARE_UNKNOWN("aws-backup/latest/devguide/API_PutRestoreValidationResult.html"),
  /** A snapshot is {@code creating} for a while, and its instance {@code backing-up}. */
  SNAPSHOTS_TAKE_NO_TIME("AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html"),
  /** An image is {@code pending} until its snapshots are there. */
  IMAGES_TAKE_NO_TIME("AWSEC2/latest/APIReference/API_CreateImage.html"),
  /** The name of an image is used once in a Region. */
  IMAGE_NAMES_ARE_NOT_CHECKED("AWSEC2/latest/APIReference/API_CreateImage.html"),
  /** A copy that is asked for again with the same token is the same copy. */
  COPY_TOKENS_ARE_IGNORED("AWSEC2/latest/APIReference/API_CopyImage.html"),
  /** A copy gets the tags that are given with the request. */
  COPIES_ARE_NOT_TAGGED("AWSEC2/latest/APIReference/API_CopyImage.html"),
  /** The last entry, numbered 32767, denies what no other entry allows. */
  LAST_ENTRY_IS_MISSING("vpc/latest/userguide/nacl-rules.html"),
  /** A network ACL that does not exist has an error code of its own. */
  MISSING_ACL_IS_A_MISSING_ROUTE_TABLE("AWSEC2/latest/APIReference/errors-overview.html"),
  /** An entry that does not exist is InvalidNetworkAclEntry.NotFound. */
  DELETING_NO_ENTRY_IS_A_SERVER_ERROR("AWSEC2/latest/APIReference/errors-overview.html"),
  /** CIDR block, number and ports of an entry are checked. */
  ENTRIES_ARE_NOT_CHECKED("AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html"),
  /** The desired capacity lies between the bounds. */
  SIZES_ARE_NOT_CHECKED("autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html"),
  /** The maximum is not below the minimum. */
  LIMITS_ARE_NOT_CHECKED("autoscaling/application/APIReference/API_RegisterScalableTarget.html"),
  /** A size that is outside of new limits is moved inside. */
  LIMITS_MOVE_NOTHING("autoscaling/application/APIReference/API_RegisterScalableTarget.html"),
  /** Namespaces that begin with {@code AWS/} are AWS's own. */
  AWS_NAMESPACES_ARE_OPEN("AmazonCloudWatch/latest/APIReference/API_PutMetricData.html"),
  /** A time stamp lies between two weeks ago and two hours ahead. */
  OLD_DATA_IS_TAKEN("AmazonCloudWatch/latest/APIReference/API_PutMetricData.html"),
  /** A registry has up to ten replication rules. */
  ONE_REPLICATION_RULE("AmazonECR/latest/userguide/replication.html"),
  /** A launch template that is asked for by its id must be there. */
  UNKNOWN_TEMPLATES_ARE_LEFT_OUT("AWSEC2/latest/APIReference/errors-overview.html"),
  /** An instance that is asked for again with the same token is the same instance. */
  RUN_TOKENS_ARE_IGNORED("AWSEC2/latest/APIReference/API_RunInstances.html"),
  /** Nothing is run of a launch template that does not exist. */
  RUNNING_NO_TEMPLATE_IS_A_SERVER_ERROR("AWSEC2/latest/APIReference/errors-overview.html"),
  /** A target that is an instance must exist, and run. */
  TARGETS_ARE_NOT_CHECKED("elasticloadbalancing/latest/APIReference/API_RegisterTargets.html"),
  /** A new alarm is in the state INSUFFICIENT_DATA. */
  NEW_ALARM_IS_OK("AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"),
  /** A subject has no line breaks, and a message is not empty. */
  MESSAGES_ARE_NOT_CHECKED("sns/latest/api/API_Publish.html"),
  /** A stopped execution says with which error and cause. */
  STOPPING_GIVES_NO_REASON("step-functions/latest/apireference/API_DescribeExecution.html"),
  /** A mapping is {@code Disabling} for a while, and cannot be changed until it is done. */
  MAPPINGS_TAKE_NO_TIME("lambda/latest/api/API_UpdateEventSourceMapping.html"),
  /** A mapping that does not exist is not found. */
  UNKNOWN_MAPPINGS_ARE_UPDATED("lambda/latest/api/API_UpdateEventSourceMapping.html"),
  /** At least a hundred executions stay with the functions that reserve none. */
  CONCURRENCY_IS_NOT_BOUNDED("lambda/latest/dg/configuration-concurrency.html"),
  /** What took a delete marker away says so. */
  MARKERS_ARE_DELETED_UNSAID("AmazonS3/latest/API/API_DeleteObject.html"),
  /** A delete marker has a version, and is refused for what it is. */
  MARKERS_ARE_NO_VERSIONS("AmazonS3/latest/userguide/DeleteMarker.html");

  private final String page;

  KnownDifference(String page) {
    this.page = page;
  }

  /** The page of AWS's documentation that the sandbox follows. */
  String page() {
    return "https://docs.aws.amazon.com/" + page;
  }
}
