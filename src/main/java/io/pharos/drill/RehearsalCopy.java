package io.pharos.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.Json;
import io.pharos.engine.Refused;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.world.Cloud;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;

/**
 * The database of a rehearsal: a second replica, which is promoted in the place of the Region's own
 * and deleted afterwards. What it holds, and that it takes writes, is seen by the runtime's marker,
 * in the network where it counts.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.XRgn.html">Creating
 *     a read replica in a different Region</a>
 */
final class RehearsalCopy {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofHours(12);

  /** The marker writes every minute. */
  private static final double OLDEST_ROW_SECONDS = 300;

  private final Scene scene;
  private final Cloud cloud;
  private final Position active;
  private final RegionView standby;
  private final String identifier;

  RehearsalCopy(Scene scene, Position active) {
    this.scene = scene;
    this.cloud = scene.cloud();
    this.active = active;
    this.standby = new RegionView(cloud, scene.settings(), active.peer());
    this.identifier = scene.names().rehearsalDatabase();
  }

  String identifier() {
    return identifier;
  }

  /**
   * Makes it, promotes it and looks into it before and after.
   *
   * @param problems what was not as expected
   * @return where it takes writes; empty when it does not
   */
  Optional<String> promoted(DBInstance own, List<String> problems) {
    Instant start = cloud.clock().instant();
    create(own);
    Optional<DBInstance> made = until(each -> each.dbInstanceStatus().equals("available"));
    if (made.isEmpty()) {
      problems.add(identifier + " did not become available within " + PATIENCE.toHours() + " h");
      return Optional.empty();
    }
    tell("replicates after", start);
    JsonNode before = look(made.get());
    Instant promotion = cloud.clock().instant();
    rds().promoteReadReplica(promote -> promote.dbInstanceIdentifier(identifier));
    Optional<DBInstance> writer =
        until(
            each ->
                each.dbInstanceStatus().equals("available") && !RegionDatabase.of(each).replica());
    if (writer.isEmpty()) {
      problems.add(identifier + " was not promoted within " + PATIENCE.toHours() + " h");
      return Optional.empty();
    }
    tell("is a writer, promoted in", promotion);
    List<String> seen = judged(before, look(writer.get()));
    problems.addAll(seen);
    return seen.isEmpty() ? writer.map(RehearsalCopy::endpoint) : Optional.empty();
  }

  private static List<String> judged(JsonNode before, JsonNode after) {
    List<String> problems = new ArrayList<>();
    if (before.path("writable").asBoolean()) {
      problems.add("it could be written before it was promoted");
    }
    if (!before.has("ageSeconds")) {
      problems.add("it could not be read as a replica: " + before.path("detail").asText());
    } else if (before.path("ageSeconds").asDouble() > OLDEST_ROW_SECONDS) {
      problems.add("its newest row was " + before.path("ageSeconds").asText() + " s old");
    }
    if (!after.path("outcome").asText().equals("succeeded")) {
      problems.add("it takes no writes: " + after.path("detail").asText());
    }
    return problems;
  }

  private void create(DBInstance own) {
    RegionDatabase source =
        new RegionView(cloud, scene.settings(), active)
            .database()
            .orElseThrow(() -> new Refused("Refused: the active Region has no database"));
    rds()
        .createDBInstanceReadReplica(
            create ->
                create
                    .dbInstanceIdentifier(identifier)
                    .sourceDBInstanceIdentifier(source.arn())
                    .sourceRegion(scene.region(active))
                    .dbInstanceClass(own.dbInstanceClass())
                    .storageType(own.storageType())
                    .kmsKeyId(own.kmsKeyId())
                    .dbSubnetGroupName(own.dbSubnetGroup().dbSubnetGroupName())
                    .vpcSecurityGroupIds(
                        own.vpcSecurityGroups().stream()
                            .map(group -> group.vpcSecurityGroupId())
                            .toList())
                    .publiclyAccessible(false)
                    .deletionProtection(false)
                    .tags(tag -> tag.key("pharos:drill").value("rehearsal")));
    scene.progress().accept(identifier + " is being made in " + standby.region());
  }

  private Optional<DBInstance> until(Predicate<DBInstance> reached) {
    return scene.until(LOOK_EVERY, PATIENCE, () -> standby.instance(identifier).filter(reached));
  }

  /** Without a snapshot: everything in it is in the source. */
  void delete() {
    try {
      if (standby
          .instance(identifier)
          .filter(each -> !each.dbInstanceStatus().equals("deleting"))
          .isPresent()) {
        rds()
            .deleteDBInstance(
                delete ->
                    delete
                        .dbInstanceIdentifier(identifier)
                        .skipFinalSnapshot(true)
                        .deleteAutomatedBackups(true));
      }
    } catch (DbInstanceNotFoundException e) {
      // Somebody else was faster.
    }
  }

  /** What the marker says of it. */
  private JsonNode look(DBInstance copy) {
    InvokeResponse answer =
        cloud
            .client(LambdaClient.class, standby.region())
            .invoke(
                invoke ->
                    invoke
                        .functionName(scene.names().function(RecoveryFunction.MARKER))
                        .qualifier(RecoveryFunction.ALIAS)
                        .payload(
                            SdkBytes.fromUtf8String(
                                Json.write(Map.of("rehearsal", endpoint(copy))))));
    try {
      JsonNode said = Json.MAPPER.readTree(answer.payload().asUtf8String());
      return answer.functionError() == null
          ? said
          : Json.MAPPER
              .createObjectNode()
              .put("outcome", "failed")
              .put("detail", said.path("errorMessage").asText(answer.functionError()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the marker answers no JSON", e);
    }
  }

  private static String endpoint(DBInstance copy) {
    return copy.endpoint().address() + ":" + copy.endpoint().port();
  }

  private void tell(String what, Instant since) {
    Duration took = Duration.between(since, cloud.clock().instant());
    scene.progress().accept(identifier + " " + what + " " + took.toSeconds() + " s");
  }

  private RdsClient rds() {
    return cloud.client(RdsClient.class, standby.region());
  }
}
