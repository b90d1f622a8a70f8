package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What RDS checks before it makes or changes an instance: everything an instance refers to must be
 * there, in its own Region and VPC.
 */
final class InstanceRules {
  private static final String KEY = "aws:kms/key:Key";
  private static final Pattern IDENTIFIER =
      Pattern.compile("[a-zA-Z](?!.*--)[a-zA-Z0-9-]{0,62}(?<!-)");
  private static final Pattern CLASS = Pattern.compile("db\\.[a-z0-9]+\\.[a-z0-9]+");
  private static final Pattern DATABASE_NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,63}");
  private static final Pattern DAILY_WINDOW =
      Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-3]):[0-5]\\d");
  private static final List<String> ONLY_OF_A_SOURCE =
      List.of("engine", "engineVersion", "username", "dbName", "snapshotIdentifier");

  private final World world;
  private final Databases databases;

  InstanceRules(World world, Databases databases) {
    this.world = world;
    this.databases = databases;
  }

  /** What holds for every instance, new or changed. */
  void checkAll(Resource wanted) {
    if (!IDENTIFIER.matcher(wanted.string("identifier")).matches()) {
      throw RdsRefusal.value(
          "The parameter DBInstanceIdentifier is not a valid identifier. Identifiers must begin"
              + " with a letter; must contain only ASCII letters, digits, and hyphens; and must"
              + " not end with a hyphen or contain two consecutive hyphens.");
    }
    if (!CLASS.matcher(wanted.string("instanceClass")).matches()) {
      throw RdsRefusal.value("Invalid DB Instance class: " + wanted.string("instanceClass"));
    }
    int retention = wanted.integer("backupRetentionPeriod");
    if (retention < 0 || retention > 35) {
      throw RdsRefusal.value(
          "Invalid backup retention period: " + retention + ". Must be between 0 and 35.");
    }
    String window = wanted.string("backupWindow");
    if (!window.isEmpty() && !DAILY_WINDOW.matcher(window).matches()) {
      throw RdsRefusal.value("Invalid backup window: " + window + ". Must be hh24:mi-hh24:mi.");
    }
    checkNetwork(wanted);
    checkParameterGroup(wanted);
  }

  /** What holds for a new instance that replicates nothing. */
  void checkWriter(Resource wanted) {
    for (String required : List.of("allocatedStorage", "engine", "username", "password")) {
      if (!wanted.has(required) && !wanted.has("snapshotIdentifier")) {
        throw RdsRefusal.of("MissingParameter", "\"" + required + "\": required field is not set");
      }
    }
    Engine engine =
        Engine.of(wanted.string("engine"))
            .orElseThrow(() -> RdsRefusal.value("Invalid DB engine: " + wanted.string("engine")));
    if (engine.version(wanted.string("engineVersion")).isEmpty()) {
      throw RdsRefusal.combination(
          "Cannot find version "
              + wanted.string("engineVersion")
              + " for "
              + wanted.string("engine"));
    }
    if (wanted.integer("allocatedStorage") < 20) {
      throw RdsRefusal.combination(
          "Invalid storage size for engine name "
              + wanted.string("engine")
              + " and storage type gp2: "
              + wanted.integer("allocatedStorage"));
    }
    String name = wanted.string("dbName");
    if (!name.isEmpty() && !DATABASE_NAME.matcher(name).matches()) {
      throw RdsRefusal.value(
          "DBName must begin with a letter and contain only alphanumeric characters.");
    }
    checkPassword(wanted.string("password"));
    if (wanted.flag("storageEncrypted")) {
      checkKey(wanted);
    }
  }

  /** What holds for a new replica; returns its source. */
  Resource checkReplica(Resource wanted) {
    for (String inherited : ONLY_OF_A_SOURCE) {
      if (wanted.has(inherited)) {
        throw RdsRefusal.combination(
            "\"" + inherited + "\": conflicts with replicateSourceDb: a replica inherits it");
      }
    }
    String name = wanted.string("replicateSourceDb");
    Resource source =
        databases.named(wanted.region(), name).orElseThrow(() -> RdsRefusal.noInstance(name));
    if (source.integer("backupRetentionPeriod") == 0) {
      throw RdsRefusal.state(
          "Automated backups are not enabled for this database instance. To enable automated"
              + " backups, use ModifyDBInstance to set the backup retention period to a non-zero"
              + " value.");
    }
    if (!source.string("status").equals("available")) {
      throw RdsRefusal.state("Source DB instance " + name + " is not in available state.");
    }
    int storage = wanted.integer("allocatedStorage");
    if (storage != 0 && storage != source.integer("allocatedStorage")) {
      throw RdsRefusal.combination(
          "Allocated storage must be the source's, "
              + source.integer("allocatedStorage")
              + ", or left out.");
    }
    if (wanted.has("password") && source.string("engine").equals("postgres")) {
      throw RdsRefusal.combination(
          "The master user password of a PostgreSQL read replica cannot be set.");
    }
    checkReplicaEncryption(wanted, source);
    return source;
  }

  private void checkReplicaEncryption(Resource wanted, Resource source) {
    boolean crossRegion = !source.region().equals(wanted.region());
    if (!source.flag("storageEncrypted")) {
      if (wanted.has("kmsKeyId")) {
        throw RdsRefusal.combination(
            "You cannot create an encrypted Read Replica from an unencrypted DB instance.");
      }
      return;
    }
    if (crossRegion && !wanted.has("kmsKeyId")) {
      throw RdsRefusal.combination(
          "Cannot create a cross region read replica from encrypted instance without KMS key");
    }
    if (wanted.has("kmsKeyId")) {
      checkKey(wanted);
    }
  }

  void checkKey(Resource wanted) {
    String arn = wanted.string("kmsKeyId");
    if (arn.isEmpty()) {
      return;
    }
    Optional<Resource> key =
        world
            .account()
            .byArn(KEY, arn)
            .filter(found -> found.region().equals(wanted.region()))
            .filter(found -> !found.has("isEnabled") || found.flag("isEnabled"));
    if (key.isEmpty()) {
      throw RdsRefusal.key(arn, wanted.region());
    }
  }

  static void checkPassword(String password) {
    if (password.length() < 8 || password.length() > 41) {
      throw RdsRefusal.value(
          "The parameter MasterUserPassword is not a valid password because it is shorter than 8"
              + " or longer than 41 characters.");
    }
    boolean printable = password.chars().allMatch(c -> c > 32 && c < 127 && "/@\"".indexOf(c) < 0);
    if (!printable) {
      throw RdsRefusal.value(
          "The parameter MasterUserPassword is not a valid password. Only printable ASCII"
              + " characters besides '/', '@', '\"', ' ' may be used.");
    }
  }

  private void checkNetwork(Resource wanted) {
    String name = wanted.string("dbSubnetGroupName");
    Resource group =
        world
            .account()
            .first(
                Databases.SUBNET_GROUP,
                wanted.region(),
                candidate -> candidate.string("name").equals(name))
            .orElseThrow(() -> RdsRefusal.noSubnetGroup(name.isEmpty() ? "default" : name));
    checkSecurityGroups(
        wanted.region(), wanted.strings("vpcSecurityGroupIds"), group.string("vpcId"));
  }

  void checkSecurityGroups(String region, List<String> ids, String vpcId) {
    for (String id : ids) {
      Resource group =
          world
              .account()
              .find("aws:ec2/securityGroup:SecurityGroup", region, id)
              .orElseThrow(
                  () ->
                      RdsRefusal.value(
                          "Invalid security group , groupId= " + id + ", groupName=."));
      if (!group.string("vpcId").equals(vpcId)) {
        throw RdsRefusal.of(
            "InvalidVPCNetworkStateFault",
            "The DB instance and EC2 security group are in different VPCs. The DB instance is in "
                + vpcId
                + " and the EC2 security group is in "
                + group.string("vpcId"));
      }
    }
  }

  private void checkParameterGroup(Resource wanted) {
    String name = wanted.string("parameterGroupName");
    if (name.isEmpty() || name.startsWith("default.")) {
      return;
    }
    Resource group =
        world
            .account()
            .find(Databases.PARAMETER_GROUP, wanted.region(), name)
            .orElseThrow(() -> RdsRefusal.noParameterGroup(name));
    Resource described =
        databases.named(wanted.region(), wanted.string("replicateSourceDb")).orElse(wanted);
    Engine engine =
        Engine.of(described.string("engine"))
            .orElseThrow(
                () -> RdsRefusal.value("Invalid DB engine: " + described.string("engine")));
    String family = engine.family(engine.version(described.string("engineVersion")).orElse(""));
    if (!group.string("family").equals(family)) {
      throw RdsRefusal.combination(
          "The Parameter Group "
              + name
              + " with DBParameterGroupFamily "
              + group.string("family")
              + " can't be used for this instance. Please use a Parameter Group with"
              + " DBParameterGroupFamily "
              + family);
    }
  }

  /** The zones that a list of subnets covers, all in one VPC. */
  Set<String> zones(String region, List<String> subnetIds) {
    Set<String> zones = new TreeSet<>();
    subnetIds.forEach(id -> zones.add(subnet(region, id).string("availabilityZone")));
    return zones;
  }

  Resource subnet(String region, String id) {
    return world
        .account()
        .find("aws:ec2/subnet:Subnet", region, id)
        .orElseThrow(
            () ->
                RdsRefusal.of("InvalidSubnet", "Some input subnets in :[" + id + "] are invalid."));
  }
}
