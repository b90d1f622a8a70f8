package io.pharos.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.Json;
import io.pharos.engine.Interruptible;
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
 * Promotes a second replica, made for that and thrown away afterwards, so that protection never
 * ends: the Region's own replica goes on, and users notice nothing. What the promoted one holds,
 * and that it takes writes, is seen by the runtime's marker, in the network where it counts.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.XRgn.html">Creating
 *     a read replica in a different Region</a>
 */
final class ReplicaRehearsal {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofHours(12);

  /** The marker writes every minute. */
  private static final double OLDEST_ROW_SECONDS = 300;

  private final Scene scene;
  private final Cloud cloud;
  private final Position active;
  private final RegionView standby;
  private final String identifier;

  ReplicaRehearsal(Scene scene) {
    this.scene = scene;
    this.cloud = scene.cloud();
    this.active = ActiveRegion.of(cloud, scene.settings());
    this.standby = new RegionView(cloud, scene.settings(), active.peer());
    this.identifier = scene.names().rehearsalDatabase();
  }

  /** Does it; what was not as expected. */
  List<String> run() {
    DBInstance own = own();
    int from = scene.users().count();
    try (Interruptible interruptible = Interruptible.start(this::delete)) {
      List<String> problems = new ArrayList<>(promoted(own));
      problems.addAll(untouched(own, from));
      return problems;
    } finally {
      delete();
      untilGone();
    }
  }

  private DBInstance own() {
    return standby
        .database()
        .filter(RegionView::replica)
        .orElseThrow(
            () ->
                new Refused(
                    "Refused: "
                        + standby.region()
                        + " has no replica to be rehearsed with; nothing was changed.\n"
                        + "See: pharos status"));
  }

  private List<String> promoted(DBInstance own) {
    // What an interrupted rehearsal left.
    delete();
    untilGone();
    Instant start = cloud.clock().instant();
    create(own);
    Optional<DBInstance> made = until(each -> each.dbInstanceStatus().equals("available"));
    if (made.isEmpty()) {
      return List.of(identifier + " did not become available within " + PATIENCE.toHours() + " h");
    }
    tell("replicates after", start);
    JsonNode before = look(made.get());
    Instant promotion = cloud.clock().instant();
    rds().promoteReadReplica(promote -> promote.dbInstanceIdentifier(identifier));
    Optional<DBInstance> writer =
        until(each -> each.dbInstanceStatus().equals("available") && !RegionView.replica(each));
    if (writer.isEmpty()) {
      return List.of(identifier + " was not promoted within " + PATIENCE.toHours() + " h");
    }
    tell("is a writer, promoted in", promotion);
    return judged(before, look(writer.get()));
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

  private List<String> untouched(DBInstance own, int from) {
    List<String> problems = new ArrayList<>();
    boolean same =
        standby
            .database()
            .filter(RegionView::replica)
            .filter(now -> now.dbiResourceId().equals(own.dbiResourceId()))
            .filter(
                now ->
                    now.readReplicaSourceDBInstanceIdentifier()
                        .equals(own.readReplicaSourceDBInstanceIdentifier()))
            .isPresent();
    if (!same) {
      problems.add(own.dbInstanceIdentifier() + " is not the replica any more that it was");
    }
    scene
        .users()
        .firstUnserved(from)
        .ifPresent(at -> problems.add("users were not served at " + at));
    if (ActiveRegion.of(cloud, scene.settings()) != active) {
      problems.add("the application is not served from the " + active.word() + " Region any more");
    }
    return problems;
  }

  private void create(DBInstance own) {
    DBInstance source =
        new RegionView(cloud, scene.settings(), active)
            .database()
            .orElseThrow(() -> new Refused("Refused: the active Region has no database"));
    rds()
        .createDBInstanceReadReplica(
            create ->
                create
                    .dbInstanceIdentifier(identifier)
                    .sourceDBInstanceIdentifier(source.dbInstanceArn())
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
    Instant end = cloud.clock().instant().plus(PATIENCE);
    while (cloud.clock().instant().isBefore(end)) {
      cloud.pass(LOOK_EVERY);
      Optional<DBInstance> now = standby.database(identifier).filter(reached);
      if (now.isPresent()) {
        return now;
      }
    }
    return Optional.empty();
  }

  private void untilGone() {
    Instant end = cloud.clock().instant().plus(PATIENCE);
    while (standby.database(identifier).isPresent() && cloud.clock().instant().isBefore(end)) {
      cloud.pass(LOOK_EVERY);
    }
  }

  /** Without a snapshot: everything in it is in the source. */
  private void delete() {
    try {
      if (standby
          .database(identifier)
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
    String endpoint = copy.endpoint().address() + ":" + copy.endpoint().port();
    InvokeResponse answer =
        cloud
            .client(LambdaClient.class, standby.region())
            .invoke(
                invoke ->
                    invoke
                        .functionName(scene.names().function(RecoveryFunction.MARKER))
                        .qualifier(RecoveryFunction.ALIAS)
                        .payload(
                            SdkBytes.fromUtf8String(Json.write(Map.of("rehearsal", endpoint)))));
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

  private void tell(String what, Instant since) {
    Duration took = Duration.between(since, cloud.clock().instant());
    scene.progress().accept(identifier + " " + what + " " + took.toSeconds() + " s");
  }

  private RdsClient rds() {
    return cloud.client(RdsClient.class, standby.region());
  }
}
