package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterEndpoint;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterEndpointsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterEndpointsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersResponse;
import software.amazon.awssdk.services.rds.model.DescribeGlobalClustersRequest;
import software.amazon.awssdk.services.rds.model.DescribeGlobalClustersResponse;
import software.amazon.awssdk.services.rds.model.FailoverGlobalClusterRequest;
import software.amazon.awssdk.services.rds.model.FailoverGlobalClusterResponse;
import software.amazon.awssdk.services.rds.model.GlobalCluster;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterResponse;
import software.amazon.awssdk.services.rds.model.RemoveFromGlobalClusterRequest;
import software.amazon.awssdk.services.rds.model.RemoveFromGlobalClusterResponse;
import software.amazon.awssdk.services.rds.model.SwitchoverGlobalClusterRequest;
import software.amazon.awssdk.services.rds.model.SwitchoverGlobalClusterResponse;

/**
 * The part of a Region's RDS API that is about clusters. A global cluster is described, and moved,
 * through any Region that has a member of it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_FailoverGlobalCluster.html">FailoverGlobalCluster</a>
 */
abstract class ClusterApi implements RdsClient {
  /** What the API works with. */
  record Parts(
      World world, Databases databases, Clusters clusters, GlobalDatabase globalDatabase) {}

  private final Parts parts;
  private final Clusters clusters;
  private final ClusterDescription description;
  private final String region;

  ClusterApi(Parts parts, String region) {
    this.parts = parts;
    this.clusters = parts.clusters();
    this.description = new ClusterDescription(clusters);
    this.region = region;
  }

  /** The instance of a cluster in this Region that is called so. */
  Optional<Resource> clusterInstance(String identifier) {
    return identifier == null
        ? Optional.empty()
        : parts
            .world()
            .account()
            .find(Clusters.INSTANCE, region, identifier.toLowerCase(Locale.ROOT));
  }

  @Override
  public DescribeDbClustersResponse describeDBClusters(DescribeDbClustersRequest request) {
    if (!request.filters().isEmpty()) {
      throw RdsRefusal.value("Unrecognized filter name: " + request.filters().get(0).name());
    }
    List<DBCluster> found =
        (request.dbClusterIdentifier() == null
                ? parts.world().account().list(Clusters.CLUSTER, region)
                : List.of(cluster(request.dbClusterIdentifier())))
            .stream().map(description::of).toList();
    return DescribeDbClustersResponse.builder().dbClusters(found).build();
  }

  @Override
  public DescribeGlobalClustersResponse describeGlobalClusters(
      DescribeGlobalClustersRequest request) {
    if (!request.filters().isEmpty()) {
      throw RdsRefusal.value("Unrecognized filter name: " + request.filters().get(0).name());
    }
    List<GlobalCluster> found =
        (request.globalClusterIdentifier() == null
                ? parts.world().account().list(Clusters.GLOBAL)
                : List.of(global(request.globalClusterIdentifier())))
            .stream().map(description::global).toList();
    return DescribeGlobalClustersResponse.builder().globalClusters(found).build();
  }

  @Override
  public DescribeDbClusterEndpointsResponse describeDBClusterEndpoints(
      DescribeDbClusterEndpointsRequest request) {
    Resource cluster = cluster(request.dbClusterIdentifier());
    boolean writer = clusters.writer(cluster);
    return DescribeDbClusterEndpointsResponse.builder()
        .dbClusterEndpoints(
            endpoint(cluster, "WRITER", cluster.string("endpoint"), writer),
            endpoint(cluster, "READER", cluster.string("readerEndpoint"), true))
        .build();
  }

  private static DBClusterEndpoint endpoint(
      Resource cluster, String type, String address, boolean active) {
    return DBClusterEndpoint.builder()
        .dbClusterIdentifier(cluster.id())
        .endpointType(type)
        .endpoint(address)
        .status(active ? "available" : "inactive")
        .build();
  }

  @Override
  public DescribeDbClusterSnapshotsResponse describeDBClusterSnapshots(
      DescribeDbClusterSnapshotsRequest request) {
    String of = request.dbClusterIdentifier();
    return DescribeDbClusterSnapshotsResponse.builder()
        .dbClusterSnapshots(
            parts.world().account().list(Clusters.SNAPSHOT, region).stream()
                .filter(snapshot -> of == null || snapshot.string("dbClusterIdentifier").equals(of))
                .map(ClusterApi::describe)
                .toList())
        .build();
  }

