package io.pharos.recovery.aws;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.Security;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.globalaccelerator.GlobalAcceleratorClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * AWS as a function on Lambda reaches it. Every call has a short limit of its own: a function that
 * waits for a dead Region holds up the recovery.
 */
public final class LiveAws implements Aws {
  /** A packet that was lost is sent again after a second, and answered soon after. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(1500);

  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  private static final int ATTEMPTS = 3;

  /** A third time would say no more about a Region that is gone than the first two. */
  private static final int ATTEMPTS_ABROAD = 2;

  /** Longer, and a warm function would go on asking the Region that is gone. */
  private static final String NAME_CACHE_SECONDS = "5";

  static {
    Security.setProperty("networkaddress.cache.ttl", NAME_CACHE_SECONDS);
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    // A thread that Lambda would freeze and thaw for nothing: sessions are closed where they open.
    System.setProperty("com.mysql.cj.disableAbandonedConnectionCleanup", "true");
  }

  private record ClientKey(Class<?> type, String region) {}

  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder()
          .connectionTimeout(CONNECT_TIMEOUT)
          .socketTimeout(ATTEMPT_TIMEOUT)
          .build();
  private final Map<ClientKey, AwsClient> clients = new ConcurrentHashMap<>();
  private final Clock clock = Clock.systemUTC();

  private LiveAws() {}

  public static LiveAws create() {
    return new LiveAws();
  }

  @Override
  public <T extends AwsClient> T client(Class<T> type, String region) {
    return type.cast(clients.computeIfAbsent(new ClientKey(type, region), this::make));
  }

  /**
   * Named one by one, so that the package needs no reflection and holds only these services; and by
   * their names, because a table of classes would load all of them whenever a function starts.
   */
  private AwsClient make(ClientKey key) {
    String region = key.region();
    return switch (key.type().getSimpleName()) {
      case "ApplicationAutoScalingClient" -> build(ApplicationAutoScalingClient.builder(), region);
      case "AutoScalingClient" -> build(AutoScalingClient.builder(), region);
      case "BackupClient" -> build(BackupClient.builder(), region);
      case "CloudWatchClient" -> build(CloudWatchClient.builder(), region);
      case "DynamoDbClient" -> build(DynamoDbClient.builder(), region);
      case "Ec2Client" -> build(Ec2Client.builder(), region);
      case "EcrClient" -> build(EcrClient.builder(), region);
      case "EcsClient" -> build(EcsClient.builder(), region);
      case "ElasticLoadBalancingV2Client" -> build(ElasticLoadBalancingV2Client.builder(), region);
      case "EventBridgeClient" -> build(EventBridgeClient.builder(), region);
      case "GlobalAcceleratorClient" -> build(GlobalAcceleratorClient.builder(), region);
      case "LambdaClient" -> build(LambdaClient.builder(), region);
      case "RdsClient" -> build(RdsClient.builder(), region);
      case "SecretsManagerClient" -> build(SecretsManagerClient.builder(), region);
      case "ServiceQuotasClient" -> build(ServiceQuotasClient.builder(), region);
      case "SfnClient" -> build(SfnClient.builder(), region);
      case "SnsClient" -> build(SnsClient.builder(), region);
      case "SsmClient" -> build(SsmClient.builder(), region);
      default ->
          throw new IllegalArgumentException(
              "no recovery function uses " + key.type().getSimpleName());
    };
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public String variable(String name) {
    return System.getenv(name);
  }

  @Override
  public int get(String url, Duration timeout) throws WebUnreachable {
    HttpURLConnection connection = null;
    try {
      connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout((int) Math.min(timeout.toMillis(), CONNECT_TIMEOUT.toMillis()));
      connection.setReadTimeout((int) timeout.toMillis());
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      // The next request must look the name up again: it may lead to the other Region by then.
      connection.setRequestProperty("Connection", "close");
      return connection.getResponseCode();
    } catch (IOException e) {
      throw new WebUnreachable(e.getClass().getSimpleName() + ": " + e.getMessage());
    } finally {
      if (connection != null) {
        connection.disconnect();
      }
    }
  }

  @Override
  public DatabaseSession open(DatabaseAddress address, Duration timeout)
      throws DatabaseUnreachable {
    return JdbcSession.open(address, timeout);
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(
      B builder, String region) {
    int attempts = region.equals(variable("AWS_REGION")) ? ATTEMPTS : ATTEMPTS_ABROAD;
    return builder
        .region(Region.of(region))
        .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
        .httpClient(http)
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                .apiCallTimeout(CALL_TIMEOUT)
                .retryStrategy(
                    AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(attempts)
                        .build())
                .build())
        .build();
  }
}
