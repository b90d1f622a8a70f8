package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service.ClientFactory;
import io.pharos.sandbox.core.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;

/** The parts of RDS in one world, put together. */
public final class DatabaseFleet {
  private final World world;
  private final Databases databases;
  private final Replication replication;
  private final Promotion promotion;
  private final Deletion deletion;
  private final Snapshots snapshots;
  private final SnapshotContents contents;
  private final AutomatedBackups backups;
  private final InstanceBehavior instances;
  private final RestoredInstances restored;
  private final Clusters clusters;
  private final GlobalReplication globalReplication;
  private final GlobalDatabase globalDatabase;
  private final Front front;
  private final TreeMap<String, PendingModifiedValues> pending = new TreeMap<>();

  /**
   * @param network decides which packets reach a database
   */
  public DatabaseFleet(World world, Reachability network) {
    this.world = world;
    this.databases = new Databases(world);
    this.replication = new Replication(world, databases);
    this.promotion = new Promotion(world, databases);
    this.snapshots = new Snapshots(world, databases);
    this.contents = new SnapshotContents(databases);
    this.backups = new AutomatedBackups(world, databases);
    this.deletion = new Deletion(world, databases, promotion, snapshots);
    this.instances = new InstanceBehavior(world, databases, replication, promotion, deletion);
    this.restored = new RestoredInstances(world, databases, instances);
    this.clusters = new Clusters(world);
    this.globalReplication = new GlobalReplication(world, databases, clusters);
    this.globalDatabase = new GlobalDatabase(world, databases, clusters);
    this.front = new Front(world, databases, replication, clusters, globalReplication, network);
  }

  public Map<String, Behavior> behaviors() {
    return Map.of(
        Databases.INSTANCE,
        instances,
        Databases.SUBNET_GROUP,
        new SubnetGroupBehavior(world, databases),
        Databases.PARAMETER_GROUP,
        ParameterGroupBehavior.ofInstances(world),
        BackupReplicationBehavior.TYPE,
        new BackupReplicationBehavior(backups),
        Clusters.GLOBAL,
        new GlobalClusterBehavior(world, clusters, globalDatabase),
        Clusters.CLUSTER,
        new ClusterBehavior(world, databases, clusters, globalDatabase, globalReplication),
        Clusters.INSTANCE,
        new ClusterInstanceBehavior(world, clusters),
        Clusters.PARAMETER_GROUP,
        ParameterGroupBehavior.ofClusters(world));
  }

  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(
        RdsClient.class,
        (region, caller) ->
            new RdsApi(
                world,
                databases,
                new RdsApi.Work(
                    promotion,
                    new ReadReplicas(world, databases, replication, instances),
                    deletion,
                    snapshots,
                    backups,
                    new PointInTimeRestore(world, databases, backups, restored),
                    contents,
                    snapshotRestore(),
                    new Description(databases, replication, pending)),
                pending,
                new ClusterApi.Parts(world, databases, clusters, globalDatabase),
                region));
  }

  public BackupSnapshots backupSnapshots() {
    return new BackupSnapshots(world, snapshots, contents, snapshotRestore(), deletion);
  }

  private SnapshotRestore snapshotRestore() {
    return new SnapshotRestore(world, snapshots, contents, restored);
  }

  /** How many instances there are in a Region, of clusters too. */
  public int instances(String region) {
    return Stream.of(Databases.INSTANCE, Clusters.INSTANCE)
        .mapToInt(type -> world.account().list(type, region).size())
        .sum();
  }

  public Front front() {
    return front;
  }

  /** The rows that a cluster had before it was made anew; empty when it never was. */
  public List<Row> rowsBefore(String region, String identifier) {
    return clusters
        .named(region, identifier)
        .map(cluster -> databases.of(cluster).former())
        .orElse(List.of());
  }

  /** When the move was asked for that made a cluster the writer, or is to make it so. */
  public Optional<Instant> moveAsked(String region, String identifier) {
    return clusters.named(region, identifier).flatMap(globalDatabase::asked);
  }

  /** Every row of an instance, in the order in which they were committed. */
  public List<Row> rows(String region, String identifier) {
    return databases
        .byIdentifier(region, identifier)
        .or(() -> clusters.named(region, identifier))
        .map(instance -> databases.of(instance).rows())
        .orElse(List.of());
  }
}