  private static DBClusterSnapshot describe(Resource snapshot) {
    return DBClusterSnapshot.builder()
        .dbClusterSnapshotIdentifier(snapshot.id())
        .dbClusterSnapshotArn(snapshot.string("dbClusterSnapshotArn"))
        .dbClusterIdentifier(snapshot.string("dbClusterIdentifier"))
        .engine(snapshot.string("engine"))
        .status(snapshot.string("status"))
        .snapshotType("automated")
        .snapshotCreateTime(Instant.parse(snapshot.string("created")))
        .build();
  }

  /** What is not known here is refused, not forgotten. */
  @Override
  public ModifyDbClusterResponse modifyDBCluster(ModifyDbClusterRequest request) {
    Resource cluster = cluster(request.dbClusterIdentifier());
    boolean other =
        request.masterUserPassword() != null
            || request.engineVersion() != null
            || request.newDBClusterIdentifier() != null;
    if (other) {
      throw RdsRefusal.value("The sandbox changes a cluster's security groups and nothing else");
    }
    if (!cluster.string("status").equals("available")) {
      throw ClusterRefusal.state("DB cluster is not in available state.");
    }
    if (request.hasVpcSecurityGroupIds()) {
      Resource wanted =
          new Resource(cluster.type(), cluster.region(), cluster.name(), cluster.attributes());
      wanted.set("vpcSecurityGroupIds", request.vpcSecurityGroupIds());
      new ClusterRules(parts.world(), parts.databases(), clusters).checkAll(wanted);
      cluster.set("vpcSecurityGroupIds", request.vpcSecurityGroupIds());
    }
    return ModifyDbClusterResponse.builder().dbCluster(description.of(cluster)).build();
  }

  @Override
  public SwitchoverGlobalClusterResponse switchoverGlobalCluster(
      SwitchoverGlobalClusterRequest request) {
    Resource global = global(request.globalClusterIdentifier());
    parts.globalDatabase().switchOver(global, cluster(request.targetDbClusterIdentifier()));
    return SwitchoverGlobalClusterResponse.builder()
        .globalCluster(description.global(global))
        .build();
  }

  @Override
  public FailoverGlobalClusterResponse failoverGlobalCluster(FailoverGlobalClusterRequest request) {
    Resource global = global(request.globalClusterIdentifier());
    Resource target = cluster(request.targetDbClusterIdentifier());
    boolean loss = Boolean.TRUE.equals(request.allowDataLoss());
    if (loss && request.switchover() != null) {
      throw RdsRefusal.combination("AllowDataLoss and Switchover can't be specified together");
    }
    if (loss) {
      parts.globalDatabase().failOver(global, target);
    } else {
      parts.globalDatabase().switchOver(global, target);
    }
    return FailoverGlobalClusterResponse.builder()
        .globalCluster(description.global(global))
        .build();
  }

  @Override
  public RemoveFromGlobalClusterResponse removeFromGlobalCluster(
      RemoveFromGlobalClusterRequest request) {
    Resource global = global(request.globalClusterIdentifier());
    Resource cluster = cluster(request.dbClusterIdentifier());
    if (clusters.globalOf(cluster).filter(global::equals).isEmpty()) {
      throw RdsRefusal.value(
          cluster.string("arn") + " is not found in global cluster " + global.id());
    }
    parts.globalDatabase().remove(global, cluster);
    return RemoveFromGlobalClusterResponse.builder()
        .globalCluster(description.global(global))
        .build();
  }

  private Resource cluster(String identifierOrArn) {
    if (identifierOrArn == null) {
      throw RdsRefusal.of("MissingParameter", "The request must contain DBClusterIdentifier.");
    }
    return clusters
        .named(region, identifierOrArn)
        .orElseThrow(() -> ClusterRefusal.noCluster(identifierOrArn));
  }

  private Resource global(String identifier) {
    return clusters
        .global(identifier == null ? "" : identifier)
        .orElseThrow(() -> ClusterRefusal.noGlobal(identifier));
  }
}
