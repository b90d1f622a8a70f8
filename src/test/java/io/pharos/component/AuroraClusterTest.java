package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.test.PulumiTest;
import io.pharos.config.Engine;
import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuroraClusterTest {
  private static final String CLUSTER = "Cluster/database-aurora";
  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  @Test
  void primary_makesTheGlobalDatabaseAndItsFirstCluster() {
    deploy(Position.PRIMARY, aurora());

    assertThat(aws.inputs("GlobalCluster/database-aurora-global"))
        .containsEntry("globalClusterIdentifier", "shop-prod")
        .containsEntry("engine", "aurora-mysql")
        .containsEntry("storageEncrypted", true)
        .containsEntry("deletionProtection", true)
        .containsEntry("forceDestroy", false);
    assertThat(aws.inputs(CLUSTER))
        .containsEntry("clusterIdentifier", "shop-prod-primary-1")
        .containsEntry("masterUsername", "app")
        .containsEntry("databaseName", "shop")
        .containsEntry("dbClusterParameterGroupName", "shop-prod-primary-aurora-mysql8-0")
        .containsEntry("kmsKeyId", "arn:Key-encryption")
        .containsEntry("vpcSecurityGroupIds", List.of("SecurityGroup-network-database"));
    assertThat(aws.named("ClusterInstance"))
        .containsExactly("database-aurora-a", "database-aurora-b");
    assertThat(aws.named("Instance")).isEmpty();
  }

  @Test
  void secondary_joinsByNameAndHasNoCredentialsOfItsOwn() {
    deploy(Position.SECONDARY, aurora());

    assertThat(aws.named("GlobalCluster")).isEmpty();
    assertThat(aws.inputs(CLUSTER))
        .containsEntry("clusterIdentifier", "shop-prod-secondary-1")
        .containsEntry("globalClusterIdentifier", "shop-prod")
        .containsEntry("sourceRegion", "eu-west-1")
        .containsEntry("backupRetentionPeriod", 7.0)
        .doesNotContainKeys("masterUsername", "masterPassword", "databaseName");
    assertThat(aws.named("ClusterInstance")).containsExactly("database-aurora-a");
  }

  @Test
  void arguments_dependOnThePositionAndNeverOnTheRole() {
    for (Position position : Position.values()) {
      Map<String, Map<String, Object>> before = deployed(position, aurora());
      Map<String, Map<String, Object>> after =
          deployed(position, aurora().set("active", "secondary"));

      assertThat(after).as(position.word()).isEqualTo(before);
    }
  }

  private Map<String, Map<String, Object>> deployed(
      Position position, ExampleConfiguration configuration) {
    MockAws each = new MockAws();
    deploy(each, position, configuration);
    Map<String, Map<String, Object>> inputs =
        Stream.of("GlobalCluster", "Cluster", "ClusterInstance", "ClusterParameterGroup")
            .flatMap(type -> each.named(type).stream().map(name -> type + "/" + name))
            .collect(java.util.stream.Collectors.toMap(name -> name, each::inputs));
    PulumiTest.cleanup();
    return inputs;
  }

  @Test
  void options_ignoreWhatAFailoverOrAFenceChanges_andGuard() {
    deploy(Position.SECONDARY, aurora());

    CustomResourceOptions options = aws.options(CLUSTER);
    assertThat(options.getIgnoreChanges())
        .contains(
            "globalClusterIdentifier",
            "replicationSourceIdentifier",
            "vpcSecurityGroupIds",
            "masterPassword");
    assertThat(options.isProtect()).isTrue();
    assertThat(options.isRetainOnDelete()).isTrue();
  }

  @Test
  void withoutProtection_everythingCanBeTakenAway() {
    deploy(Position.PRIMARY, aurora().set("protection", "off"));

    assertThat(aws.inputs("GlobalCluster/database-aurora-global"))
        .containsEntry("forceDestroy", true)
        .containsEntry("deletionProtection", false);
    assertThat(aws.inputs(CLUSTER))
        .containsEntry("skipFinalSnapshot", true)
        .containsEntry("deletionProtection", false);
  }

  @Test
  void localParameters_nameTheClusterAndBothItsEndpoints() {
    deploy(Position.SECONDARY, ExampleConfiguration.aurora(Engine.AURORA_POSTGRESQL));

    assertThat(aws.inputs("Parameter/database-identifier"))
        .containsEntry("value", "shop-prod-secondary-1");
    assertThat(aws.named("Parameter"))
        .containsAll(Set.of("database-endpoint", "database-reader-endpoint"));
    assertThat(aws.inputs("Parameter/database-specification").get("value"))
        .isEqualTo("{\"vpcSecurityGroupIds\":[\"SecurityGroup-network-database\"]}");
  }

  private static ExampleConfiguration aurora() {
    return ExampleConfiguration.aurora(Engine.AURORA_MYSQL);
  }

  private void deploy(Position position, ExampleConfiguration configuration) {
    deploy(aws, position, configuration);
  }

  private static void deploy(MockAws aws, Position position, ExampleConfiguration configuration) {
    Site site = new Site(configuration.read(), position);
    aws.run((context, options) -> new Region(site, options).database());
  }
}
