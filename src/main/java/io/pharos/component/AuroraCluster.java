package io.pharos.component;

import com.pulumi.aws.rds.Cluster;
import com.pulumi.aws.rds.ClusterArgs;
import com.pulumi.aws.rds.ClusterInstance;
import com.pulumi.aws.rds.ClusterInstanceArgs;
import com.pulumi.aws.rds.ClusterParameterGroup;
import com.pulumi.aws.rds.ClusterParameterGroupArgs;
import com.pulumi.aws.rds.GlobalCluster;
import com.pulumi.aws.rds.GlobalClusterArgs;
import com.pulumi.aws.rds.inputs.ClusterParameterGroupParameterArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import io.pharos.config.DatabaseSettings;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The Region's cluster of an Aurora Global Database. What it is made of depends on the position and
 * never on the role, which the global database keeps itself: so no failover and no failback shows
 * in a preview.
 */
final class AuroraCluster extends PharosComponent {
  /** What Aurora or a fence changes, or what cannot be changed without a new cluster. */
  static final List<String> IGNORED =
      List.of(
          "globalClusterIdentifier",
          "replicationSourceIdentifier",
          "availabilityZones",
          "databaseName",
          "kmsKeyId",
          "masterPassword",
          "masterUsername",
          "snapshotIdentifier",
          "vpcSecurityGroupIds");

  private final Site site;
  private final DatabaseSettings settings;
  private final DatabaseArgs args;
  private final Cluster cluster;
  private final Output<List<String>> securityGroupIds;

  AuroraCluster(
      String name,
      DatabaseArgs args,
      Output<String> subnetGroupName,
      ComponentResourceOptions options) {
    super("AuroraCluster", name, options);
    this.site = args.site();
    this.settings = site.settings().database();
    this.args = args;
    this.securityGroupIds = args.network().databaseSecurityGroupId().applyValue(id -> List.of(id));
    ClusterArgs.Builder inputs = inBothPositions(subnetGroupName, parameterGroup(name).name());
    switch (site.position()) {
      case PRIMARY -> first(inputs, global(name));
      // Its writer has the credentials and the database; its name is known without asking.
      // Encrypted
      // storage is not replicated before the provider has signed for it in the other Region.
      case SECONDARY ->
          inputs
              .globalClusterIdentifier(site.names().globalDatabase())
              .sourceRegion(site.peerRegion());
    }
    this.cluster = new Cluster(name, inputs.build(), guarded().ignoreChanges(IGNORED).build());
    for (String letter : instances()) {
      instance(name, letter, subnetGroupName);
    }
    registerOutputs(Map.of("arn", cluster.arn()));
  }

  /** A second one where several zones are asked for, in the primary Region: it costs as much. */
  private List<String> instances() {
    return settings.multiAz() && site.position() == Position.PRIMARY
        ? List.of("a", "b")
        : List.of("a");
  }

  Output<String> identifier() {
    return cluster.clusterIdentifier();
  }

  Output<String> arn() {
    return cluster.arn();
  }

  /** {@code host:port} for writes: it leads nowhere while the cluster takes none. */
  Output<String> endpoint() {
    return withPort(cluster.endpoint());
  }

  /** {@code host:port} for reads, whatever the cluster's role. */
  Output<String> readerEndpoint() {
    return withPort(cluster.readerEndpoint());
  }

  /** Those that it is in while no fence keeps it from its application. */
  Output<List<String>> securityGroupIds() {
    return securityGroupIds;
  }

  private Output<String> withPort(Output<String> host) {
    return host.applyValue(name -> name + ":" + settings.port());
  }

  private CustomResourceOptions.Builder guarded() {
    return childOptions().protect(site.isProtected()).retainOnDelete(site.isProtected());
  }

  private GlobalCluster global(String name) {
    return new GlobalCluster(
        name + "-global",
        GlobalClusterArgs.builder()
            .globalClusterIdentifier(site.names().globalDatabase())
            .engine(settings.engine().word())
            .engineVersion(settings.engineVersion())
            .storageEncrypted(true)
            .deletionProtection(site.isProtected())
            // After a failover the other stack's cluster is its writer still when this one goes.
            .forceDestroy(!site.isProtected())
            .build(),
        guarded().build());
  }

