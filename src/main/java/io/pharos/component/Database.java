package io.pharos.component;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.pulumi.aws.rds.Instance;
import com.pulumi.aws.rds.InstanceArgs;
import com.pulumi.aws.rds.InstanceAutomatedBackupsReplication;
import com.pulumi.aws.rds.InstanceAutomatedBackupsReplicationArgs;
import com.pulumi.aws.rds.ParameterGroup;
import com.pulumi.aws.rds.ParameterGroupArgs;
import com.pulumi.aws.rds.SubnetGroup;
import com.pulumi.aws.rds.SubnetGroupArgs;
import com.pulumi.aws.rds.inputs.ParameterGroupParameterArgs;
import com.pulumi.aws.ssm.Parameter;
import com.pulumi.aws.ssm.ParameterArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import io.pharos.config.DatabaseSettings;
import io.pharos.config.Generations;
import io.pharos.config.Json;
import io.pharos.config.Role;
import io.pharos.config.Site;
import io.pharos.recovery.contract.LocalParameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The Region's database: the writer where the Region is active, a replica of the writer where it
 * stands by. It comes in generations, because a writer never becomes a replica again: no change of
 * settings or of roles replaces or deletes one while protection is on.
 */
public final class Database extends PharosComponent {
  /**
   * What the provider would answer with a replacement, or what the runtime changes: a promotion
   * clears the source, a fence swaps the groups, and the rest cannot be changed without a new
   * database.
   */
  static final List<String> IGNORED =
      List.of(
          "replicateSourceDb",
          "username",
          "dbName",
          "password",
          "kmsKeyId",
          "snapshotIdentifier",
          "restoreToPointInTime",
          "availabilityZone",
          "vpcSecurityGroupIds");

  private final String name;
  private final Site site;
  private final DatabaseSettings settings;
  private final DatabaseArgs args;
  private final Optional<ParameterGroup> group;
  private final SubnetGroup subnetGroup;
  private final Optional<Instance> current;
  private final Optional<AuroraCluster> cluster;
  private final Parameter endpointParameter;

  public Database(String name, DatabaseArgs args, ComponentResourceOptions options) {
    super("Database", name, options);
    this.name = name;
    this.site = args.site();
    this.settings = site.settings().database();
    this.args = args;
    this.group = settings.engine().aurora() ? Optional.empty() : Optional.of(parameterGroup());
    this.subnetGroup =
        new SubnetGroup(
            name,
            SubnetGroupArgs.builder()
                .name(site.names().databaseSubnetGroup(site.position()))
                .description("Isolated subnets")
                .subnetIds(args.network().isolatedSubnetIds())
                .build(),
            child());
    this.current = group.flatMap(this::instances);
    this.cluster = group.isPresent() ? Optional.empty() : Optional.of(aurora());
    this.endpointParameter = local(LocalParameter.DATABASE_ENDPOINT, endpoint());
    local(LocalParameter.DATABASE_IDENTIFIER, identifier());
    group.ifPresent(
        parameters ->
            specification(DatabaseSpecification.of(site, inBothRoles(parameters).build())));
    cluster.ifPresent(
        aurora -> {
          local(LocalParameter.DATABASE_READER_ENDPOINT, aurora.readerEndpoint());
          specification(DatabaseSpecification.ofCluster(aurora.securityGroupIds()));
        });
    if (site.restores()) {
      local(LocalParameter.RECOVERY_POINT, Output.of("{}"));
      args.sourceArn().filter(arn -> site.replicatesBackups()).ifPresent(this::backups);
    }
    registerOutputs(outputs());
  }

  private Optional<Instance> instances(ParameterGroup parameterGroup) {
    Generations generations = site.generations();
    generations.retired().forEach(generation -> retired(generation, parameterGroup));
    return generations.any() ? Optional.of(current(generations, parameterGroup)) : none();
  }

  private AuroraCluster aurora() {
    return new AuroraCluster(
        name + "-aurora", args, subnetGroup.name(), childComponentOptions().build());
  }

  private Map<String, Output<?>> outputs() {
    Map<String, Output<?>> outputs =
        new TreeMap<>(Map.of("identifier", identifier(), "endpoint", endpoint()));
    cluster.ifPresent(aurora -> outputs.put("arn", aurora.arn()));
    current.ifPresent(
        instance -> {
          outputs.put("arn", instance.arn());
          outputs.put("address", instance.address());
          outputs.put("resourceId", instance.resourceId());
        });
    return outputs;
  }

