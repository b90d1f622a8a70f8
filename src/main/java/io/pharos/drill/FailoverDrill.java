package io.pharos.drill;

import io.pharos.config.Settings;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import io.pharos.world.FaultSwitch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * The main drill: users write, the active Region is lost, the other one has to take over by itself.
 * It promises that every figure it reports was observed: the users' from the probe, the rest from
 * the alarm, the execution and the journal.
 */
public final class FailoverDrill {
  private static final Duration WARM_UP = Duration.ofMinutes(12);
  private static final Duration USERS_BEFORE_FAULT = Duration.ofMinutes(5);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration MARGIN = Duration.ofMinutes(3);
  private static final Duration AFTER_RETURN = Duration.ofMinutes(6);

  private final Cloud cloud;
  private final FaultSwitch faults;
  private final Settings settings;
  private final Names names;
  private final String failing;
  private final String recovering;
  private final Operations operations;
  private final Consumer<String> progress;

  public FailoverDrill(
      Cloud cloud, FaultSwitch faults, Settings settings, Consumer<String> progress) {
    this.cloud = cloud;
    this.faults = faults;
    this.settings = settings;
    this.names = settings.names();
    this.failing = settings.regions().of(Position.PRIMARY);
    this.recovering = settings.regions().of(Position.SECONDARY);
    this.operations = new Operations(cloud, names, recovering);
    this.progress = progress;
  }

  /** What the report says besides what the drill sees. */
  public record Setting(long seed, String engineVersion, List<DrillReport.StackSummary> stacks) {}

  /**
   * What happens.
   *
   * @param kind how the Region is lost
   * @param offset of the fault within a minute, which decides how long detection takes
   * @param returns whether the Region comes back once the other one serves
   * @param patience how long the operation may take
   */
  public record Plan(FaultSwitch.Kind kind, Duration offset, boolean returns, Duration patience) {
    /** The Region dies and stays dead. */
    public static Plan dead(Duration offset) {
      return new Plan(FaultSwitch.Kind.DEAD, offset, false, Duration.ofMinutes(60));
    }

    /** The Region cannot be reached for a while, and then comes back alive. */
    public static Plan cutOffForAWhile(Duration offset) {
      return new Plan(FaultSwitch.Kind.ISOLATED, offset, true, Duration.ofMinutes(60));
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
      List<String> troubles) {
    boolean succeeded() {
      return operation.map(Operation::succeeded).orElse(false);
    }

    boolean refused() {
      return journal.map(read -> "refused".equals(read.summary().get("outcome"))).orElse(false);
    }
  }

  public DrillReport run(Setting setting, Plan plan) {
    cloud.pass(WARM_UP);
    Users users = new Users(cloud, settings);
    progress.accept("users write once a second to " + settings.routing().domain());
    cloud.pass(USERS_BEFORE_FAULT.plus(plan.offset()));
    Optional<String> notServed = users.notServedNow();
    Instant fault = cloud.clock().instant();
    Seen seen =
        notServed.isPresent()
            ? new Seen(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of("Users were not served before the fault: " + notServed.get()))
            : loseRegion(plan, fault);
    UserView view = users.view(fault);
    Optional<Integer> strayWrites =
        plan.returns() && seen.succeeded() ? Optional.of(giveBack(users)) : Optional.empty();
    return report(setting, fault, seen, view, strayWrites, users.complaintsOf(Position.SECONDARY));
  }

  private Seen loseRegion(Plan plan, Instant fault) {
    progress.accept("Region " + failing + " is lost");
    faults.fail(failing, plan.kind());
    Watch watch = new Watch(fault, fault.plus(plan.patience()));
    while (!watch.over()) {
      cloud.pass(LOOK_EVERY);
      watch.look();
    }
    progress.accept(
        watch
            .operation
            .map(done -> done.id() + (done.succeeded() ? " succeeded" : " did not succeed"))
            .orElse("no operation"));
    cloud.pass(UserView.STEADY.plus(MARGIN));
    return new Seen(
        watch.detected, watch.operation, watch.operation.map(operations::journal), List.of());
  }