  private void first(ClusterArgs.Builder inputs, GlobalCluster global) {
    Output<String> credentials = args.configuration().databaseCredentials();
    inputs
        .globalClusterIdentifier(global.id())
        .databaseName(settings.name())
        .masterUsername(DatabaseSettings.USERNAME)
        .masterPassword(credentials.applyValue(Database::password));
  }

  private ClusterArgs.Builder inBothPositions(
      Output<String> subnetGroupName, Output<String> parameterGroupName) {
    String identifier = site.databaseIdentifier();
    ClusterArgs.Builder inputs =
        ClusterArgs.builder()
            .clusterIdentifier(identifier)
            .engine(settings.engine().word())
            .engineVersion(settings.engineVersion())
            .storageEncrypted(true)
            .kmsKeyId(args.encryption().keyArn())
            .dbSubnetGroupName(subnetGroupName)
            .dbClusterParameterGroupName(parameterGroupName)
            .vpcSecurityGroupIds(securityGroupIds)
            .port(settings.port())
            .backupRetentionPeriod(settings.backupRetentionDays())
            .preferredBackupWindow(settings.backupWindow())
            .preferredMaintenanceWindow(settings.maintenanceWindow())
            .enabledCloudwatchLogsExports(logs())
            .copyTagsToSnapshot(true)
            .applyImmediately(true)
            .deletionProtection(site.isProtected())
            .skipFinalSnapshot(!site.isProtected())
            .deleteAutomatedBackups(!site.isProtected());
    if (site.isProtected()) {
      inputs.finalSnapshotIdentifier(identifier + "-final");
    }
    return inputs;
  }

  private void instance(String name, String letter, Output<String> subnetGroupName) {
    new ClusterInstance(
        name + "-" + letter,
        ClusterInstanceArgs.builder()
            .identifier(site.databaseIdentifier() + "-" + letter)
            .clusterIdentifier(cluster.id())
            .engine(settings.engine().word())
            .engineVersion(settings.engineVersion())
            .instanceClass(settings.instanceClass())
            .dbSubnetGroupName(subnetGroupName)
            .publiclyAccessible(false)
            // Versions move in both Regions together, by configuration, or the twins drift.
            .autoMinorVersionUpgrade(false)
            .preferredMaintenanceWindow(settings.maintenanceWindow())
            .performanceInsightsEnabled(false)
            .copyTagsToSnapshot(true)
            .applyImmediately(true)
            .build(),
        guarded().build());
  }

  private ClusterParameterGroup parameterGroup(String name) {
    String family = settings.family();
    return new ClusterParameterGroup(
        name,
        ClusterParameterGroupArgs.builder()
            .name(site.names().databaseParameterGroup(site.position(), family))
            .family(family)
            .description("Equal in both Regions")
            .parameters(tlsAndSlowQueries())
            .build(),
        child());
  }

  private List<ClusterParameterGroupParameterArgs> tlsAndSlowQueries() {
    List<ClusterParameterGroupParameterArgs> parameters = new ArrayList<>();
    switch (settings.engine()) {
      case AURORA_MYSQL -> {
        parameters.add(parameter("require_secure_transport", "ON"));
        parameters.add(parameter("slow_query_log", "1"));
        parameters.add(parameter("log_output", "FILE"));
      }
      case AURORA_POSTGRESQL -> {
        parameters.add(parameter("rds.force_ssl", "1"));
        // Milliseconds, above which a statement is slow.
        parameters.add(parameter("log_min_duration_statement", "1000"));
      }
      case MYSQL, POSTGRES -> throw instances(settings);
    }
    return parameters;
  }

  private static ClusterParameterGroupParameterArgs parameter(String parameter, String value) {
    return ClusterParameterGroupParameterArgs.builder()
        .name(parameter)
        .value(value)
        .applyMethod("immediate")
        .build();
  }

  private List<String> logs() {
    return switch (settings.engine()) {
      case AURORA_MYSQL -> List.of("error", "slowquery");
      case AURORA_POSTGRESQL -> List.of("postgresql");
      case MYSQL, POSTGRES -> throw instances(settings);
    };
  }

  private static IllegalStateException instances(DatabaseSettings settings) {
    return new IllegalStateException(settings.engine().word() + " has no clusters");
  }
}
