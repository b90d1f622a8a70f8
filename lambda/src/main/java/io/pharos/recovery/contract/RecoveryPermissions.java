package io.pharos.recovery.contract;

import static io.pharos.recovery.contract.Permission.publishMetrics;

import io.pharos.recovery.contract.Permission.Needs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the role of each recovery function allows. Each list is exactly what that function's class
 * and the journal it writes call; a call that is missing here is refused in the sandbox as on AWS.
 */
final class RecoveryPermissions {
  private static final Permission TABLE =
      Permission.of(ResourceRef.OWN_TABLE, "dynamodb:GetItem", "dynamodb:UpdateItem");
  private static final Permission LOCAL_PARAMETERS =
      Permission.of(ResourceRef.LOCAL_PARAMETERS, "ssm:GetParameter");
  private static final Permission LOOK_AT_DATABASE =
      Permission.of(ResourceRef.OWN_DATABASE, "rds:DescribeDBInstances");
  private static final Permission LOOK_AT_BACKUPS =
      Permission.of(ResourceRef.ANY, "rds:DescribeDBInstanceAutomatedBackups")
          .when(Needs.AUTOMATED_BACKUPS);
  private static final Permission LOOK_INTO_VAULT =
      Permission.of(ResourceRef.OWN_VAULT, "backup:ListRecoveryPointsByBackupVault")
          .when(Needs.COPIES);
  private static final Permission LOOK_AT_COPIES =
      Permission.of(ResourceRef.BACKUP_SNAPSHOTS, "rds:DescribeDBSnapshots").when(Needs.COPIES);
  private static final Permission LOOK_AT_RULES =
      Permission.of(ResourceRef.ANY, "elasticloadbalancing:DescribeRules");
  private static final Permission SWITCH_TAKEOVER_RULE =
      Permission.of(ResourceRef.TAKEOVER_RULE, "elasticloadbalancing:ModifyRule");
  private static final Permission LOOK_AT_NETWORK_ACLS =
      Permission.of(ResourceRef.ANY, "ec2:DescribeNetworkAcls");
  private static final Permission LOOK_AT_TARGETS =
      Permission.of(ResourceRef.ANY, "elasticloadbalancing:DescribeTargetHealth");
  private static final Permission LOOK_AT_IMAGES =
      Permission.of(ResourceRef.ANY, "ec2:DescribeImages");
  private static final Permission ALERT = Permission.of(ResourceRef.ALERT_TOPIC, "sns:Publish");

  /** The topic is encrypted with the Region's key, which its publishers must be able to use. */
  private static final Permission ENCRYPT_ALERT =
      Permission.of(ResourceRef.REGION_KEY, "kms:GenerateDataKey", "kms:Decrypt");

  private RecoveryPermissions() {}

  /**
   * A copy is asked for in its own Region, which asks for the original in the name of the caller.
   */
  private static List<Permission> snapshot() {
    return List.of(
        TABLE,
        LOCAL_PARAMETERS,
        LOOK_AT_DATABASE,
        Permission.of(ResourceRef.ANY, "rds:DescribeDBSnapshots"),
        Permission.of(ResourceRef.OWN_DATABASE, "rds:CreateDBSnapshot"),
        Permission.of(
            ResourceRef.OWN_SNAPSHOTS,
            "rds:CreateDBSnapshot",
            "rds:AddTagsToResource",
            "rds:CopyDBSnapshot",
            "rds:DeleteDBSnapshot"),
        Permission.of(
            ResourceRef.PEER_SNAPSHOTS,
            "rds:CopyDBSnapshot",
            "rds:AddTagsToResource",
            "rds:DeleteDBSnapshot"),
        Permission.of(ResourceRef.REGION_KEY, "kms:DescribeKey", "kms:CreateGrant"),
        Permission.of(ResourceRef.PEER_KEY, "kms:DescribeKey", "kms:CreateGrant"));
  }

