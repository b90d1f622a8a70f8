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
