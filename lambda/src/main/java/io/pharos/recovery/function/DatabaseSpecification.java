package io.pharos.recovery.function;

import io.pharos.recovery.contract.LocalParameter;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceToPointInTimeRequest;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * What Pulumi wrote down about the next database generation of this Region: every input that the
 * program will declare for it, under the program's own names. What is made from it can be adopted
 * without a change.
 */
record DatabaseSpecification(JsonNode json) {

  static DatabaseSpecification read(LocalParameters parameters) {
    String text = parameters.get(LocalParameter.DATABASE_SPECIFICATION);
    try {
      return new DatabaseSpecification(JsonNodeParser.create().parse(text));
    } catch (RuntimeException e) {
      throw malformed("it is no JSON", e);
    }
  }

  /**
   * All of it that a replica in another Region can be given when it is made: a parameter group only
   * with MySQL.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html">CreateDBInstanceReadReplica</a>
   */
  void apply(CreateDbInstanceReadReplicaRequest.Builder replica, String engine) {
    if (engine.equals("mysql")) {
      replica.dbParameterGroupName(parameterGroup());
    }
    replica
        .dbInstanceClass(text("instanceClass"))
        .storageType(text("storageType"))
        .kmsKeyId(text("kmsKeyId"))
        .dbSubnetGroupName(text("dbSubnetGroupName"))
        .vpcSecurityGroupIds(texts("vpcSecurityGroupIds"))
        .publiclyAccessible(yes("publiclyAccessible"))
        .autoMinorVersionUpgrade(yes("autoMinorVersionUpgrade"))
        .enablePerformanceInsights(yes("performanceInsightsEnabled"))
        .enableCloudwatchLogsExports(texts("enabledCloudwatchLogsExports"))
        .copyTagsToSnapshot(yes("copyTagsToSnapshot"))
        .deletionProtection(yes("deletionProtection"))
        .tags(tags());
  }

  /**
   * All of it that a restored database can be given when it is made; its key is the backup's.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceToPointInTime.html">RestoreDBInstanceToPointInTime</a>
   */
  void apply(RestoreDbInstanceToPointInTimeRequest.Builder restore) {
    restore
        .dbInstanceClass(text("instanceClass"))
        .storageType(text("storageType"))
        .dbSubnetGroupName(text("dbSubnetGroupName"))
        .dbParameterGroupName(parameterGroup())
        .vpcSecurityGroupIds(texts("vpcSecurityGroupIds"))
        .publiclyAccessible(yes("publiclyAccessible"))
        .autoMinorVersionUpgrade(yes("autoMinorVersionUpgrade"))
        .enableCloudwatchLogsExports(texts("enabledCloudwatchLogsExports"))
        .copyTagsToSnapshot(yes("copyTagsToSnapshot"))
        .deletionProtection(yes("deletionProtection"))
        .tags(tags());
  }

  /**
   * The same for one that is restored from a snapshot.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html">RestoreDBInstanceFromDBSnapshot</a>
   */
  void apply(RestoreDbInstanceFromDbSnapshotRequest.Builder restore) {
    restore
        .dbInstanceClass(text("instanceClass"))
        .storageType(text("storageType"))
        .dbSubnetGroupName(text("dbSubnetGroupName"))
        .dbParameterGroupName(parameterGroup())
        .vpcSecurityGroupIds(texts("vpcSecurityGroupIds"))
        .publiclyAccessible(yes("publiclyAccessible"))
        .autoMinorVersionUpgrade(yes("autoMinorVersionUpgrade"))
        .enableCloudwatchLogsExports(texts("enabledCloudwatchLogsExports"))
        .copyTagsToSnapshot(yes("copyTagsToSnapshot"))
        .deletionProtection(yes("deletionProtection"))
        .tags(tags());
  }

  /** Fails when something is missing that a restored database is given. */
  void check() {
    apply(RestoreDbInstanceToPointInTimeRequest.builder());
  }

  /** Those of a database that serves or stands by; with Aurora, all that is written down. */
  List<String> securityGroups() {
    return texts("vpcSecurityGroupIds");
  }

  String parameterGroup() {
    return text("parameterGroupName");
  }

  /** What RDS takes only for an instance that exists: {@code sun:04:00-sun:05:00}. */
  String maintenanceWindow() {
    return text("maintenanceWindow");
  }

  private String text(String name) {
    return value(name, JsonNode::asString);
  }

  private boolean yes(String name) {
    return value(name, JsonNode::asBoolean);
  }

  private List<String> texts(String name) {
    return value(name, node -> node.asArray().stream().map(JsonNode::asString).toList());
  }

  private List<Tag> tags() {
    return value(
        "tags",
        node ->
            node.asObject().entrySet().stream()
                .map(
                    tag -> Tag.builder().key(tag.getKey()).value(tag.getValue().asString()).build())
                .toList());
  }

  private <T> T value(String name, Function<JsonNode, T> as) {
    try {
      return as.apply(json.field(name).orElseThrow());
    } catch (RuntimeException e) {
      throw malformed("'" + name + "' is missing or of another kind", e);
    }
  }

  private static Failed malformed(String why, RuntimeException cause) {
    return new Failed(
        ErrorCode.DEPLOYMENT_INCOMPLETE,
        "parameter local/"
            + LocalParameter.DATABASE_SPECIFICATION
            + " cannot be used: "
            + why
            + "; run `pulumi up`",
        cause);
  }
}