  /** A replica needs all that it refers to; its source is asked in the source's Region. */
  private static List<Permission> reseed() {
    String create = "rds:CreateDBInstanceReadReplica";
    return List.of(
        TABLE,
        LOCAL_PARAMETERS,
        Permission.of(ResourceRef.LOCAL_PARAMETERS, "ssm:PutParameter").when(Needs.INSTANCES),
        Permission.of(ResourceRef.PEER_LOCAL_PARAMETERS, "ssm:GetParameter").when(Needs.INSTANCES),
        Permission.of(
            ResourceRef.OWN_DATABASE,
            "rds:DescribeDBInstances",
            create,
            "rds:AddTagsToResource",
            "rds:RebootDBInstance"),
        // The instance is what AWS always asks for; the parameter group, when it is changed.
        Permission.of(
            List.of(ResourceRef.OWN_DATABASE, ResourceRef.DATABASE_PARAMETER_GROUPS),
            "rds:ModifyDBInstance"),
        Permission.of(ResourceRef.PEER_DATABASE, "rds:DescribeDBInstances", create),
        Permission.of(ResourceRef.DATABASE_SUBNET_GROUP, create),
        Permission.of(ResourceRef.DATABASE_PARAMETER_GROUPS, create),
        Permission.of(ResourceRef.DEFAULT_OPTION_GROUPS, create),
        // RDS keeps a grant on the key, made in the name of who creates the replica.
        Permission.of(ResourceRef.REGION_KEY, "kms:DescribeKey", "kms:CreateGrant")
            .when(Needs.INSTANCES));
  }

  /** A database of this Region from backups that are here: nothing of the other one is asked. */
  private static List<Permission> restore() {
    return List.of(
        TABLE,
        Permission.of(ResourceRef.LOCAL_PARAMETERS, "ssm:GetParameter", "ssm:PutParameter"),
        Permission.of(
            ResourceRef.OWN_DATABASE,
            "rds:DescribeDBInstances",
            "rds:AddTagsToResource",
            // Its maintenance window: the rest it is given when it is made.
            "rds:ModifyDBInstance"),
        restoring(ResourceRef.AUTOMATED_BACKUPS, "rds:RestoreDBInstanceToPointInTime")
            .when(Needs.AUTOMATED_BACKUPS),
        restoring(ResourceRef.BACKUP_SNAPSHOTS, "rds:RestoreDBInstanceFromDBSnapshot")
            .when(Needs.COPIES),
        LOOK_AT_RULES,
        SWITCH_TAKEOVER_RULE,
        // RDS keeps a grant on the backup's key, made in the name of who restores.
        Permission.of(ResourceRef.REGION_KEY, "kms:DescribeKey", "kms:CreateGrant"));
  }

  /** All that one call takes together: from what, as what, and into which groups. */
  private static Permission restoring(ResourceRef origin, String action) {
    return Permission.of(
        List.of(
            origin,
            ResourceRef.OWN_DATABASE,
            ResourceRef.DATABASE_SUBNET_GROUP,
            ResourceRef.DATABASE_PARAMETER_GROUPS,
            ResourceRef.DEFAULT_OPTION_GROUPS),
        action);
  }

  /** What is made carries a tag, and only what carries it is taken away. */
  private static List<Permission> network() {
    return List.of(
        TABLE,
        Permission.of(
            ResourceRef.ANY,
            "ec2:DescribeNatGateways",
            "ec2:DescribeAddresses",
            "ec2:DescribeRouteTables"),
        Permission.of(
            ResourceRef.OWN_ADDRESSES,
            "ec2:AllocateAddress",
            "ec2:CreateNatGateway",
            "ec2:CreateTags"),
        Permission.of(ResourceRef.OWN_NAT_GATEWAYS, "ec2:CreateNatGateway", "ec2:CreateTags"),
        Permission.of(ResourceRef.OWN_SUBNETS, "ec2:CreateNatGateway"),
        Permission.of(ResourceRef.OWN_ROUTE_TABLES, "ec2:CreateRoute", "ec2:DeleteRoute"),
        Permission.of(ResourceRef.MARKER_RULE, "events:DescribeRule", "events:EnableRule"));
  }

  /** The end of the same, in a Region that stands by with backups alone. */
  private static List<Permission> withoutNetwork() {
    return List.of(
        Permission.of(
                ResourceRef.ANY,
                "ec2:DescribeNatGateways",
                "ec2:DescribeAddresses",
                "ec2:DescribeRouteTables")
            .when(Needs.BACKUPS),
        Permission.of(ResourceRef.OWN_ADDRESSES, "ec2:ReleaseAddress").when(Needs.BACKUPS),
        Permission.of(ResourceRef.OWN_NAT_GATEWAYS, "ec2:DeleteNatGateway").when(Needs.BACKUPS),
        Permission.of(ResourceRef.OWN_ROUTE_TABLES, "ec2:DeleteRoute").when(Needs.BACKUPS),
        Permission.of(ResourceRef.MARKER_RULE, "events:DescribeRule", "events:DisableRule")
            .when(Needs.BACKUPS));
  }

