package io.pharos.sandbox.service.iam;

import java.util.Map;
import java.util.Optional;

/**
 * The policies that AWS itself keeps, as far as Pharos uses them. Their statements are those of the
 * AWS managed policy reference guide (docs.aws.amazon.com/aws-managed-policy/latest/reference).
 */
public final class AwsManagedPolicies {
  private static final String PREFIX = "arn:aws:iam::aws:policy/";

  private static final Map<String, String> POLICIES =
      Map.of(
          "AmazonSSMManagedInstanceCore",
          """
          {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Resource": "*", "Action": ["ssm:DescribeAssociation",
              "ssm:GetDeployablePatchSnapshotForInstance", "ssm:GetDocument", "ssm:DescribeDocument",
              "ssm:GetManifest", "ssm:GetParameter", "ssm:GetParameters", "ssm:ListAssociations",
              "ssm:ListInstanceAssociations", "ssm:PutInventory", "ssm:PutComplianceItems",
              "ssm:PutConfigurePackageResult", "ssm:UpdateAssociationStatus",
              "ssm:UpdateInstanceAssociationStatus", "ssm:UpdateInstanceInformation"]},
            {"Effect": "Allow", "Resource": "*", "Action": ["ssmmessages:CreateControlChannel",
              "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel",
              "ssmmessages:OpenDataChannel"]},
            {"Effect": "Allow", "Resource": "*", "Action": ["ec2messages:AcknowledgeMessage",
              "ec2messages:DeleteMessage", "ec2messages:FailMessage", "ec2messages:GetEndpoint",
              "ec2messages:GetMessages", "ec2messages:SendReply"]}]}
          """,
          "service-role/AWSBackupServiceRolePolicyForBackup",
          """
          {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Resource": "*", "Action": ["rds:AddTagsToResource",
              "rds:ListTagsForResource", "rds:DescribeDBSnapshots", "rds:CreateDBSnapshot",
              "rds:CopyDBSnapshot", "rds:DescribeDBInstances", "rds:CreateDBClusterSnapshot",
              "rds:DescribeDBClusters", "rds:DescribeDBClusterSnapshots",
              "rds:CopyDBClusterSnapshot", "rds:DescribeDBClusterAutomatedBackups"]},
            {"Effect": "Allow", "Resource": "arn:aws:rds:*:*:db:*",
              "Action": ["rds:ModifyDBInstance"]},
            {"Effect": "Allow", "Resource": "arn:aws:rds:*:*:snapshot:awsbackup:*",
              "Action": ["rds:DeleteDBSnapshot", "rds:ModifyDBSnapshotAttribute"]},
            {"Effect": "Allow", "Resource": "*", "Action": "kms:DescribeKey"},
            {"Effect": "Allow", "Resource": "*", "Action": "kms:CreateGrant",
              "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}}},
            {"Effect": "Allow", "Resource": "*", "Action": "tag:GetResources"},
            {"Effect": "Allow", "Resource": "arn:aws:backup:*:*:backup-vault:*",
              "Action": ["backup:DescribeBackupVault", "backup:CopyIntoBackupVault"]}]}
          """,
          "service-role/AWSBackupServiceRolePolicyForRestores",
          """
          {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Resource": "*", "Action": ["rds:DescribeDBInstances",
              "rds:DescribeDBSnapshots", "rds:ListTagsForResource",
              "rds:RestoreDBInstanceFromDBSnapshot", "rds:DeleteDBInstance",
              "rds:AddTagsToResource", "rds:DescribeDBClusters",
              "rds:RestoreDBClusterFromSnapshot", "rds:DeleteDBCluster",
              "rds:RestoreDBInstanceToPointInTime", "rds:DescribeDBClusterSnapshots",
              "rds:RestoreDBClusterToPointInTime"]},
            {"Effect": "Allow", "Resource": "*", "Action": "kms:DescribeKey"},
            {"Effect": "Allow", "Resource": "*", "Action": "kms:CreateGrant",
              "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}}}]}
          """,
          "AWSBackupServiceRolePolicyForS3Backup",
          """
          {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Resource": "*",
              "Action": ["cloudwatch:GetMetricData", "events:ListRules"]},
            {"Effect": "Allow", "Resource": "arn:aws:events:*:*:rule/AwsBackupManagedRule*",
              "Action": ["events:DeleteRule", "events:PutTargets", "events:DescribeRule",
                "events:EnableRule", "events:PutRule", "events:RemoveTargets",
                "events:ListTargetsByRule", "events:DisableRule"]},
            {"Effect": "Allow", "Resource": "*", "Action": ["kms:Decrypt", "kms:DescribeKey"],
              "Condition": {"StringLike": {"kms:ViaService": "s3.*.amazonaws.com"}}},
            {"Effect": "Allow", "Resource": "arn:aws:s3:::*", "Action": [
              "s3:GetInventoryConfiguration", "s3:PutInventoryConfiguration",
              "s3:ListBucketVersions", "s3:ListBucket", "s3:GetBucketVersioning",
              "s3:GetBucketNotification", "s3:PutBucketNotification", "s3:GetBucketLocation",
              "s3:GetBucketTagging", "s3:GetBucketAcl"]},
            {"Effect": "Allow", "Resource": "arn:aws:s3:::*/*", "Action": ["s3:GetObjectAcl",
              "s3:GetObject", "s3:GetObjectVersionTagging", "s3:GetObjectVersionAcl",
              "s3:GetObjectTagging", "s3:GetObjectVersion"]},
            {"Effect": "Allow", "Resource": "*", "Action": "s3:ListAllMyBuckets"},
            {"Effect": "Allow", "Resource": "arn:aws:backup:*:*:recovery-point:*",
              "Action": "backup:TagResource"}]}
          """,
          "service-role/AWSLambdaBasicExecutionRole",
          """
          {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Resource": "*", "Action": ["logs:CreateLogGroup",
              "logs:CreateLogStream", "logs:PutLogEvents"]}]}
          """,
          "service-role/AWSLambdaVPCAccessExecutionRole",
          """
          {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Resource": "*", "Action": ["logs:CreateLogGroup",
              "logs:CreateLogStream", "logs:PutLogEvents", "ec2:CreateNetworkInterface",
              "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface",
              "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"]}]}
          """,
          "CloudWatchAgentServerPolicy",
          """
          {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Resource": "*", "Action": ["cloudwatch:PutMetricData",
              "ec2:DescribeVolumes", "ec2:DescribeTags", "logs:PutLogEvents",
              "logs:PutRetentionPolicy", "logs:DescribeLogStreams", "logs:DescribeLogGroups",
              "logs:CreateLogStream", "logs:CreateLogGroup", "xray:PutTraceSegments",
              "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets",
              "xray:GetSamplingStatisticSummaries"]},
            {"Effect": "Allow", "Resource": "arn:aws:ssm:*:*:parameter/AmazonCloudWatch-*",
              "Action": "ssm:GetParameter"}]}
          """);

  private AwsManagedPolicies() {}

  /** The document of an AWS managed policy, or empty when there is none of that ARN here. */
  public static Optional<String> document(String arn) {
    return arn.startsWith(PREFIX)
        ? Optional.ofNullable(POLICIES.get(arn.substring(PREFIX.length())))
        : Optional.empty();
  }
}
