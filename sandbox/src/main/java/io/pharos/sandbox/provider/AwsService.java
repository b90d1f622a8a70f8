package io.pharos.sandbox.provider;

/**
 * What error texts call an AWS service, as the AWS SDK for Go does, which the real provider uses.
 *
 * @param sdkId as in "operation error RDS: CreateDBInstance"
 * @param endpoint the first part of its host name
 */
record AwsService(String sdkId, String endpoint) {

  static AwsService of(String module, String resource) {
    return switch (module) {
      case "acm" -> new AwsService("ACM", "acm");
      case "appautoscaling" ->
          new AwsService("Application Auto Scaling", "application-autoscaling");
      case "autoscaling" -> new AwsService("Auto Scaling", "autoscaling");
      case "cloudwatch" ->
          resource.startsWith("Event")
              ? new AwsService("EventBridge", "events")
              : resource.startsWith("Log")
                  ? new AwsService("CloudWatch Logs", "logs")
                  : new AwsService("CloudWatch", "monitoring");
      case "dynamodb" -> new AwsService("DynamoDB", "dynamodb");
      case "ec2", "vpc" -> new AwsService("EC2", "ec2");
      case "ec2transitgateway" -> new AwsService("EC2", "ec2");
      case "alb", "lb" -> new AwsService("Elastic Load Balancing v2", "elasticloadbalancing");
      case "globalaccelerator" -> new AwsService("Global Accelerator", "globalaccelerator");
      case "iam" -> new AwsService("IAM", "iam");
      case "kms" -> new AwsService("KMS", "kms");
      case "lambda" -> new AwsService("Lambda", "lambda");
      case "rds" -> new AwsService("RDS", "rds");
      case "route53" -> new AwsService("Route 53", "route53");
      case "s3" -> new AwsService("S3", "s3");
      case "scheduler" -> new AwsService("Scheduler", "scheduler");
      case "secretsmanager" -> new AwsService("Secrets Manager", "secretsmanager");
      case "sfn" -> new AwsService("SFN", "states");
      case "sns" -> new AwsService("SNS", "sns");
      case "sqs" -> new AwsService("SQS", "sqs");
      case "ssm" -> new AwsService("SSM", "ssm");
      case "index" -> new AwsService("STS", "sts");
      default -> new AwsService(module, module);
    };
  }

  /** How the SDK puts it that a Region does not answer. */
  String unreachable(String operation, String region) {
    return "operation error "
        + sdkId
        + ": "
        + operation
        + ", exceeded maximum number of attempts, 25, https response error StatusCode: 0,"
        + " RequestID: , request send failed, Post \"https://"
        + endpoint
        + "."
        + region
        + ".amazonaws.com/\": dial tcp: i/o timeout";
  }
}
