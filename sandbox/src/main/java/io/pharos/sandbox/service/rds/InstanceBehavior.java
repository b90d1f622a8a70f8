package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ServiceQuotas;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * DB instances as {@code aws_db_instance} manages them: with {@code replicateSourceDb} a replica,
 * without it a writer, and clearing it promotes. Refuses what RDS or the provider refuses.
 */
final class InstanceBehavior implements Behavior {
  private static final List<String> COMPUTED =
      List.of(
          "address",
          "allocatedStorage",
          "arn",
          "availabilityZone",
          "backupRetentionPeriod",
          "backupWindow",
          "caCertIdentifier",
          "dbName",
          "endpoint",
          "engine",
          "engineVersion",
          "engineVersionActual",
          "hostedZoneId",
          "identifier",
          "identifierPrefix",
          "kmsKeyId",
          "licenseModel",
          "maintenanceWindow",
          "masterUserSecrets",
          "multiAz",
          "networkType",
          "optionGroupName",
          "parameterGroupName",
          "port",
          "replicas",
          "resourceId",
          "status",
          "storageEncrypted",
          "storageType",
          "username");

  private final World world;
  private final Databases databases;
  private final InstanceRules rules;
  private final Replication replication;
  private final Promotion promotion;
  private final Deletion deletion;

  InstanceBehavior(
      World world,
      Databases databases,
      Replication replication,
      Promotion promotion,
      Deletion deletion) {
    this.world = world;
    this.databases = databases;
    this.rules = new InstanceRules(world, databases);
    this.replication = replication;
    this.promotion = promotion;
    this.deletion = deletion;
  }

  @Override
  public void create(Resource wanted) {
    if (wanted.string("identifier").isEmpty()) {
      wanted.set("identifier", Ids.hex("tf-", 26, wanted.region(), wanted.name()));
    }
    if (databases.byIdentifier(wanted.region(), wanted.string("identifier")).isPresent()) {
      throw RdsRefusal.exists();
    }
    if (world.service(ServiceQuotas.class).exceeded(wanted.region(), ServiceQuotas.DATABASES, 1)) {
      throw RdsRefusal.tooMany();
    }
    rules.checkAll(wanted);
    if (Databases.replica(wanted)) {
      Resource source = rules.checkReplica(wanted);
      inherit(wanted, source);
      describe(wanted);
      databases.run(
          wanted,
          new Database(
              databases.of(source).rows(),
              databases.of(source).password(),
              world.clock().instant()));
      enlist(source, wanted);
    } else {
      rules.checkWriter(wanted);
      describe(wanted);
      databases.run(
          wanted, new Database(List.of(), wanted.string("password"), world.clock().instant()));
    }
  }

  private static void inherit(Resource replica, Resource source) {
    for (String inherited :
        List.of("engine", "engineVersion", "username", "dbName", "allocatedStorage")) {
      if (source.has(inherited)) {
        replica.set(inherited, source.attributes().get(inherited));
      }
    }
    replica.set("storageEncrypted", source.flag("storageEncrypted"));
    if (!replica.has("kmsKeyId") && source.has("kmsKeyId")) {
      replica.set("kmsKeyId", source.string("kmsKeyId"));
    }
  }

  /** The replica is not in the account yet, so its source cannot find it. */
  private void enlist(Resource source, Resource replica) {
    List<String> replicas = new ArrayList<>(source.strings("replicas"));
    replicas.add(Databases.replicaName(source, replica));
    source.set("replicas", replicas.stream().sorted().toList());
  }

  private void describe(Resource instance) {
    String region = instance.region();
    String identifier = instance.string("identifier").toLowerCase(Locale.ROOT);
    Engine engine = Engine.of(instance.string("engine")).orElseThrow();
    String version = engine.version(instance.string("engineVersion")).orElseThrow();
    instance.set("identifier", identifier);
    String resourceId = Ids.letters("db-", 26, region, identifier);
    instance.id(resourceId);
    instance.set("resourceId", resourceId);
    instance.set("engineVersionActual", version);
    byDefault(instance, "engineVersion", version);
    byDefault(instance, "port", engine.port());
    byDefault(instance, "licenseModel", engine.license());
    byDefault(instance, "parameterGroupName", "default." + engine.family(version));
    byDefault(instance, "optionGroupName", engine.optionGroup(version));
    byDefault(instance, "caCertIdentifier", "rds-ca-rsa2048-g1");
    byDefault(instance, "storageType", "gp2");
    byDefault(instance, "networkType", "IPV4");
    byDefault(instance, "multiAz", false);
    byDefault(instance, "storageEncrypted", false);
    byDefault(instance, "backupRetentionPeriod", 0);
    byDefault(instance, "backupWindow", window(identifier, 3));
    byDefault(instance, "maintenanceWindow", "sun:" + window(identifier, 5).replace("-", "-sun:"));
    byDefault(instance, "availabilityZone", zone(instance));
    byDefault(instance, "replicas", List.of());
    byDefault(instance, "masterUserSecrets", List.of());
    byDefault(instance, "listenerEndpoints", List.of());
    if (instance.flag("storageEncrypted") && !instance.has("kmsKeyId")) {
      instance.set("kmsKeyId", awsManagedKey(region));
    }
    instance.set("status", "available");
    instance.set("hostedZoneId", Ids.letters("Z", 13, "rds", region));
    address(instance);
  }