  /** Where the Region has no database, what stands in the place of its identifier. */
  public Output<String> identifier() {
    return current
        .map(Instance::identifier)
        .or(() -> cluster.map(AuroraCluster::identifier))
        .orElseGet(() -> Output.of(site.names().noDatabase(site.position())));
  }

  /** Empty where the Region has no database. */
  public Optional<Output<String>> arn() {
    return current.map(Instance::arn).or(() -> cluster.map(AuroraCluster::arn));
  }

  /** {@code host:port}; a name that leads nowhere where the Region has no database. */
  public Output<String> endpoint() {
    return current
        .map(Instance::endpoint)
        .or(() -> cluster.map(AuroraCluster::endpoint))
        .orElseGet(() -> Output.of(site.names().noEndpoint(site.position())));
  }

  /** Only a standby can do without: it has what it can be restored from. */
  private Optional<Instance> none() {
    if (site.role() == Role.ACTIVE) {
      throw new IllegalArgumentException(
          "The "
              + site.position().word()
              + " Region is active and has no database: with strategy backup-restore a deployment"
              + " begins with pharos:active: primary, and `pharos reconcile` writes"
              + " pharos:generations");
    }
    return Optional.empty();
  }

  /**
   * The active Region's automated backups, replicated here with this Region's key. It is this
   * Region's resource: nothing of the other one is asked to restore from it.
   */
  private void backups(Output<String> sourceArn) {
    new InstanceAutomatedBackupsReplication(
        name + "-backups",
        InstanceAutomatedBackupsReplicationArgs.builder()
            .sourceDbInstanceArn(sourceArn)
            .kmsKeyId(args.encryption().keyArn())
            .retentionPeriod(settings.backupRetentionDays())
            .build(),
        childOptions().retainOnDelete(site.isProtected()).build());
  }

  /** The group of isolated subnets that the Region's databases are in. */
  Output<String> subnetGroupName() {
    return subnetGroup.name();
  }

  /** The parameters that the Region's instances have. */
  Output<String> parameterGroupName() {
    return group.orElseThrow(Database::clusters).name();
  }

  /** What an instance reads while it starts. */
  List<Resource> readAtBoot() {
    return List.of(endpointParameter);
  }

  private ParameterGroup parameterGroup() {
    String family = settings.family();
    return new ParameterGroup(
        name,
        ParameterGroupArgs.builder()
            .name(site.names().databaseParameterGroup(site.position(), family))
            .family(family)
            .description("Equal in both Regions")
            .parameters(tlsAndSlowQueries())
            .build(),
        child());
  }

  private List<ParameterGroupParameterArgs> tlsAndSlowQueries() {
    return switch (settings.engine()) {
      case MYSQL ->
          List.of(
              parameter("require_secure_transport", "1"),
              parameter("slow_query_log", "1"),
              parameter("log_output", "FILE"));
      case POSTGRES ->
          List.of(
              parameter("rds.force_ssl", "1"),
              // Milliseconds, above which a statement is slow.
              parameter("log_min_duration_statement", "1000"));
      case AURORA_MYSQL, AURORA_POSTGRESQL -> throw clusters();
    };
  }

  private List<String> logs() {
    return switch (settings.engine()) {
      case MYSQL -> List.of("error", "slowquery");
      case POSTGRES -> List.of("postgresql", "upgrade");
      case AURORA_MYSQL, AURORA_POSTGRESQL -> throw clusters();
    };
  }

  private static ParameterGroupParameterArgs parameter(String parameter, String value) {
    return ParameterGroupParameterArgs.builder()
        .name(parameter)
        .value(value)
        .applyMethod("immediate")
        .build();
  }

  private static IllegalStateException clusters() {
    return new IllegalStateException("Aurora has clusters, and no instances of its own");
  }