  /** The Region comes back alive, and has to make itself harmless. */
  private int giveBack(Users users) {
    progress.accept("Region " + failing + " returns");
    faults.heal(failing);
    Instant returned = cloud.clock().instant();
    cloud.pass(AFTER_RETURN);
    return users.strayWrites(returned);
  }

  private DrillReport report(
      Setting setting,
      Instant fault,
      Seen seen,
      UserView users,
      Optional<Integer> strayWrites,
      List<String> complaints) {
    List<String> lacking = faults.deploymentFaults();
    Verdict verdict = verdict(users, seen, lacking);
    return new DrillReport(
        "failover",
        cloud.environment(),
        cloud.clockKind(),
        setting.seed(),
        settings.strategy().word(),
        "unplanned",
        seen.operation().map(Operation::id),
        setting.engineVersion(),
        Duration.ofSeconds(settings.objectives().rtoSeconds()),
        Duration.ofSeconds(settings.objectives().rpoSeconds()),
        fault,
        seen.detected(),
        seen.journal()
            .flatMap(read -> read.step("gate"))
            .filter(gate -> gate.outcome().equals("succeeded"))
            .flatMap(StepRecord::ended),
        seen.operation()
            .flatMap(done -> done.ended().map(end -> Duration.between(done.started(), end))),
        users,
        strayWrites,
        seen.journal().map(OperationJournal::steps).orElse(List.of()),
        setting.stacks(),
        verdict == Verdict.MET ? List.of() : findings(seen, users, complaints, lacking),
        verdict);
  }

  /** Looks for the alarm and the operation, until the operation has ended or patience has. */
  private final class Watch {
    private final Instant fault;
    private final Instant end;
    private Optional<Instant> detected = Optional.empty();
    private Optional<Operation> operation = Optional.empty();

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
    }

    private Optional<Instant> detected() {
      return cloud
          .client(CloudWatchClient.class, recovering)
          .describeAlarms(
              query ->
                  query.alarmNames(names.peerLostAlarm()).alarmTypes(AlarmType.COMPOSITE_ALARM))
          .compositeAlarms()
          .stream()
          .filter(alarm -> alarm.stateValue() == StateValue.ALARM)
          .map(CompositeAlarm::stateUpdatedTimestamp)
          .filter(at -> at != null && at.isAfter(fault))
          .findFirst();
    }
  }

  private List<String> findings(
      Seen seen, UserView users, List<String> complaints, List<String> lacking) {
    List<String> findings = new ArrayList<>(seen.troubles());
    if (seen.operation().isEmpty() && seen.troubles().isEmpty()) {
      findings.add(
          "The alarm "
              + names.peerLostAlarm()
              + (seen.detected().isPresent()
                  ? " fired, but it started no operation."
                  : " did not fire."));
    }
    seen.journal().stream()
        .flatMap(read -> read.steps().stream())
        .filter(step -> !step.outcome().equals("succeeded"))
        .forEach(
            step ->
                findings.add(
                    "Step " + step.name() + " is " + step.outcome() + ": " + step.detail()));
    seen.operation()
        .filter(operation -> operation.ended().isPresent() && !operation.succeeded())
        .ifPresent(operation -> findings.add(operations.cause(operation)));
    if (users.rto().isEmpty()) {
      users.lastFailure().ifPresent(failure -> findings.add("Users are not served: " + failure));
    }
    findings.addAll(complaints);
    findings.addAll(lacking);
    findings.addAll(faults.observations());
    return findings;
  }

  /** What a function lacks is a fault of the deployment, even where users did not notice. */
  private Verdict verdict(UserView users, Seen seen, List<String> lacking) {
    if (seen.refused()) {
      return Verdict.REFUSED;
    }
    Verdict verdict =
        DrillReport.judge(
            users,
            Duration.ofSeconds(settings.objectives().rtoSeconds()),
            Duration.ofSeconds(settings.objectives().rpoSeconds()),
            seen.succeeded());
    return verdict == Verdict.MET && !lacking.isEmpty() ? Verdict.MISSED : verdict;
  }
}
