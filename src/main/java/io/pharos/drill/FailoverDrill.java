package io.pharos.drill;

import io.pharos.config.Strategy;
import io.pharos.config.Trigger;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.StandbyWord;
import io.pharos.world.Cloud;
import io.pharos.world.FaultSwitch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * The main drill: users write, the active Region is lost, the other one has to take over by itself.
 * A Region that comes back has to make itself harmless.
 */
public final class FailoverDrill {
  private static final Duration USERS_BEFORE_FAULT = Duration.ofMinutes(5);

  /** How long a person takes from the alarm to the decision, where nothing starts by itself. */
  private static final Duration DECISION = Duration.ofMinutes(5);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration MARGIN = Duration.ofMinutes(3);
  static final Duration AFTER_RETURN = Duration.ofMinutes(6);

  /** A database that is restored comes hours later than one that is promoted. */
  private static final Duration RESTORING = Duration.ofHours(6);

  private static final Operations.Request BY_HAND =
      Operations.Request.unplanned("the primary Region is lost", Optional.empty());

  private final Scene scene;
  private final Cloud cloud;
  private final String failing;
  private final String recovering;
  private final Operations operations;

  FailoverDrill(Scene scene) {
    this.scene = scene;
    this.cloud = scene.cloud();
    this.failing = scene.region(Position.PRIMARY);
    this.recovering = scene.region(Position.SECONDARY);
    this.operations =
        new Operations(
            cloud, scene.names(), recovering, Operations.unplanned(scene.settings().strategy()));
  }

  /**
   * What happens.
   *
   * @param kind how the Region is lost
   * @param offset of the fault within a minute, which decides how long detection takes
   * @param returns whether the Region comes back once the other one serves
   * @param patience how long the operation may take
   */
  public record Plan(FaultSwitch.Kind kind, Duration offset, boolean returns, Duration patience) {
    static final Duration PATIENCE = Duration.ofMinutes(60);

    /** The Region dies and stays dead. */
    public static Plan dead(Duration offset) {
      return new Plan(FaultSwitch.Kind.DEAD, offset, false, PATIENCE);
    }

    /** The Region dies, and comes back once the other one has served for a while. */
    public static Plan deadForAWhile(Duration offset) {
      return new Plan(FaultSwitch.Kind.DEAD, offset, true, PATIENCE);
    }

    /** The Region cannot be reached for a while, and then comes back alive. */
    public static Plan cutOffForAWhile(Duration offset) {
      return new Plan(FaultSwitch.Kind.ISOLATED, offset, true, PATIENCE);
    }

    public Plan patience(Duration patience) {
      return new Plan(kind, offset, returns, patience);
    }
  }

  /** What the drill saw of the operation. */
  private record Seen(
      Optional<Instant> detected,
      Optional<Operation> operation,
      Optional<OperationJournal> journal,
      Optional<Instant> capacityReady,
      List<String> troubles) {
    static Seen nothing(String why) {
      return new Seen(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of(why));
    }

    boolean succeeded() {
      return operation.map(Operation::succeeded).orElse(false);
    }

    boolean refused() {
      return journal.map(read -> "refused".equals(read.summary().get("outcome"))).orElse(false);
    }

    List<StepRecord> steps() {
      return journal.map(OperationJournal::steps).orElse(List.of());
    }
  }

  /**
   * What is restored from a vault is as old as its newest copy: users must have been there before,
   * or what they lose could not be seen.
   */
  private void awaitCopy() {
    if (!scene.settings().standby().equals(StandbyWord.COPIES)) {
      return;
    }
    Instant since = cloud.clock().instant();
    Instant end = since.plusSeconds(2L * scene.settings().objectives().rpoSeconds());
    RegionTable table = new RegionTable(cloud, scene.names(), recovering);
    scene.progress().accept("waits for a copy in the vault of " + recovering);
    while (cloud.clock().instant().isBefore(end)
        && RegionTable.instant(table.item("backup", "latest"), "latest")
            .filter(since::isBefore)
            .isEmpty()) {
      cloud.pass(Duration.ofMinutes(1));
    }
  }

