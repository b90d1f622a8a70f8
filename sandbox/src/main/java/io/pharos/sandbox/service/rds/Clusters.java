package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds Aurora's clusters the ways RDS does, and knows who is what in a global database. A cluster
 * has one volume, which {@link Databases} keeps like an instance's.
 */
final class Clusters {
  static final String CLUSTER = "aws:rds/cluster:Cluster";
  static final String INSTANCE = "aws:rds/clusterInstance:ClusterInstance";
  static final String GLOBAL = "aws:rds/globalCluster:GlobalCluster";
  static final String PARAMETER_GROUP = "aws:rds/clusterParameterGroup:ClusterParameterGroup";
  static final String SNAPSHOT = "aws:rds/clusterSnapshot:ClusterSnapshot";

  /** Of a former writer that a failover left behind: how far its way back has come. */
  static final String REJOIN = "rejoin";

  /** It does not know of the failover, and goes on as it was. */
  static final String UNREACHED = "unreached";

  /** It takes no writes any more, and is made anew from the new writer. */
  static final String FENCED = "fenced";

  /** Of a global cluster: what is going on, as its failover state says it. */
  static final String MOVING = "failoverStatus";

  static final String MOVING_TO = "failoverTo";

  /** There while a move is taken back. */
  static final String CANCELLING = "failoverCancelling";

  private final World world;

  Clusters(World world) {
    this.world = world;
  }

  /** The cluster that an identifier (same Region) or an ARN (any Region) names. */
  Optional<Resource> named(String region, String identifierOrArn) {
    return identifierOrArn.startsWith("arn:")
        ? world.account().byArn(CLUSTER, identifierOrArn)
        : world.account().find(CLUSTER, region, identifierOrArn.toLowerCase(Locale.ROOT));
  }

  /** The cluster that one of its endpoints belongs to. */
  Optional<Resource> byAddress(String host) {
    return world.account().list(CLUSTER).stream()
        .filter(
            cluster ->
                cluster.string("address").equalsIgnoreCase(host)
                    || cluster.string("readerEndpoint").equalsIgnoreCase(host)
                    || instances(cluster).stream()
                        .anyMatch(each -> each.string("endpoint").equalsIgnoreCase(host)))
        .findFirst();
  }

  List<Resource> instances(Resource cluster) {
    return world.account().list(INSTANCE, cluster.region()).stream()
        .filter(each -> each.string("clusterIdentifier").equals(cluster.id()))
        .toList();
  }

  /** The instance that takes the cluster's writes: none where the cluster is a reader. */
  Optional<Resource> writerInstance(Resource cluster) {
    return writer(cluster) ? instances(cluster).stream().findFirst() : Optional.empty();
  }

  /** The global cluster of this name; its names are the account's, not a Region's. */
  Optional<Resource> global(String identifier) {
    return world.account().list(GLOBAL).stream()
        .filter(global -> global.id().equalsIgnoreCase(identifier))
        .findFirst();
  }

  Optional<Resource> globalOf(Resource cluster) {
    return world.account().list(GLOBAL).stream()
        .filter(global -> member(global, cluster).isPresent())
        .findFirst();
  }

  private static Optional<Map<String, Object>> member(Resource global, Resource cluster) {
    return global.maps("globalClusterMembers").stream()
        .filter(member -> cluster.string("arn").equals(member.get("dbClusterArn")))
        .findFirst();
  }

  List<Resource> members(Resource global) {
    return global.maps("globalClusterMembers").stream()
        .map(member -> world.account().byArn(CLUSTER, member.get("dbClusterArn").toString()))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The one that a global database says is its writer. */
  Optional<Resource> writerOf(Resource global) {
    return members(global).stream().filter(this::writer).findFirst();
  }

  /** Whether the global database says that it is the writer; alone it always is. */
  boolean writer(Resource cluster) {
    return globalOf(cluster)
        .flatMap(global -> member(global, cluster))
        .map(member -> Boolean.TRUE.equals(member.get("isWriter")))
        .orElse(true);
  }

  /** Whether its volume takes writes now: also that of a former writer that nobody has reached. */
  boolean takesWrites(Resource cluster) {
    if (cluster.string(REJOIN).equals(UNREACHED)) {
      return true;
    }
    Optional<Resource> global = globalOf(cluster);
    boolean moving = global.filter(Clusters::moving).isPresent();
    boolean lost = moving && !held(global.get(), cluster);
    return writer(cluster) && (!moving || lost);
  }

  /** A writer that is out of reach learns nothing of a failover that goes on elsewhere. */
  private boolean held(Resource global, Resource writer) {
    return world
        .account()
        .byArn(CLUSTER, global.string(MOVING_TO))
        .filter(target -> world.faults().reaches(target.region(), writer.region()))
        .isPresent();
  }

  static boolean moving(Resource global) {
    return !global.string(MOVING).isEmpty();
  }

  /** Whether it gets the writer's rows: not while it is made anew. */
  boolean follows(Resource cluster) {
    return globalOf(cluster).isPresent() && !writer(cluster) && !cluster.has(REJOIN);
  }

  /** What it follows, while it can be reached. */
  Optional<Resource> source(Resource cluster) {
    return follows(cluster)
        ? globalOf(cluster)
            .filter(global -> !global.string(MOVING).equals("failing-over"))
            .flatMap(this::writerOf)
            .filter(writer -> world.faults().reaches(writer.region(), cluster.region()))
        : Optional.empty();
  }

  void join(Resource global, Resource cluster, boolean writer) {
    List<Object> members = new ArrayList<>(global.list("globalClusterMembers"));
    members.add(describe(cluster.string("arn"), writer));
    global.set("globalClusterMembers", members);
  }

  void leave(Resource global, Resource cluster) {
    List<Object> members = new ArrayList<>(global.list("globalClusterMembers"));
    member(global, cluster).ifPresent(members::remove);
    global.set("globalClusterMembers", members);
  }

  /** From now on this member is the writer, and no other. */
  void elect(Resource global, Resource writer) {
    global.set(
        "globalClusterMembers",
        global.maps("globalClusterMembers").stream()
            .map(member -> member.get("dbClusterArn").toString())
            .<Object>map(arn -> describe(arn, arn.equals(writer.string("arn"))))
            .toList());
    for (Resource member : members(global)) {
      if (member.equals(writer)) {
        member.attributes().remove("replicationSourceIdentifier");
      } else {
        member.set("replicationSourceIdentifier", writer.string("arn"));
      }
    }
  }

  private static Map<String, Object> describe(String arn, boolean writer) {
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("dbClusterArn", arn);
    member.put("isWriter", writer);
    return member;
  }
}
