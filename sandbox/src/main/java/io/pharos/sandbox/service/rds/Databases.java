package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Memo;
import io.pharos.sandbox.core.NetworkSource;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds DB instances the ways RDS does, and keeps what runs behind each of them. */
public final class Databases {
  static final String INSTANCE = "aws:rds/instance:Instance";
  static final String SUBNET_GROUP = "aws:rds/subnetGroup:SubnetGroup";
  static final String PARAMETER_GROUP = "aws:rds/parameterGroup:ParameterGroup";

  private final World world;
  private final Map<String, Database> running = new TreeMap<>();
  private final Set<String> regions = new TreeSet<>();
  private final Memo<Resource, NetworkSource> places;

  public Databases(World world) {
    this.world = world;
    this.places = new Memo<>(world.account(), "aws:rds");
  }

  /** The instance with this identifier in a Region, in any case. */
  public Optional<Resource> byIdentifier(String region, String identifier) {
    return world
        .account()
        .first(
            INSTANCE,
            region,
            instance -> instance.string("identifier").equalsIgnoreCase(identifier));
  }

  Optional<Resource> byAddress(String host) {
    return regions.stream()
        .flatMap(region -> world.account().list(INSTANCE, region).stream())
        .filter(instance -> instance.string("address").equalsIgnoreCase(host))
        .findFirst();
  }

  /** The instance that an identifier (same Region) or an ARN (any Region) names. */
  Optional<Resource> named(String region, String identifierOrArn) {
    return identifierOrArn.startsWith("arn:")
        ? world.account().byArn(INSTANCE, identifierOrArn)
        : byIdentifier(region, identifierOrArn);
  }

  /** What a replica replicates, while it exists. */
  Optional<Resource> source(Resource replica) {
    return named(replica.region(), replica.string("replicateSourceDb"));
  }

  List<Resource> replicas(Resource source) {
    return regions.stream()
        .flatMap(region -> world.account().list(INSTANCE, region).stream())
        .filter(Databases::replica)
        .filter(replica -> source(replica).filter(source::equals).isPresent())
        .toList();
  }

  static boolean replica(Resource instance) {
    return !instance.string("replicateSourceDb").isEmpty();
  }

  /** What runs behind an instance; starts empty for one that nobody has started yet. */
  Database of(Resource instance) {
    return running.computeIfAbsent(
        instance.string("resourceId"),
        id -> new Database(List.of(), password(instance), world.clock().instant()));
  }

  /** The one it was given; a replica has its source's. */
  private String password(Resource instance) {
    return instance.has("password") || !replica(instance)
        ? instance.string("password")
        : source(instance).map(this::password).orElse("");
  }

  void run(Resource instance, Database database) {
    regions.add(instance.region());
    running.put(instance.string("resourceId"), database);
  }

  void forget(Resource instance) {
    running.remove(instance.string("resourceId"));
  }

  /** The master user's password is a row of the engine's own tables: it replicates. */
  void passwords(Resource writer, String password) {
    of(writer).password(password);
    replicas(writer).forEach(replica -> passwords(replica, password));
  }

  /** Where an instance sits in its VPC. */
  NetworkSource place(Resource instance) {
    return places.get(instance, this::findPlace);
  }

  private NetworkSource findPlace(Resource instance) {
    List<String> subnets =
        world
            .account()
            .first(
                SUBNET_GROUP,
                instance.region(),
                group -> group.string("name").equals(instance.string("dbSubnetGroupName")))
            .map(group -> group.strings("subnetIds"))
            .orElse(List.of());
    return new NetworkSource(instance.region(), subnets, instance.strings("vpcSecurityGroupIds"));
  }

  /** How a source's list names a replica: by identifier in its own Region, else by ARN. */
  static String replicaName(Resource source, Resource replica) {
    return source.region().equals(replica.region())
        ? replica.string("identifier")
        : replica.string("arn");
  }

  void listReplicas(Resource source) {
    source.set(
        "replicas",
        replicas(source).stream().map(replica -> replicaName(source, replica)).sorted().toList());
  }
}
