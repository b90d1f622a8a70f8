package io.pharos.drill;

import io.pharos.config.Settings;
import io.pharos.engine.Interruptible;
import io.pharos.engine.Refused;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * A failover that nobody needs: a second replica is promoted, an instance of the standby's own
 * launch template runs on it, and a test user reaches that by a name of its own. Protection never
 * ends, for the Region's own replica goes on; users notice nothing, and all of it is thrown away.
 */
final class ReplicaRehearsal {
  private static final Duration USERS_BEFORE = Duration.ofMinutes(1);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofHours(12);

  private final Scene scene;
  private final Cloud cloud;
  private final Position active;
  private final RegionView standby;
  private final RehearsalCopy copy;
  private final TestUser user;

  private final TestInstance compute;

  /** Whether it is rehearsed as well; what is left of one is removed in any case. */
  private final boolean withCompute;

  /**
   * What a rehearsal found.
   *
   * @param problems what was not as expected
   * @param notes what it has shown, or left out
   */
  record Found(List<String> problems, List<String> notes) {}

  ReplicaRehearsal(Scene scene) {
    this.scene = scene;
    this.cloud = scene.cloud();
    this.active = ActiveRegion.of(cloud, scene.settings());
    this.standby = new RegionView(cloud, scene.settings(), active.peer());
    this.copy = new RehearsalCopy(scene, active);
    this.user = new TestUser(scene, active.peer());
    this.compute = new TestInstance(scene, active.peer());
    this.withCompute = scene.settings().rehearsesCompute();
  }

  Found run() {
    if (scene.settings().database().engine().aurora()) {
      throw new Refused(
          "Refused: with "
              + scene.settings().database().engine().word()
              + " no copy is promoted in a rehearsal; a planned failover and the failback after it"
              + " show that the standby serves. Nothing was changed");
    }
    cloud.pass(USERS_BEFORE);
    DBInstance own = own();
    scene.users().notServedNow().ifPresent(ReplicaRehearsal::refuse);
    if (withCompute) {
      compute.requireDeployed();
    }
    int from = scene.users().count();
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    try (Interruptible interruptible = Interruptible.start(this::end)) {
      clearLeftOver();
      if (withCompute) {
        user.requireWay();
      }
      rehearse(own, found);
      found.problems().addAll(untouched(own, from));
    } finally {
      found.problems().addAll(end());
      found.problems().addAll(untilGone());
    }
    return found;
  }

  private static void refuse(String failure) {
    throw new Refused(
        "Refused: users are not served now, which is no time to rehearse; nothing was changed.\n  "
            + failure);
  }

  private DBInstance own() {
    return standby
        .database()
        .filter(RegionDatabase::replica)
        .flatMap(replica -> standby.instance(replica.identifier()))
        .orElseThrow(
            () ->
                new Refused(
                    "Refused: "
                        + standby.region()
                        + " has no replica to be rehearsed with; nothing was changed.\n"
                        + "See: pharos status"));
  }

  /** What a rehearsal left that was killed. */
  private void clearLeftOver() {
    List<String> there = present();
    if (there.isEmpty()) {
      // A parameter or a target alone costs nothing, and would mislead this one.
      end();
      return;
    }
    scene
        .progress()
        .accept("left by a rehearsal before, and removed first: " + String.join(", ", there));
    List<String> problems = end();
    problems.addAll(untilGone());
    if (!problems.isEmpty()) {
      throw new Refused(
          "Refused: what a rehearsal before has left cannot be removed; no copy was made.\n  "
              + String.join("\n  ", problems));
    }
  }

  private void rehearse(DBInstance own, Found found) {
    int before = scene.users().newestRow();
    Optional<String> endpoint = copy.promoted(own, found.problems());
    if (endpoint.isEmpty()) {
      return;
    }
    if (!withCompute) {
      found.notes().add(databaseOnly(scene.settings()));
      return;
    }
    int after = scene.users().newestRow();
    compute.start(endpoint.get(), found.problems()).ifPresent(id -> use(id, before, after, found));
  }

  private void use(String id, int before, int after, Found found) {
    List<String> problems = user.use(before, after);
    found.problems().addAll(problems);
    if (problems.isEmpty()) {
      String what =
          "a test user was served at " + user.name() + " by " + id + ", from the copy alone";
      scene.progress().accept(what);
      found.notes().add(what);
    }
  }

  /** Why a rehearsal looks at the database only. */
  static String databaseOnly(Settings settings) {
    return switch (settings.compute().kind()) {
      case EC2 -> "it looked at the database only, as pharos:drills says with rehearsal: false";
      case ECS ->
          "it looked at the database only: with compute.kind ecs no task is run on the copy";
    };
  }

  private List<String> untouched(DBInstance own, int from) {
    List<String> problems = new ArrayList<>();
    boolean same = standby.database().filter(RegionDatabase.of(own)::same).isPresent();
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

  /** Begins the end of all of it; what fails keeps nothing else from being done. */
  private List<String> end() {
    List<String> problems = new ArrayList<>();
    attempt(problems, "the test instance is still a target", compute::deregister);
    attempt(problems, "the test instance still runs", compute::terminate);
    attempt(problems, "the rehearsal's parameter is still there", compute::forgetParameter);
    attempt(problems, copy.identifier() + " is not deleted", copy::delete);
    return problems;
  }

  private void attempt(List<String> problems, String otherwise, Runnable work) {
    try {
      work.run();
    } catch (SdkException | Refused e) {
      String problem = otherwise + ", the next rehearsal tries again: " + e.getMessage();
      scene.progress().accept(problem);
      problems.add(problem);
    }
  }

  private List<String> untilGone() {
    Instant end = cloud.clock().instant().plus(PATIENCE);
    try {
      while (!present().isEmpty() && cloud.clock().instant().isBefore(end)) {
        cloud.pass(LOOK_EVERY);
      }
      return present().stream().map(each -> each + " is still there").toList();
    } catch (SdkException e) {
      return List.of("what is left of the rehearsal cannot be seen: " + e.getMessage());
    }
  }

  private List<String> present() {
    return RehearsalLeftOver.of(cloud, scene.settings(), active.peer()).stream()
        .map(RehearsalLeftOver::name)
        .toList();
  }
}
