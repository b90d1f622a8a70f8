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
import io.pharos.config.Site;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.recovery.contract.StateMachines;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

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
  private final Optional<FailoverMachine> failover;
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

    RecoveryAccess access = new RecoveryAccess(args, accountId(), table.arn(), deadLetters.arn());
    RecoveryEnvironment environment = new RecoveryEnvironment(args, table.name());
    for (RecoveryFunction function : RecoveryFunction.values()) {
      if (function.everyRegion() || args.operates()) {
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
                    function.everyRegion() ? Optional.of(deadLetters.arn()) : Optional.empty()),
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
    this.failover =
        args.operates() ? Optional.of(failover(name, args, component)) : Optional.empty();
    registerOutputs(Map.of("tableArn", table.arn()));
  }

  private FailoverMachine failover(
      String name, RecoveryArgs args, ComponentResourceOptions component) {
    Detection detection =
        new Detection(
            name + "-detection",
            args.site(),
            args.database().identifier(),
            args.monitoring().topicArn(),
            component);
    Map<RecoveryFunction, Output<String>> aliases = new EnumMap<>(RecoveryFunction.class);
    StateMachines.functions(StateMachine.FAILOVER)
        .forEach(function -> aliases.put(function, functions.get(function).aliasArn()));
    return new FailoverMachine(
        name + "-failover", args.site(), aliases, detection.alarmArn(), component);
  }

  public Output<String> tableName() {
    return table.name();
  }

  public Output<String> tableArn() {
    return table.arn();
  }

  /** ARN of the failover state machine; empty where operations do not run. */
  public Optional<Output<String>> stateMachineArn() {
    return failover.map(FailoverMachine::arn);
  }

  /** The alarm that Route 53 follows: TakenOver in the secondary, Reclaimed in the primary. */
  public Output<String> trafficAlarmName() {
    return trafficAlarm.alarmName();
  }
}
