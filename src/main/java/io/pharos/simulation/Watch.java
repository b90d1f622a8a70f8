package io.pharos.simulation;

import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.TakeoverAnswer;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Internet;
import io.pharos.sandbox.service.lambda.Invoked;
import io.pharos.sandbox.service.lambda.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** The invariants that can only be seen while they are broken. */
final class Watch {
  private static final Set<RecoveryFunction> CHANGES =
      EnumSet.of(
          RecoveryFunction.FENCE,
          RecoveryFunction.PROMOTE,
          RecoveryFunction.RESTORE,
          RecoveryFunction.NETWORK,
          RecoveryFunction.CAPACITY,
          RecoveryFunction.TAKEOVER,
          RecoveryFunction.RESEED,
          RecoveryFunction.REOPEN,
          RecoveryFunction.SETTLE);

  /**
   * Steps that call nothing in the Region that is left. The others have their reason: lock and
   * record (its lock), fence, hold and release (its writer), takeover (its claim), reseed (what is
   * replicated), part (its state machines).
   */
  private static final Set<RecoveryFunction> AT_HOME =
      EnumSet.of(
          RecoveryFunction.APPROVAL,
          RecoveryFunction.GATE,
          RecoveryFunction.MARKER,
          RecoveryFunction.DRAIN,
          RecoveryFunction.PROMOTE,
          RecoveryFunction.RESTORE,
          RecoveryFunction.NETWORK,
          RecoveryFunction.CAPACITY,
          RecoveryFunction.VERIFY,
          RecoveryFunction.SOURCES,
          RecoveryFunction.CONFIRM,
          RecoveryFunction.REOPEN,
          RecoveryFunction.SETTLE);

  private static final double MINIMUM_HEALTHY = 0.5;

  private final World world;
  private final Deployed.Names deployment;
  private final Leg leg;
  private final Databases databases;
  private final List<Violation> violations = new ArrayList<>();
  private final Once once = new Once(what -> add(8, what));
  private boolean takenOver;
  private Instant promotion;
  private boolean promotedByPlan;
  private Optional<Instant> judgedFault = Optional.empty();
  private String working = "";

  Watch(World world, Deployed.Names deployment, Leg leg, Databases databases) {
    this.world = world;
    this.deployment = deployment;
    this.leg = leg;
    this.databases = databases;
  }

  /** A function turns to the other Region. */
  void abroad(RecoveryFunction function, Stage.Abroad turn) {
    // A switchover is asked for where the writer is: nobody plans one with a Region that is lost.
    boolean switchover =
        function == RecoveryFunction.PROMOTE && databases.aurora() && leg.planned();
    if (AT_HOME.contains(function)
        && !switchover
        && turn.from().equals(leg.to().region())
        && turn.to().equals(leg.from().region())) {
      add(
          6,
          function.word()
              + " turns to "
              + turn.service().getSimpleName()
              + " in "
              + turn.to()
              + ", which may be lost");
    }
  }

  /** A function of either Region has ended. */
  void changed(RecoveryFunction function, Invoked invoked, String operation) {
    once.invoked(function, invoked, operation);
  }

  List<Violation> violations() {
    return violations;
  }

  void invoked(RecoveryFunction function, Invoked invoked, String operation, Person person) {
    if (function == RecoveryFunction.TAKEOVER && !takenOver && !invoked.result().failed()) {
      takenOver = true;
      takenOver();
    }
    if (function == RecoveryFunction.CONFIRM
        && invoked.result().payload().contains("\"outcome\":\"succeeded\"")) {
      confirmed();
    }
    if (function == RecoveryFunction.GATE && promotion == null && !invoked.result().failed()) {
      judgedFault = Json.time(invoked.result().payload(), "fault");
    }
    if (function == RecoveryFunction.PROMOTE) {
      promotes(invoked);
    }
    if (function == RecoveryFunction.RESTORE
        && promotion == null
        && databases.find(leg.to()).isPresent()) {
      promotion = invoked.at();
    }
    if (function == RecoveryFunction.RECORD && working.equals(operation)) {
      // Its last step gives the lock back: the next operation may begin before this one has ended.
      working = "";
    }
    if (CHANGES.contains(function) && !invoked.again()) {
      if (!working.isEmpty() && !working.equals(operation) && runs(working, person)) {
        add(3, operation + " does step " + function.word() + " while " + working + " is at work");
      }
      working = operation;
    }
    if (invoked.result().failed() && invoked.result().payload().contains("does not simulate")) {
      add(6, function.word() + ": " + Json.detail(invoked.result().payload()));
    }
  }

