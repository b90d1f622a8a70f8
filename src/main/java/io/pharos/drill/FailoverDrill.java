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

/**
 * The main drill: users write, the active Region is lost, the other one has to take over by itself.
 * It promises that every figure it reports was observed: the users' from the probe, the rest from
 * the alarm, the execution and the journal.
 */
public final class FailoverDrill {
  private static final Duration WARM_UP = Duration.ofMinutes(12);
  private static final Duration USERS_BEFORE_FAULT = Duration.ofMinutes(5);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(60);

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

  public DrillReport run(Setting setting, Duration faultOffset) {
    progress.accept("users write once a second to " + settings.routing().domain());
    cloud.pass(WARM_UP);
    Probe probe = startUsers();
    cloud.pass(USERS_BEFORE_FAULT.plus(faultOffset));
    List<String> findings = new ArrayList<>(notServedBefore(probe));
    Instant fault = cloud.clock().instant();
    progress.accept("Region " + failing + " is lost");
    faults.fail(failing, FaultSwitch.Kind.DEAD);
    Optional<Operation> operation = findings.isEmpty() ? await(fault) : Optional.empty();
    progress.accept(
        operation
            .map(done -> done.id() + (done.succeeded() ? " succeeded" : " did not succeed"))
            .orElse("no operation"));
    cloud.pass(UserView.STEADY.plus(Duration.ofMinutes(3)));
    UserView users = UserView.of(probe.log(), probe.lost(), fault);
    Optional<OperationJournal> journal = operation.map(operations::journal);
    findings.addAll(findings(fault, operation, journal, users));
    boolean succeeded = operation.map(Operation::succeeded).orElse(false);
    return new DrillReport(
        "failover",
        cloud.environment(),
        cloud.clockKind(),
        setting.seed(),
        settings.strategy().word(),
        "unplanned",
        operation.map(Operation::id),
        setting.engineVersion(),
        Duration.ofSeconds(settings.objectives().rtoSeconds()),
        Duration.ofSeconds(settings.objectives().rpoSeconds()),
        fault,
        detected(fault),
        journal
            .flatMap(read -> read.step("gate"))
            .filter(gate -> gate.outcome().equals("succeeded"))
            .flatMap(StepRecord::ended),
        operation.flatMap(done -> done.ended().map(end -> Duration.between(done.started(), end))),
        users,
        journal.map(OperationJournal::steps).orElse(List.of()),
        setting.stacks(),
        List.copyOf(findings),
        verdict(users, succeeded, journal));
  }

  private Probe startUsers() {
    String domain = settings.routing().domain();
    Probe probe =
        new Probe(
            cloud.web(),
            cloud.clock(),
            settings.routing().scheme(),
            domain,
            List.of(
                Names.regionalEndpoint(Position.PRIMARY, domain),
                Names.regionalEndpoint(Position.SECONDARY, domain)));
    cloud.everySecond(
        "users",
        () -> {
          probe.tick();
          return true;
        });
    return probe;
  }

  /** Users must be served before anything is broken, or the drill would measure something else. */
  private List<String> notServedBefore(Probe probe) {
    List<Probe.Entry> log = probe.log();
    Probe.Entry last = log.get(log.size() - 1);
    return last.served()
        ? List.of()
        : List.of("Users were not served before the fault: " + last.failure());
  }

  private Optional<Operation> await(Instant fault) {
    Instant end = fault.plus(PATIENCE);
    Optional<Operation> operation = Optional.empty();
    while (cloud.clock().instant().isBefore(end)) {
      cloud.pass(LOOK_EVERY);
      operation = operations.newest(fault);
      if (operation.isPresent() && operation.get().ended().isPresent()) {
        return operation;
      }
    }
    return operation;
  }

  private Optional<Instant> detected(Instant fault) {
    return cloud
        .client(CloudWatchClient.class, recovering)
        .describeAlarms(
            query -> query.alarmNames(names.peerLostAlarm()).alarmTypes(AlarmType.COMPOSITE_ALARM))
        .compositeAlarms()
        .stream()
        .map(alarm -> alarm.stateTransitionedTimestamp())
        .filter(at -> at != null && at.isAfter(fault))
        .findFirst();
  }

  private List<String> findings(
      Instant fault,
      Optional<Operation> operation,
      Optional<OperationJournal> journal,
      UserView users) {
    List<String> findings = new ArrayList<>();
    if (operation.isEmpty()) {
      findings.add(
          detected(fault).isPresent()
              ? "The alarm " + names.peerLostAlarm() + " fired, but it started no operation."
              : "The alarm " + names.peerLostAlarm() + " did not fire.");
    }
    journal.stream()
        .flatMap(read -> read.steps().stream())
        .filter(step -> !step.outcome().equals("succeeded"))
        .forEach(
            step ->
                findings.add(
                    "Step " + step.name() + " is " + step.outcome() + ": " + step.detail()));
    if (operation.isPresent() && !operation.get().succeeded()) {
      findings.add(operations.cause(operation.get()));
    }
    if (users.rto().isEmpty()) {
      users.lastFailure().ifPresent(failure -> findings.add("Users are not served: " + failure));
    }
    findings.addAll(faults.observations());
    return findings;
  }

  private Verdict verdict(UserView users, boolean succeeded, Optional<OperationJournal> journal) {
    boolean refused =
        journal
            .map(OperationJournal::summary)
            .map(summary -> "refused".equals(summary.get("outcome")))
            .orElse(false);
    return refused
        ? Verdict.REFUSED
        : DrillReport.judge(
            users,
            Duration.ofSeconds(settings.objectives().rtoSeconds()),
            Duration.ofSeconds(settings.objectives().rpoSeconds()),
            succeeded);
  }
}