  private Instance current(Generations generations, ParameterGroup parameterGroup) {
    InstanceArgs.Builder instance = inBothRoles(parameterGroup);
    switch (site.role()) {
      case ACTIVE -> writer(instance);
      // Neither Multi-AZ nor backups: a running backup would block the promotion.
      // What a standby has that is restored from backups is a former writer, and stays as it is.
      case STANDBY ->
          args.sourceArn().filter(arn -> !site.restores()).ifPresent(instance::replicateSourceDb);
    }
    CustomResourceOptions.Builder options =
        childOptions()
            .ignoreChanges(IGNORED)
            .protect(site.isProtected())
            .retainOnDelete(site.isProtected());
    generations.adopt().ifPresent(options::importId);
    return new Instance(logicalName(generations.current()), instance.build(), options.build());
  }

  private InstanceArgs.Builder inBothRoles(ParameterGroup parameterGroup) {
    String identifier = site.databaseIdentifier();
    InstanceArgs.Builder instance =
        InstanceArgs.builder()
            .identifier(identifier)
            .instanceClass(settings.instanceClass())
            .storageType("gp3")
            .storageEncrypted(true)
            .kmsKeyId(args.encryption().keyArn())
            .dbSubnetGroupName(subnetGroup.name())
            .parameterGroupName(parameterGroup.name())
            .vpcSecurityGroupIds(
                args.network().databaseSecurityGroupId().applyValue(id -> List.of(id)))
            .publiclyAccessible(false)
            .maintenanceWindow(settings.maintenanceWindow())
            // Versions move in both Regions together, by configuration, or the twins drift.
            .autoMinorVersionUpgrade(false)
            .performanceInsightsEnabled(false)
            .enabledCloudwatchLogsExports(logs())
            .copyTagsToSnapshot(true)
            .applyImmediately(true)
            .deletionProtection(site.isProtected())
            .skipFinalSnapshot(!site.isProtected())
            .deleteAutomatedBackups(!site.isProtected());
    if (site.isProtected()) {
      instance.finalSnapshotIdentifier(identifier + "-final");
    }
    return instance;
  }

  private void writer(InstanceArgs.Builder instance) {
    Output<String> credentials = args.configuration().databaseCredentials();
    instance
        .engine(settings.engine().word())
        .engineVersion(settings.engineVersion())
        .allocatedStorage(settings.allocatedStorageGib())
        .dbName(settings.name())
        .username(DatabaseSettings.USERNAME)
        .password(credentials.applyValue(Database::password))
        .multiAz(settings.multiAz())
        .backupRetentionPeriod(settings.backupRetentionDays())
        .backupWindow(settings.backupWindow());
  }

  /**
   * A former writer: kept as it is until it is retired for good. None of what is said here changes
   * it; but what it is said to use outlives it.
   */
  private void retired(int generation, ParameterGroup parameterGroup) {
    new Instance(
        logicalName(generation),
        InstanceArgs.builder()
            .identifier(site.names().database(site.position(), generation))
            .instanceClass(settings.instanceClass())
            .storageEncrypted(true)
            .dbSubnetGroupName(subnetGroup.name())
            .parameterGroupName(parameterGroup.name())
            .vpcSecurityGroupIds(
                Output.all(
                    args.network().databaseSecurityGroupId(),
                    args.network().quarantineSecurityGroupId()))
            .skipFinalSnapshot(!site.isProtected())
            .build(),
        childOptions()
            .ignoreChanges("*")
            .protect(site.isProtected())
            .retainOnDelete(site.isProtected())
            .build());
  }

  private String logicalName(int generation) {
    return name + "-" + generation;
  }

  private Parameter local(String key, Output<String> value) {
    return new Parameter(
        // The key starts with the component's name already.
        key,
        ParameterArgs.builder()
            .name(site.names().localParameter(key))
            .type("String")
            .value(value)
            .build(),
        childOptions().ignoreChanges("value").build());
  }

  /** Pulumi's to say: it follows every change of the program. */
  private void specification(Output<String> json) {
    new Parameter(
        LocalParameter.DATABASE_SPECIFICATION,
        ParameterArgs.builder()
            .name(site.names().localParameter(LocalParameter.DATABASE_SPECIFICATION))
            .description("What the next database generation of this Region is made from")
            .type("String")
            .value(json)
            .build(),
        child());
  }

  static String password(String credentials) {
    try {
      return Json.MAPPER.readTree(credentials).required("password").asText();
    } catch (JsonProcessingException e) {
      // The cause would quote the secret.
      throw new IllegalArgumentException("the database's credentials are no JSON object");
    }
  }
}