  DrillReport run(Plan plan) {
    awaitCopy();
    cloud.pass(USERS_BEFORE_FAULT.plus(plan.offset()));
    Optional<String> notServed = scene.users().notServedNow();
    Instant fault = cloud.clock().instant();
    Seen seen =
        notServed.isPresent()
            ? Seen.nothing("Users were not served before the fault: " + notServed.get())
            : loseRegion(plan, fault);
    UserView view = scene.users().view(0, fault);
    Optional<DrillReport.Return> returned =
        plan.returns() && seen.succeeded() ? Optional.of(giveBack()) : Optional.empty();
    return report(fault, seen, view, returned);
  }

  private Seen loseRegion(Plan plan, Instant fault) {
    scene.progress().accept("Region " + failing + " is lost");
    scene.faults().fail(failing, plan.kind());
    Duration restoring =
        scene.settings().strategy() == Strategy.BACKUP_RESTORE ? RESTORING : Duration.ZERO;
    Watch watch = new Watch(fault, fault.plus(plan.patience()).plus(restoring));
    while (!watch.over()) {
      cloud.pass(LOOK_EVERY);
      watch.look();
    }
    scene
        .progress()
        .accept(
            watch
                .operation
                .map(done -> done.id() + (done.succeeded() ? " succeeded" : " did not succeed"))
                .orElse("no operation"));
    cloud.pass(UserView.STEADY.plus(MARGIN));
    return new Seen(
        watch.detected,
        watch.operation,
        watch.operation.map(operations::journal),
        watch.capacityReady,
        List.of());
  }

  /** The Region comes back alive, and has to make itself harmless. */
  private DrillReport.Return giveBack() {
    Instant returned = cloud.clock().instant();
    scene.faults().heal(failing);
    scene.progress().accept("Region " + failing + " returns");
    cloud.pass(AFTER_RETURN);
    Optional<Instant> fenced = fenced();
    scene
        .progress()
        .accept(
            fenced
                .map(
                    at ->
                        "Region "
                            + failing
                            + " fenced itself within "
                            + Figure.human(Duration.between(returned, at)))
                .orElse("Region " + failing + " did not fence itself"));
    Optional<MissingDataReport> missing =
        MissingDataReport.newest(cloud, scene.names(), recovering);
    missing.ifPresent(report -> scene.progress().accept("missing-data report: " + report));
    return new DrillReport.Return(
        returned,
        fenced,
        scene.users().strayWrites(returned),
        missing,
        missing.map(report -> scene.users().lost(report::covers)).orElse(0));
  }

  /** When the Region had closed its own database, as its own table says. */
  private Optional<Instant> fenced() {
    Map<String, AttributeValue> item =
        cloud
            .client(DynamoDbClient.class, failing)
            .getItem(
                get ->
                    get.tableName(scene.names().table())
                        .key(
                            Map.of(
                                "pk", AttributeValue.fromS("fence"),
                                "sk", AttributeValue.fromS("self")))
                        .consistentRead(true))
            .item();
    return Optional.ofNullable(item.get("fenced")).map(AttributeValue::s).map(Instant::parse);
  }

  private DrillReport report(
      Instant fault, Seen seen, UserView view, Optional<DrillReport.Return> returned) {
    DrillReport.Header header = scene.header("failover", "unplanned");
    boolean harmless = returned.map(back -> back.inOrder(view.lostWrites())).orElse(true);
    Verdict judged = scene.verdict(header, view, seen.succeeded(), seen.refused());
    Verdict verdict = judged == Verdict.MET && !harmless ? Verdict.MISSED : judged;
    return new DrillReport(
        header,
        seen.operation().map(Operation::id),
        fault,
        seen.detected(),
        seen.journal()
            .flatMap(read -> read.step("gate"))
            .filter(gate -> gate.outcome().equals("succeeded"))
            .flatMap(StepRecord::ended),
        seen.operation()
            .flatMap(done -> done.ended().map(end -> Duration.between(done.started(), end))),
        view,
        returned,
        seen.steps(),
        seen.capacityReady(),
        LowerBound.unplanned(Combination.of(scene.settings()), scene.settings().routing().via()),
        verdict == Verdict.MET ? List.of() : findings(seen, view),
        verdict);
  }