  /** Actions of AWS Backup on restore jobs know no resource. */
  private static List<Permission> proof() {
    return List.of(
        TABLE,
        Permission.of(
            ResourceRef.ANY, "backup:DescribeRestoreJob", "backup:PutRestoreValidationResult"),
        Permission.of(ResourceRef.RESTORE_TESTS, "rds:DescribeDBInstances"),
        Permission.of(ResourceRef.DATABASE_SECRET, "secretsmanager:GetSecretValue"),
        Permission.of(ResourceRef.LOOK_FUNCTION, "lambda:InvokeFunction"),
        ALERT,
        Permission.of(ResourceRef.REGION_KEY, "kms:GenerateDataKey", "kms:Decrypt"));
  }

  /** A copy is encrypted anew: with the key of its own Region, from that of the original. */
  private static List<Permission> image() {
    String tag = "pharos:upkeep";
    String made = "image";
    return List.of(
        TABLE,
        Permission.of(ResourceRef.ANY, "autoscaling:DescribeAutoScalingGroups"),
        LOOK_AT_IMAGES,
        Permission.of(ResourceRef.OWN_INSTANCES, "ec2:CreateImage"),
        Permission.of(ResourceRef.OWN_IMAGES, "ec2:CreateImage", "ec2:CreateTags"),
        Permission.of(ResourceRef.OWN_VOLUME_SNAPSHOTS, "ec2:CreateImage", "ec2:CreateTags"),
        Permission.of(ResourceRef.PEER_IMAGES, "ec2:CopyImage", "ec2:CreateTags"),
        Permission.of(ResourceRef.PEER_VOLUME_SNAPSHOTS, "ec2:CopyImage", "ec2:CreateTags"),
        Permission.ofTagged(ResourceRef.OWN_IMAGES, tag, made, "ec2:DeregisterImage"),
        Permission.ofTagged(ResourceRef.OWN_VOLUME_SNAPSHOTS, tag, made, "ec2:DeleteSnapshot"),
        Permission.ofTagged(ResourceRef.PEER_IMAGES, tag, made, "ec2:DeregisterImage"),
        Permission.ofTagged(ResourceRef.PEER_VOLUME_SNAPSHOTS, tag, made, "ec2:DeleteSnapshot"),
        Permission.of(ResourceRef.LOCAL_PARAMETERS, "ssm:GetParameter", "ssm:PutParameter"),
        Permission.of(ResourceRef.PEER_LOCAL_PARAMETERS, "ssm:GetParameter", "ssm:PutParameter"),
        Permission.of(
            ResourceRef.REGION_KEY,
            "kms:DescribeKey",
            "kms:CreateGrant",
            "kms:Decrypt",
            "kms:ReEncryptFrom"),
        Permission.of(
            ResourceRef.PEER_KEY,
            "kms:DescribeKey",
            "kms:CreateGrant",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:ReEncryptTo"));
  }

  /**
   * What switching event sources calls: a function's reserved concurrency, its mappings, the rules.
   *
   * @param concurrency how the function may change what is reserved
   * @param rule how it may change a rule
   */
  private static List<Permission> switching(
      boolean peer, List<String> concurrency, List<String> rule) {
    List<String> functionActions = new ArrayList<>(List.of("lambda:GetFunctionConcurrency"));
    functionActions.addAll(concurrency);
    List<String> ruleActions = new ArrayList<>(List.of("events:DescribeRule"));
    ruleActions.addAll(rule);
    return List.of(
        Permission.of(
                peer ? ResourceRef.PEER_SOURCE_FUNCTIONS : ResourceRef.SOURCE_FUNCTIONS,
                functionActions.toArray(String[]::new))
            .when(Needs.SOURCE_FUNCTIONS),
        Permission.of(ResourceRef.ANY, "lambda:ListEventSourceMappings")
            .when(Needs.SOURCE_FUNCTIONS),
        Permission.of(
                peer ? ResourceRef.PEER_SOURCE_MAPPINGS : ResourceRef.SOURCE_MAPPINGS,
                "lambda:UpdateEventSourceMapping")
            .where(
                "lambda:FunctionArn",
                peer ? ResourceRef.PEER_SOURCE_TARGETS : ResourceRef.SOURCE_TARGETS)
            .when(Needs.SOURCE_FUNCTIONS),
        Permission.of(
                peer ? ResourceRef.PEER_SOURCE_RULES : ResourceRef.SOURCE_RULES,
                ruleActions.toArray(String[]::new))
            .when(Needs.SOURCE_RULES));
  }

  private static List<Permission> sources(RecoveryFunction function) {
    String put = "lambda:PutFunctionConcurrency";
    String delete = "lambda:DeleteFunctionConcurrency";
    String disable = "events:DisableRule";
    String enable = "events:EnableRule";
    // How a function's concurrency is to be again lies in the table of its own Region.
    Permission remember =
        Permission.of(ResourceRef.PEER_TABLE, "dynamodb:UpdateItem").when(Needs.SOURCES);
    return switch (function) {
      case BEACON -> switching(false, List.of(put, delete), List.of(disable, enable));
      case SOURCES -> switching(false, List.of(put, delete), List.of(enable));
      case FENCE, HOLD -> with(switching(true, List.of(put), List.of(disable)), remember);
      case RELEASE ->
          with(
              switching(true, List.of(put, delete), List.of(enable)),
              Permission.of(ResourceRef.PEER_TABLE, "dynamodb:GetItem", "dynamodb:UpdateItem")
                  .when(Needs.SOURCES));
      case READY ->
          List.of(
              Permission.of(ResourceRef.SOURCE_FUNCTIONS, "lambda:GetFunctionConcurrency")
                  .when(Needs.SOURCE_FUNCTIONS),
              Permission.of(ResourceRef.SOURCE_RULES, "events:DescribeRule")
                  .when(Needs.SOURCE_RULES));
      case MARKER,
              APPROVAL,
              LOCK,
              GATE,
              DRAIN,
              PROMOTE,
              RESTORE,
              NETWORK,
              CAPACITY,
              VERIFY,
              TAKEOVER,
              CONFIRM,
              RECORD,
              RESEED,
              REOPEN,
              SETTLE,
              PART,
              UPKEEP,
              SNAPSHOT,
              IMAGE,
              SYNC,
              PROOF,
              LOOK,
              REGISTRY ->
          List.of();
    };
  }

  private static List<Permission> with(List<Permission> permissions, Permission... more) {
    List<Permission> all = new ArrayList<>(permissions);
    all.addAll(List.of(more));
    return all;
  }

  /** To open what a fence has closed in the own Region. */
  static List<Permission> opening() {
    return List.of(
        Permission.of(ResourceRef.OWN_TABLE, "dynamodb:DeleteItem"),
        LOOK_AT_NETWORK_ACLS,
        Permission.of(ResourceRef.OWN_NETWORK_ACL, "ec2:DeleteNetworkAclEntry"));
  }

  static List<Permission> of(RecoveryFunction function) {
    List<Permission> all = new ArrayList<>();
    always(function).forEach(permission -> all.add(ofInstances(permission)));
    all.addAll(ClusterPermissions.of(function));
    all.addAll(ComputePermissions.of(function));
    all.addAll(AcceleratorPermissions.of(function));
    all.addAll(sources(function));
    return all;
  }

  /** What is called of an instance of RDS is not called where the database is a cluster. */
  private static Permission ofInstances(Permission permission) {
    return permission.needs() == Permission.Needs.NOTHING
            && permission.actions().get(0).startsWith("rds:")
        ? permission.when(Permission.Needs.INSTANCES)
        : permission;
  }

  private static List<Permission> always(RecoveryFunction function) {
    return switch (function) {
      case BEACON ->
          List.of(
              TABLE,
              // The missing-data report goes into the peer's journal.
              Permission.of(ResourceRef.PEER_TABLE, "dynamodb:GetItem", "dynamodb:UpdateItem"),
              LOCAL_PARAMETERS,
              publishMetrics(),
              Permission.of(ResourceRef.ANY, "cloudwatch:GetMetricData"),
              LOOK_AT_RULES,
              SWITCH_TAKEOVER_RULE,
              LOOK_AT_NETWORK_ACLS,
              Permission.of(ResourceRef.OWN_NETWORK_ACL, "ec2:CreateNetworkAclEntry"),
              LOOK_AT_DATABASE,
              Permission.of(ResourceRef.OWN_DATABASE, "rds:ModifyDBInstance"),
              LOOK_AT_BACKUPS,
              LOOK_INTO_VAULT,
              LOOK_AT_COPIES,
              // What can be restored; the replica that has come where backups were.
              Permission.of(ResourceRef.LOCAL_PARAMETERS, "ssm:PutParameter").when(Needs.INSTANCES),
              Permission.of(ResourceRef.PEER_LOCAL_PARAMETERS, "ssm:GetParameter")
                  .when(Needs.BACKUPS),
              Permission.of(ResourceRef.STEPS, "lambda:InvokeFunction"),
              ALERT,
              ENCRYPT_ALERT);
      case MARKER ->
          List.of(
              TABLE,
              LOCAL_PARAMETERS,
              Permission.of(ResourceRef.DATABASE_SECRET, "secretsmanager:GetSecretValue"),
              Permission.of(ResourceRef.REGION_KEY, "kms:Decrypt"),
              publishMetrics());
      case APPROVAL ->
          List.of(
              Permission.of(
                  ResourceRef.OWN_TABLE,
                  "dynamodb:GetItem",
                  "dynamodb:UpdateItem",
                  "dynamodb:DeleteItem",
                  "dynamodb:Query"),
              ALERT,
              ENCRYPT_ALERT);
      case LOCK ->
          List.of(
              TABLE,
              Permission.of(ResourceRef.OWN_TABLE, "dynamodb:Query"),
              Permission.of(ResourceRef.PEER_TABLE, "dynamodb:GetItem", "dynamodb:UpdateItem"));
      case GATE ->
          List.of(
              TABLE,
              LOCAL_PARAMETERS,
              LOOK_AT_DATABASE,
              LOOK_AT_BACKUPS,
              LOOK_INTO_VAULT,
              LOOK_AT_COPIES);
      case FENCE ->
          List.of(
              TABLE,
              LOOK_AT_NETWORK_ACLS,
              Permission.of(ResourceRef.PEER_NETWORK_ACL, "ec2:CreateNetworkAclEntry"),
              Permission.of(ResourceRef.PEER_LOCAL_PARAMETERS, "ssm:GetParameter"),
              Permission.of(
                  ResourceRef.PEER_DATABASE, "rds:DescribeDBInstances", "rds:ModifyDBInstance"));
      case HOLD ->
          List.of(
              TABLE,
              LOOK_AT_NETWORK_ACLS,
              Permission.of(ResourceRef.PEER_NETWORK_ACL, "ec2:CreateNetworkAclEntry"));
      case DRAIN -> List.of(TABLE, LOCAL_PARAMETERS, LOOK_AT_DATABASE);
      case RELEASE ->
          List.of(
              TABLE,
              Permission.of(ResourceRef.OWN_TABLE, "dynamodb:DeleteItem"),
              LOCAL_PARAMETERS,
              LOOK_AT_DATABASE,
              LOOK_AT_NETWORK_ACLS,
              Permission.of(ResourceRef.PEER_NETWORK_ACL, "ec2:DeleteNetworkAclEntry"));
      // The Region may still be closed.
      case PROMOTE ->
          with(
              opening(),
              TABLE,
              LOCAL_PARAMETERS,
              LOOK_AT_DATABASE,
              Permission.of(
                  ResourceRef.OWN_DATABASE, "rds:PromoteReadReplica", "rds:ModifyDBInstance"),
              LOOK_AT_RULES,
              SWITCH_TAKEOVER_RULE);
      case RESTORE -> restore();
      case NETWORK -> network();
      case CAPACITY -> List.of(TABLE, LOCAL_PARAMETERS, LOOK_AT_TARGETS);
      case VERIFY -> List.of(TABLE, LOCAL_PARAMETERS, LOOK_AT_TARGETS);
      case TAKEOVER ->
          List.of(
              TABLE,
              Permission.of(ResourceRef.OWN_TABLE, "dynamodb:DeleteItem"),
              LOCAL_PARAMETERS,
              publishMetrics(),
              LOOK_AT_RULES,
              SWITCH_TAKEOVER_RULE,
              Permission.of(ResourceRef.PEER_TABLE, "dynamodb:GetItem", "dynamodb:UpdateItem"),
              Permission.of(ResourceRef.PEER_TAKEOVER_RULE, "elasticloadbalancing:ModifyRule"));
      case SOURCES, CONFIRM -> List.of(TABLE);
      case RECORD ->
          List.of(
              Permission.of(
                  ResourceRef.OWN_TABLE,
                  "dynamodb:GetItem",
                  "dynamodb:UpdateItem",
                  "dynamodb:DeleteItem",
                  "dynamodb:Query"),
              Permission.of(ResourceRef.PEER_TABLE, "dynamodb:DeleteItem"),
              publishMetrics(),
              ALERT,
              ENCRYPT_ALERT);
      case RESEED -> reseed();
      case REOPEN ->
          with(
              opening(),
              TABLE,
              LOCAL_PARAMETERS,
              LOOK_AT_DATABASE,
              Permission.of(ResourceRef.OWN_DATABASE, "rds:ModifyDBInstance"));
      case SETTLE -> with(withoutNetwork(), TABLE, LOCAL_PARAMETERS);
      case PART ->
          List.of(
              TABLE,
              Permission.of(ResourceRef.OWN_TABLE, "dynamodb:Query"),
              // To see whether a promotion is under way behind writes that are held.
              LOCAL_PARAMETERS,
              LOOK_AT_DATABASE,
              LOOK_AT_NETWORK_ACLS,
              Permission.of(ResourceRef.STATE_MACHINES, "states:StartExecution"),
              Permission.of(ResourceRef.EXECUTIONS, "states:DescribeExecution"),
              Permission.of(ResourceRef.PEER_STATE_MACHINES, "states:StartExecution"),
              Permission.of(ResourceRef.PEER_EXECUTIONS, "states:DescribeExecution"));
      case UPKEEP ->
          List.of(
              TABLE,
              publishMetrics(),
              LOCAL_PARAMETERS,
              // Of these no action knows a resource.
              Permission.of(
                  ResourceRef.ANY,
                  "servicequotas:GetServiceQuota",
                  "servicequotas:GetAWSDefaultServiceQuota",
                  "cloudwatch:GetMetricData",
                  "rds:DescribeAccountAttributes"),
              Permission.of(ResourceRef.ANY, "ec2:DescribeAddresses")
                  .when(Permission.Needs.BACKUPS),
              Permission.of(ResourceRef.REPOSITORIES, "ecr:DescribeImages"),
              Permission.of(ResourceRef.OWN_VAULT, "backup:ListRecoveryPointsByBackupVault")
                  .when(Permission.Needs.VAULT));
      case PROOF -> proof();
      // It calls nothing: see its class.
      case LOOK -> List.of();
      case REGISTRY ->
          List.of(
              Permission.of(
                  ResourceRef.ANY, "ecr:DescribeRegistry", "ecr:PutReplicationConfiguration"),
              Permission.of(ResourceRef.ECR_REPLICATION_ROLE, "iam:CreateServiceLinkedRole")
                  .where(Map.of("iam:AWSServiceName", "replication.ecr.amazonaws.com")));
      case SNAPSHOT -> snapshot();
      case IMAGE -> image();
      case READY ->
          List.of(
              TABLE,
              LOCAL_PARAMETERS,
              publishMetrics(),
              LOOK_AT_DATABASE,
              LOOK_AT_BACKUPS,
              LOOK_INTO_VAULT,
              LOOK_AT_COPIES,
              LOOK_AT_NETWORK_ACLS,
              // A composite alarm is told to those only who may look at every alarm.
              Permission.of(ResourceRef.ANY, "cloudwatch:DescribeAlarms"),
              Permission.of(ResourceRef.SHARED_PATH, "ssm:GetParametersByPath"),
              Permission.of(ResourceRef.PEER_SHARED_PATH, "ssm:GetParametersByPath"),
              Permission.of(ResourceRef.DATABASE_SECRET, "secretsmanager:GetSecretValue"),
              Permission.of(ResourceRef.PEER_DATABASE_SECRET, "secretsmanager:GetSecretValue"),
              Permission.of(ResourceRef.REGION_KEY, "kms:Decrypt"),
              Permission.of(ResourceRef.PEER_KEY, "kms:Decrypt"));
      case SYNC ->
          List.of(
              TABLE,
              Permission.of(ResourceRef.SHARED_PATH, "ssm:GetParametersByPath"),
              Permission.of(ResourceRef.PEER_SHARED_PATH, "ssm:GetParametersByPath"),
              Permission.of(ResourceRef.PEER_SHARED_PARAMETERS, "ssm:PutParameter"),
              Permission.of(ResourceRef.DATABASE_SECRET, "secretsmanager:GetSecretValue"),
              Permission.of(
                  ResourceRef.PEER_DATABASE_SECRET,
                  "secretsmanager:GetSecretValue",
                  "secretsmanager:PutSecretValue"),
              Permission.of(ResourceRef.REGION_KEY, "kms:Decrypt"),
              Permission.of(
                  ResourceRef.PEER_KEY, "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"));
    };
  }
}