  /** An instance is promoted once; Aurora may cancel what it was asked for, and be asked again. */
  private void promotes(Invoked invoked) {
    if (promotion != null && !databases.aurora()) {
      return;
    }
    databases
        .promotion(database(), invoked.at())
        .filter(asked -> !asked.equals(promotion))
        .ifPresent(
            asked -> {
              promotion = asked;
              promotedByPlan = invoked.payload().contains("\"mode\":\"planned\"");
            });
  }

  private static boolean runs(String operation, Person person) {
    for (ExecutionListItem each : person.operations()) {
      if (each.name().equals(operation)) {
        return each.status() == ExecutionStatus.RUNNING;
      }
    }
    return false;
  }

  /** When the gate of the operation that promoted put the fault. */
  Optional<Instant> judgedFault() {
    return judgedFault;
  }

  /** Whether the operation that promoted was a planned one. */
  boolean promotedByPlan() {
    return promotedByPlan;
  }

  /** When the writer to be was asked for: a replica obeys, or a database is being restored. */
  Optional<Instant> promotionBegan() {
    return databases.aurora() && promotion != null
        ? databases.promotion(database(), promotion)
        : Optional.ofNullable(promotion);
  }

  private Resource database() {
    return databases.newest(leg.to());
  }

  private void takenOver() {
    Resource database = database();
    if (!Databases.writer(database)) {
      add(
          5,
          "the traffic moves while "
              + Databases.identifier(database)
              + " is "
              + (Databases.replica(database) ? "a replica" : database.string("status")));
    }
    int needed = Math.max(1, (int) Math.ceil(deployment.desiredCapacity() * MINIMUM_HEALTHY));
    long healthy = healthyTargets();
    if (healthy < needed) {
      add(5, "the traffic moves to " + healthy + " healthy targets; " + needed + " are needed");
    }
  }

  /**
   * Whoever looks the users' name up in the Region that is said to serve arrives there; an
   * accelerator leads others elsewhere for some seconds yet.
   */
  private void confirmed() {
    String url = deployment.scheme() + "://" + deployment.domain() + TakeoverAnswer.PATH;
    String arrive;
    try {
      arrive = world.service(Internet.class).get(leg.to().region(), url, Duration.ZERO).region();
    } catch (WebUnreachable e) {
      arrive = "nowhere: " + e.getMessage();
    }
    if (!arrive.equals(leg.to().region())) {
      add(3, "users are said to arrive in " + leg.to().region() + ", and arrive in " + arrive);
    }
  }

  private long healthyTargets() {
    ElasticLoadBalancingV2Client client =
        world.bareClient(
            ElasticLoadBalancingV2Client.class, leg.to().region(), Caller.operator(world.clock()));
    return client.describeTargetGroups(all -> {}).targetGroups().stream()
        .flatMap(
            group ->
                client
                    .describeTargetHealth(
                        describe -> describe.targetGroupArn(group.targetGroupArn()))
                    .targetHealthDescriptions()
                    .stream())
        .filter(target -> target.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
        .count();
  }

  private void add(int invariant, String what) {
    if (violations.stream().noneMatch(known -> known.invariant() == invariant)) {
      violations.add(new Violation(invariant, what));
    }
  }
}