  /** Looks for the alarm and the operation, until the operation has ended or patience has. */
  private final class Watch {
    private final Instant fault;
    private final Instant end;
    private Optional<Instant> detected = Optional.empty();
    private Optional<Operation> operation = Optional.empty();
    private Optional<Instant> capacityReady = Optional.empty();

    Watch(Instant fault, Instant end) {
      this.fault = fault;
      this.end = end;
    }

    boolean over() {
      return operation.flatMap(Operation::ended).isPresent()
          || !cloud.clock().instant().isBefore(end);
    }

    void look() {
      // While it is on: the alarm clears as soon as the database is no replica any more.
      if (detected.isEmpty()) {
        detected = detected();
      }
      operation = operations.newest(fault);
      if (operation.isEmpty() && decided()) {
        operation = Optional.of(operations.start(BY_HAND));
        scene.progress().accept("a person starts " + operation.get().id());
      }
      if (operation.isPresent() && capacityReady.isEmpty() && capacityIsReady()) {
        capacityReady = Optional.of(cloud.clock().instant());
      }
    }

    /** Only where a person starts it, who hears of the loss from the alarm. */
    private boolean decided() {
      return scene.settings().failover().trigger() == Trigger.MANUAL
          && detected
              .filter(at -> !cloud.clock().instant().isBefore(at.plus(DECISION)))
              .isPresent();
    }

    /** As many as the step verify waits for: half of them. */
    private boolean capacityIsReady() {
      ElasticLoadBalancingV2Client balancing =
          cloud.client(ElasticLoadBalancingV2Client.class, recovering);
      long healthy =
          balancing
              .describeTargetGroups(
                  query ->
                      query.names(
                          scene.names().targetGroup(scene.settings().compute().kind().platform())))
              .targetGroups()
              .stream()
              .flatMap(
                  group ->
                      balancing
                          .describeTargetHealth(
                              query -> query.targetGroupArn(group.targetGroupArn()))
                          .targetHealthDescriptions()
                          .stream())
              .filter(target -> target.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
              .count();
      return 2 * healthy >= scene.settings().compute().active().desiredCapacity() && healthy > 0;
    }

    private Optional<Instant> detected() {
      return cloud
          .client(CloudWatchClient.class, recovering)
          .describeAlarms(
              query ->
                  query
                      .alarmNames(scene.names().peerLostAlarm())
                      .alarmTypes(AlarmType.COMPOSITE_ALARM))
          .compositeAlarms()
          .stream()
          .filter(alarm -> alarm.stateValue() == StateValue.ALARM)
          .map(CompositeAlarm::stateUpdatedTimestamp)
          .filter(at -> at != null && at.isAfter(fault))
          .findFirst();
    }
  }

  private List<String> findings(Seen seen, UserView view) {
    List<String> findings = new ArrayList<>(seen.troubles());
    if (seen.operation().isEmpty() && seen.troubles().isEmpty()) {
      findings.add(
          "The alarm "
              + scene.names().peerLostAlarm()
              + (seen.detected().isPresent()
                  ? " fired, but it started no operation."
                  : " did not fire."));
    }
    findings.addAll(
        scene.findings(
            seen.steps(),
            seen.operation()
                .filter(operation -> operation.ended().isPresent() && !operation.succeeded())
                .map(operations::cause),
            view,
            Position.SECONDARY));
    return findings;
  }
}
