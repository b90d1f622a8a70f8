package io.pharos.component;

import com.pulumi.aws.dynamodb.Table;
import com.pulumi.aws.dynamodb.TableArgs;
import com.pulumi.aws.dynamodb.inputs.TableAttributeArgs;
import com.pulumi.aws.dynamodb.inputs.TablePointInTimeRecoveryArgs;
import com.pulumi.aws.sqs.Queue;
import com.pulumi.aws.sqs.QueueArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import io.pharos.config.Json;
import io.pharos.config.Site;
import io.pharos.config.Trigger;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.recovery.contract.StateMachines;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The recovery runtime of a Region: the table with lock, journal and samples, the functions, and,
 * where operations run, the state machines and what starts them. Beacon and marker are in every
 * Region, always.
 */
public final class Recovery extends PharosComponent {
  private static final int DEAD_LETTER_DAYS = 14;
  private static final int SECONDS_PER_DAY = 86_400;

  private final Table table;
  private final Map<RecoveryFunction, RecoveryLambda> functions =
      new EnumMap<>(RecoveryFunction.class);
  private final Map<StateMachine, OperationMachine> machines = new EnumMap<>(StateMachine.class);
  private final TrafficAlarm trafficAlarm;

  public Recovery(String name, RecoveryArgs args, ComponentResourceOptions options) {
    super("Recovery", name, options);
    CustomResourceOptions child = child();
    ComponentResourceOptions component = childComponentOptions().build();
    Site site = args.site();
    RecoveryLambda.Placement tools =
        new RecoveryLambda.Placement(
            args.network().toolsSubnetIds(), args.network().toolsSecurityGroupId());

    this.table =
        new Table(
            name + "-table",
            TableArgs.builder()
                .name(site.names().table())
                .billingMode("PAY_PER_REQUEST")
                .hashKey("pk")
                .rangeKey("sk")
                .attributes(
                    TableAttributeArgs.builder().name("pk").type("S").build(),
                    TableAttributeArgs.builder().name("sk").type("S").build())
                .pointInTimeRecovery(TablePointInTimeRecoveryArgs.builder().enabled(true).build())
                .deletionProtectionEnabled(site.isProtected())
                .build(),
            childOptions().protect(site.isProtected()).build());
    Queue deadLetters =
        new Queue(
            name + "-dead-letters",
            QueueArgs.builder()
                .name(site.names().regional("dr-dead-letters"))
                .messageRetentionSeconds(DEAD_LETTER_DAYS * SECONDS_PER_DAY)
                .sqsManagedSseEnabled(true)
                .build(),
            child);

    Output<String> account = accountId();
    RecoveryAccess access = new RecoveryAccess(args, account, table.arn(), deadLetters.arn());
    RecoveryEnvironment environment = new RecoveryEnvironment(args, account, table.name());
    for (RecoveryFunction function : RecoveryFunction.values()) {
      if (isHere(function, args)) {
        functions.put(
            function,
            new RecoveryLambda(
                name + "-" + function.word(),
                new RecoveryLambda.Inputs(
                    site,
                    function,
                    args.archive(),
                    environment.of(function),
                    access.policyOf(function),
                    function.inVpc() ? Optional.of(tools) : Optional.empty(),
                    RecoveryAccess.startedByEvents(function)
                        ? Optional.of(deadLetters.arn())
                        : Optional.empty()),
                component));
      }
    }
    for (RecoveryFunction function : RecoveryFunction.values()) {
      if (function.everyRegion()) {
        new EveryMinute(
            name + "-" + function.word() + "-schedule",
            site,
            function,
            functions.get(function),
            component);
      }
    }
    this.trafficAlarm = new TrafficAlarm(name + "-traffic", site, component);
    if (site.settings().compute().replicateImages()) {
      new ImageReplication(
          name + "-registry-rule", site, functions.get(RecoveryFunction.REGISTRY), component);
    }
    if (args.operates()) {
      for (StateMachine machine : StateMachine.values()) {
        if (!machine.scheduled() && (site.restores() || !machine.ofSkeletons())) {
          machines.put(machine, machine(name, machine, args, component));
        }
      }
    }
    if (args.peerKeyArn().isPresent()) {
      new Schedules(
          name,
          site,
          functions,
          args.monitoring().topicArn(),
          args.configuration().secretArn(),
          component);
    }
    registerOutputs(Map.of("tableArn", table.arn()));
  }

