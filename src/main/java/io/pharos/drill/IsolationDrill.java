package io.pharos.drill;

import io.pharos.engine.Interruptible;
import io.pharos.engine.Refused;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.fis.FisClient;
import software.amazon.awssdk.services.fis.model.Experiment;
import software.amazon.awssdk.services.fis.model.ExperimentStatus;

/**
 * The Regions are cut off from each other, by an experiment of AWS Fault Injection Service, while
 * users reach the one that serves. That is no reason to fail over: the users must be served all the
 * time and from the same Region, and the other one must be ready again afterwards. The experiment
 * is stopped at the end, whatever happened.
 */
final class IsolationDrill {
  private static final Duration USERS_BEFORE = Duration.ofMinutes(5);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofHours(13);
  private static final Duration AFTERWARDS = Duration.ofMinutes(10);
  private static final Set<ExperimentStatus> ENDED =
      Set.of(
          ExperimentStatus.COMPLETED,
          ExperimentStatus.STOPPED,
          ExperimentStatus.FAILED,
          ExperimentStatus.CANCELLED);

  private final Scene scene;
  private final Cloud cloud;
  private final Position position;
  private final String templateId;

  /**
   * @param templateId empty where the stack has none
   */
  IsolationDrill(Scene scene, Position position, String templateId) {
    this.scene = scene;
    this.cloud = scene.cloud();
    this.position = position;
    this.templateId = templateId;
  }

  /** Does it; what was not as expected. */
  List<String> run() {
    if (templateId.isEmpty()) {
      throw new Refused(
          "Refused: "
              + scene.region(position)
              + " has no experiment that cuts it off; nothing was changed.\n"
              + "Deploy one: pharos:drills {isolation: true}, then pharos up "
              + position.word());
    }
    cloud.pass(USERS_BEFORE);
    int from = scene.users().count();
    Position before = ActiveRegion.of(cloud, scene.settings());
    Experiment experiment = start();
    try (Interruptible interruptible = Interruptible.start(() -> stop(experiment.id()))) {
      scene
          .progress()
          .accept(experiment.id() + " cuts " + scene.region(position) + " off from its peer");
      Experiment ended = untilItEnds(experiment);
      cloud.pass(AFTERWARDS);
      return problems(ended, from, before);
    } finally {
      stop(experiment.id());
    }
  }

  private Experiment start() {
    String token = scene.names().prefix() + "-" + cloud.clock().instant().getEpochSecond();
    return fis()
        .startExperiment(start -> start.experimentTemplateId(templateId).clientToken(token))
        .experiment();
  }

  private Experiment untilItEnds(Experiment experiment) {
    Instant end = cloud.clock().instant().plus(PATIENCE);
    Experiment now = experiment;
    while (!ENDED.contains(now.state().status()) && cloud.clock().instant().isBefore(end)) {
      cloud.pass(LOOK_EVERY);
      now = look(experiment.id());
    }
    return now;
  }

  private List<String> problems(Experiment ended, int from, Position before) {
    List<String> problems = new ArrayList<>();
    if (ended.state().status() != ExperimentStatus.COMPLETED) {
      problems.add(
          ended.id() + " is " + ended.state().statusAsString() + ": " + ended.state().reason());
    }
    scene
        .users()
        .firstUnserved(from)
        .ifPresent(at -> problems.add("users were not served at " + at));
    Position now = ActiveRegion.of(cloud, scene.settings());
    if (now != before) {
      problems.add("the application moved to the " + now.word() + " Region, and had no reason to");
    }
    RegionReadiness.look(cloud, scene.settings(), before.peer()).ifPresent(problems::add);
    RegionReadiness readiness = RegionReadiness.of(cloud, scene.settings(), before.peer());
    readiness.checks().stream()
        .filter(check -> check.state().equals("fails"))
        .forEach(check -> problems.add("not ready any more: " + check));
    return problems;
  }

  private void stop(String id) {
    if (!ENDED.contains(look(id).state().status())) {
      fis().stopExperiment(stop -> stop.id(id));
    }
  }

  private Experiment look(String id) {
    return fis().getExperiment(get -> get.id(id)).experiment();
  }

  private FisClient fis() {
    return cloud.client(FisClient.class, scene.region(position));
  }
}