  private String awsManagedKey(String region) {
    return world
        .account()
        .find("aws:kms/alias:Alias", region, "alias/aws/rds")
        .map(alias -> alias.string("targetKeyArn"))
        .orElseThrow(() -> RdsRefusal.key("alias/aws/rds", region));
  }

  private void address(Resource instance) {
    String identifier = instance.string("identifier");
    String region = instance.region();
    String address =
        identifier
            + "."
            + Ids.letters("", 12, world.account().id(), region).toLowerCase(Locale.ROOT)
            + "."
            + region
            + ".rds.amazonaws.com";
    instance.set("arn", "arn:aws:rds:" + region + ":" + world.account().id() + ":db:" + identifier);
    instance.set("address", address);
    instance.set("endpoint", address + ":" + instance.integer("port"));
  }

  private static void byDefault(Resource instance, String attribute, Object value) {
    if (!instance.has(attribute)) {
      instance.set(attribute, value);
    }
  }

  /** Half an hour in a night's hour, different for each instance, never different twice. */
  private static String window(String identifier, int hour) {
    int minute = (int) Math.floorMod(Ids.number(identifier, hour), 30L);
    return String.format("%02d:%02d-%02d:%02d", hour, minute, hour, minute + 30);
  }

  private String zone(Resource instance) {
    return rules.zones(instance.region(), databases.place(instance).subnetIds()).iterator().next();
  }

  /**
   * The provider sends what differs from its state and nothing else; whether the source is to
   * change it judges by its state as well, also when the instance was promoted since.
   */
  @Override
  public void update(Resource wanted, Map<String, Object> before, Map<String, Object> state) {
    String knownSource = text(state, "replicateSourceDb");
    String newSource = wanted.string("replicateSourceDb");
    if (!newSource.isEmpty() && !newSource.equals(knownSource)) {
      throw RdsRefusal.combination("cannot elect new source database for replication");
    }
    boolean promotes = newSource.isEmpty() && !knownSource.isEmpty();
    if (promotes && text(before, "replicateSourceDb").isEmpty()) {
      throw RdsRefusal.state(
          "DB Instance " + wanted.string("identifier") + " is not a read replica.");
    }
    Sent.onlyWhatDiffers(wanted, before, state);
    update(wanted, before);
  }

  @Override
  public void update(Resource wanted, Map<String, Object> before) {
    COMPUTED.stream()
        .filter(attribute -> !wanted.has(attribute) && before.get(attribute) != null)
        .forEach(attribute -> wanted.set(attribute, before.get(attribute)));
    String oldSource = text(before, "replicateSourceDb");
    String newSource = wanted.string("replicateSourceDb");
    if (!newSource.isEmpty() && !newSource.equals(oldSource)) {
      throw RdsRefusal.combination("cannot elect new source database for replication");
    }
    rules.checkAll(wanted);
    boolean renamed = !wanted.string("identifier").equals(text(before, "identifier"));
    if (renamed) {
      checkFree(wanted);
    }
    if (wanted.has("password") && !wanted.string("password").equals(text(before, "password"))) {
      InstanceRules.checkPassword(wanted.string("password"));
      databases.passwords(wanted, wanted.string("password"));
    }
    if (renamed) {
      rename(wanted);
    }
    if (newSource.isEmpty() && !oldSource.isEmpty()) {
      wanted.set("replicateSourceDb", oldSource);
      promotion.start(
          wanted, wanted.integer("backupRetentionPeriod"), wanted.string("backupWindow"));
      // The provider waits for the instance to be available again, and its waiting takes no
      // virtual time.
      promotion.finish(wanted);
    }
  }

  private void checkFree(Resource wanted) {
    boolean taken =
        world.account().list(Databases.INSTANCE, wanted.region()).stream()
            .filter(other -> other != wanted)
            .anyMatch(
                other -> other.string("identifier").equalsIgnoreCase(wanted.string("identifier")));
    if (taken) {
      throw RdsRefusal.exists();
    }
  }

  /** A rename changes the endpoint and restarts the instance. */
  private void rename(Resource instance) {
    List<Resource> replicas = databases.replicas(instance);
    String oldArn = instance.string("arn");
    address(instance);
    for (Resource replica : replicas) {
      boolean byArn = replica.string("replicateSourceDb").equals(oldArn);
      replica.set("replicateSourceDb", instance.string(byArn ? "arn" : "identifier"));
    }
    databases.source(instance).ifPresent(databases::listReplicas);
    databases.of(instance).reboot();
  }

  private static String text(Map<String, Object> attributes, String name) {
    Object value = attributes.get(name);
    return value == null ? "" : value.toString();
  }

  @Override
  public void delete(Resource instance) {
    Deletion.checkUnprotected(instance);
    if (!instance.flag("skipFinalSnapshot")) {
      if (Databases.replica(instance)) {
        throw RdsRefusal.combination(
            "FinalDBSnapshotIdentifier can not be specified when deleting a read replica.");
      }
      if (instance.string("finalSnapshotIdentifier").isEmpty()) {
        throw RdsRefusal.combination(
            "final_snapshot_identifier is required when skip_final_snapshot is false");
      }
    }
    deletion.let(instance);
    databases.forget(instance);
  }

  @Override
  public void start(Resource instance) {
    databases.run(instance, databases.of(instance));
    if (Databases.replica(instance)) {
      replication.start(instance);
    }
  }
}
