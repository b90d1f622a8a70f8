package software.amazon.awssdk.regions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Field;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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

/** Against the SDK's own tables, from its own jars. */
final class GeneratedProvidersTest {

  @Test
  void serviceMetadata_isWhatTheSdkHasForEveryService() throws Exception {
    Map<?, ?> known = table("GeneratedServiceMetadataProvider");

    assertThat(known).hasSizeGreaterThan(300);
    known.forEach(
        (prefix, metadata) ->
            assertThat(new GeneratedServiceMetadataProvider().serviceMetadata((String) prefix))
                .as("%s", prefix)
                .extracting(made -> made.getClass().getName())
                .isEqualTo(metadata.getClass().getName()));
  }

  @Test
  void regionMetadata_isWhatTheSdkHasForEveryRegion() throws Exception {
    Map<?, ?> known = table("GeneratedRegionMetadataProvider");

    assertThat(known).hasSizeGreaterThan(50);
    known.forEach(
        (region, metadata) ->
            assertThat(
                    new GeneratedRegionMetadataProvider()
                        .regionMetadata(Region.of(region.toString())))
                .as("%s", region)
                .extracting(made -> made.getClass().getName())
                .isEqualTo(metadata.getClass().getName()));
  }

  @Test
  void whatTheSdkDoesNotKnow_isNothing() {
    assertThat(new GeneratedServiceMetadataProvider().serviceMetadata("no-such-service")).isNull();
    assertThat(new GeneratedRegionMetadataProvider().regionMetadata(Region.of("mars-north-1")))
        .isNull();
  }

  /** Every service that a function calls: the package has what the SDK knows of none. */
  static Stream<String> called() {
    return Stream.of(
        ApplicationAutoScalingClient.SERVICE_METADATA_ID,
        AutoScalingClient.SERVICE_METADATA_ID,
        BackupClient.SERVICE_METADATA_ID,
        CloudWatchClient.SERVICE_METADATA_ID,
        DynamoDbClient.SERVICE_METADATA_ID,
        Ec2Client.SERVICE_METADATA_ID,
        EcrClient.SERVICE_METADATA_ID,
        EcsClient.SERVICE_METADATA_ID,
        ElasticLoadBalancingV2Client.SERVICE_METADATA_ID,
        EventBridgeClient.SERVICE_METADATA_ID,
        GlobalAcceleratorClient.SERVICE_METADATA_ID,
        LambdaClient.SERVICE_METADATA_ID,
        RdsClient.SERVICE_METADATA_ID,
        SecretsManagerClient.SERVICE_METADATA_ID,
        ServiceQuotasClient.SERVICE_METADATA_ID,
        SfnClient.SERVICE_METADATA_ID,
        SnsClient.SERVICE_METADATA_ID,
        SsmClient.SERVICE_METADATA_ID);
  }

  @ParameterizedTest
  @MethodSource("called")
  void thePartitionsRule_saysTheSameOfWhatFunctionsCall(String service) {
    ServiceMetadata known = new GeneratedServiceMetadataProvider().serviceMetadata(service);
    ServiceMetadata rule = new DefaultServiceMetadata(service);

    assertThat(known).as(service).isNotNull();
    assertThat(known.regions()).isNotEmpty();
    known.regions().stream()
        .filter(region -> !region.isGlobalRegion() && !region.id().contains("fips"))
        .forEach(
            region -> {
              assertThat(rule.signingRegion(region)).isEqualTo(known.signingRegion(region));
              assertThat(rule.endpointFor(region)).isEqualTo(known.endpointFor(region));
            });
  }

  /** What the class of this name has in the SDK's jar. */
  private static Map<?, ?> table(String name) throws Exception {
    URL[] jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(path -> path.endsWith(".jar"))
            .map(path -> url(Path.of(path)))
            .toArray(URL[]::new);
    try (URLClassLoader sdk = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = Class.forName("software.amazon.awssdk.regions." + name, true, sdk);
      for (Field field : type.getDeclaredFields()) {
        if (Map.class.isAssignableFrom(field.getType())) {
          field.setAccessible(true);
          return (Map<?, ?>) field.get(null);
        }
      }
      throw new AssertionError(name + " of the SDK has no table");
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