  private static boolean isHere(RecoveryFunction function, RecoveryArgs args) {
    if (function.ofSkeletons() && !args.site().restores()) {
      return false;
    }
    if (function.ofRestoreTests()) {
      return args.site().restoreTest().isPresent();
    }
    if (function.ofReplicatedImages()) {
      return args.site().settings().compute().replicateImages();
    }
    if (function == RecoveryFunction.SNAPSHOT
        && args.site().settings().database().engine().aurora()) {
      return false;
    }
    if (function == RecoveryFunction.IMAGE && !args.site().settings().compute().startsFromImage()) {
      return false;
    }
    return function.scheduled()
        ? args.peerKeyArn().isPresent()
        : function.everyRegion() || args.operates();
  }

  private OperationMachine machine(
      String name, StateMachine machine, RecoveryArgs args, ComponentResourceOptions component) {
    Map<RecoveryFunction, Output<String>> aliases = new EnumMap<>(RecoveryFunction.class);
    StateMachines.functions(machine)
        .forEach(function -> aliases.put(function, functions.get(function).aliasArn()));
    Optional<OperationMachine.Trigger> trigger =
        switch (machine) {
          // A standby without a replica cannot be promoted: what an alarm asks for is a restore.
          case FAILOVER ->
              args.site().restores()
                  ? Optional.empty()
                  : Optional.of(failoverTrigger(name, args, component));
          case RESTORE -> Optional.of(failoverTrigger(name, args, component));
          case FAILBACK -> failbackTrigger(name, args.site(), component);
          case STANDBY, SNAPSHOT, IMAGE -> Optional.empty();
        };
    return new OperationMachine(
        // A function has the name of its own already where both are called alike.
        name + "-" + machine.word() + (machine.ofSkeletons() ? "-machine" : ""),
        args.site(),
        machine,
        aliases,
        trigger,
        args.monitoring().topicArn(),
        component);
  }

  private static OperationMachine.Trigger failoverTrigger(
      String name, RecoveryArgs args, ComponentResourceOptions component) {
    Site site = args.site();
    Detection detection =
        new Detection(
            name + "-detection",
            site,
            args.database().identifier(),
            args.monitoring().topicArn(),
            component);
    Trigger trigger = site.settings().failover().trigger();
    return new OperationMachine.Trigger(
        detection.alarmArn(),
        "The peer Region is lost: starts the failover unless failover.trigger is manual",
        trigger != Trigger.MANUAL,
        // The state machine waits for a person when this says so.
        Json.write(
            new TreeMap<>(
                Map.of(
                    "mode",
                    "unplanned",
                    "reason",
                    "alarm " + site.names().peerLostAlarm(),
                    "trigger",
                    trigger == Trigger.APPROVAL ? trigger.word() : Trigger.AUTOMATIC.word()))));
  }

  /** To the primary Region only, or the application would go to and fro. */
  private static Optional<OperationMachine.Trigger> failbackTrigger(
      String name, Site site, ComponentResourceOptions component) {
    return switch (site.position()) {
      case SECONDARY -> Optional.empty();
      case PRIMARY ->
          Optional.of(
              new OperationMachine.Trigger(
                  new ReturnAlarm(name + "-return", site, component).alarmArn(),
                  "This Region is back: starts the failback when failover.automaticFailback is on",
                  site.settings().failover().automaticFailback(),
                  Json.write(
                      new TreeMap<>(
                          Map.of(
                              "reason",
                              "alarm " + site.names().returnReadyAlarm(),
                              "trigger",
                              Trigger.AUTOMATIC.word())))));
    };
  }

  /** What EventBridge calls for restore tests; empty where there are none. */
  Optional<RecoveryLambda> proof() {
    return Optional.ofNullable(functions.get(RecoveryFunction.PROOF));
  }

  public Output<String> tableName() {
    return table.name();
  }

  public Output<String> tableArn() {
    return table.arn();
  }

  /** ARN of the failover state machine; empty where operations do not run. */
  public Optional<Output<String>> stateMachineArn() {
    return Optional.ofNullable(machines.get(StateMachine.FAILOVER)).map(OperationMachine::arn);
  }

  /** The alarm that Route 53 follows: TakenOver in the secondary, Reclaimed in the primary. */
  public Output<String> trafficAlarmName() {
    return trafficAlarm.alarmName();
  }
}
