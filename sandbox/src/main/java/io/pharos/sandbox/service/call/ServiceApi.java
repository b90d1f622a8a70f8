package io.pharos.sandbox.service.call;

import io.pharos.sandbox.core.Refusal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ApplicationAutoScalingException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.backup.model.BackupException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.fis.FisClient;
import software.amazon.awssdk.services.fis.model.FisException;
import software.amazon.awssdk.services.globalaccelerator.GlobalAcceleratorClient;
import software.amazon.awssdk.services.globalaccelerator.model.GlobalAcceleratorException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.RdsException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuotasException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.AuthorizationErrorException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.SsmException;

/**
 * How a service's API says who may not use it.
 *
 * @param name as the SDK names the service
 * @param prefix of its actions in IAM
 * @param denialCode the error code of a call that policies do not allow
 * @param denialStatus 403 where the protocol is query or REST, 400 where it is JSON
 */
public record ServiceApi(
    String name,
    String prefix,
    String denialCode,
    int denialStatus,
    Supplier<AwsServiceException.Builder> exception) {

  /** Found once: every call of every world asks. */
  private static final Map<Class<?>, String> ACTIONS = new ConcurrentHashMap<>();

  private static final Map<Class<?>, ServiceApi> BY_CLIENT =
      Map.ofEntries(
          json(
              ApplicationAutoScalingClient.class,
              "ApplicationAutoScaling",
              "application-autoscaling",
              ApplicationAutoScalingException::builder),
          query(
              AutoScalingClient.class, "AutoScaling", "autoscaling", AutoScalingException::builder),
          Map.entry(
              BackupClient.class,
              new ServiceApi(
                  "Backup", "backup", "AccessDeniedException", 403, BackupException::builder)),
          query(CloudWatchClient.class, "CloudWatch", "cloudwatch", CloudWatchException::builder),
          json(DynamoDbClient.class, "DynamoDb", "dynamodb", DynamoDbException::builder),
          Map.entry(
              Ec2Client.class,
              new ServiceApi("Ec2", "ec2", "UnauthorizedOperation", 403, Ec2Exception::builder)),
          json(EcrClient.class, "Ecr", "ecr", EcrException::builder),
          json(EcsClient.class, "Ecs", "ecs", EcsException::builder),
          query(
              ElasticLoadBalancingV2Client.class,
              "ElasticLoadBalancingV2",
              "elasticloadbalancing",
              ElasticLoadBalancingV2Exception::builder),
          json(EventBridgeClient.class, "EventBridge", "events", EventBridgeException::builder),
          Map.entry(
              FisClient.class,
              new ServiceApi("Fis", "fis", "AccessDeniedException", 403, FisException::builder)),
          json(
              GlobalAcceleratorClient.class,
              "GlobalAccelerator",
              "globalaccelerator",
              GlobalAcceleratorException::builder),
          Map.entry(
              LambdaClient.class,
              new ServiceApi(
                  "Lambda", "lambda", "AccessDeniedException", 403, LambdaException::builder)),
          query(RdsClient.class, "Rds", "rds", RdsException::builder),
          query(S3Client.class, "S3", "s3", S3Exception::builder),
          json(
              SecretsManagerClient.class,
              "SecretsManager",
              "secretsmanager",
              SecretsManagerException::builder),
          json(
              ServiceQuotasClient.class,
              "ServiceQuotas",
              "servicequotas",
              ServiceQuotasException::builder),
          json(SfnClient.class, "Sfn", "states", SfnException::builder),
          Map.entry(
              SnsClient.class,
              new ServiceApi(
                  "Sns", "sns", "AuthorizationError", 403, AuthorizationErrorException::builder)),
          json(SsmClient.class, "Ssm", "ssm", SsmException::builder));

  /** The API behind a client interface of the SDK. */
  public static ServiceApi of(Class<? extends AwsClient> client) {
    ServiceApi api = BY_CLIENT.get(client);
    if (api == null) {
      throw new UnsupportedOperationException(
          "the sandbox does not know how " + client.getSimpleName() + " refuses a call");
    }
    return api;
  }

  /** {@code rds:PromoteReadReplica} of a {@code PromoteReadReplicaRequest}. */
  String action(Class<?> request) {
    String known = ACTIONS.get(request);
    return known == null ? ACTIONS.computeIfAbsent(request, this::spelled) : known;
  }

  private String spelled(Class<?> request) {
    String name = request.getSimpleName();
    return Permissions.spelled(
        prefix + ":" + name.substring(0, name.length() - "Request".length()));
  }

  /** The exception for a call that policies do not allow. */
  AwsServiceException denial(String message) {
    return Refusal.of(
        exception.get(),
        name,
        denialStatus,
        denialCode,
        prefix.equals("ec2")
            ? "You are not authorized to perform this operation. " + message
            : message);
  }

  /** The exception for a call that the service cannot serve now. */
  AwsServiceException unavailable() {
    return Refusal.of(
        exception.get(), name, 503, "ServiceUnavailable", "The service is unavailable.");
  }

  /** The exception for a call that is one too many. */
  AwsServiceException throttled() {
    return Refusal.of(exception.get(), name, 400, "ThrottlingException", "Rate exceeded");
  }

  private static Map.Entry<Class<?>, ServiceApi> query(
      Class<?> client,
      String name,
      String prefix,
      Supplier<AwsServiceException.Builder> exception) {
    return Map.entry(client, new ServiceApi(name, prefix, "AccessDenied", 403, exception));
  }

  private static Map.Entry<Class<?>, ServiceApi> json(
      Class<?> client,
      String name,
      String prefix,
      Supplier<AwsServiceException.Builder> exception) {
    return Map.entry(client, new ServiceApi(name, prefix, "AccessDeniedException", 400, exception));
  }
}
