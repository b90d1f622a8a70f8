package io.pharos.sandbox.recovery;

import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.recovery.contract.StateMachines;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.iam.IamTypes;
import io.pharos.sandbox.states.Json;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;

/** The alarms of the standby, the state machine, and the rule that starts it by itself. */
final class GivenDetection {
  private static final String ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

  private final GivenRegion place;
  final Resource machine;

  GivenDetection(GivenRegion place, GivenRuntime runtime) {
    this(place, runtime, Optional.empty());
  }

  /**
   * @param input what the alarm's rule hands to the state machine, instead of the event
   */
  GivenDetection(GivenRegion place, GivenRuntime runtime, Optional<String> input) {
    this.place = place;
    String unreachable = GivenRegion.NAMES.peerUnreachableAlarm();
    String broken = GivenRegion.NAMES.replicationBrokenAlarm();
    alarm(
        unreachable,
        Metric.NAMESPACE,
        Metric.PEER_UNREACHABLE.metricName(),
        dimensions(),
        "Maximum",
        45.0,
        "GreaterThanThreshold",
        10,
        "ignore");
    boolean silence = place.vpc.engine != GivenEngine.MYSQL;
    alarm(
        broken,
        silence ? Metric.NAMESPACE : "AWS/RDS",
        silence ? Metric.MARKER_LAG_SECONDS.metricName() : "ReplicaLag",
        silence
            ? dimensions()
            : Map.of("DBInstanceIdentifier", place.database.string("identifier")),
        "Maximum",
        silence ? 90.0 : 0.0,
        silence ? "GreaterThanThreshold" : "LessThanThreshold",
        silence ? 10 : 60,
        silence ? "ignore" : "notBreaching");
    Resource lost =
        place.create(
            "aws:cloudwatch/compositeAlarm:CompositeAlarm",
            "peer-lost",
            "alarmName",
            GivenRegion.NAMES.peerLostAlarm(),
            "alarmRule",
            "ALARM(\"" + unreachable + "\") AND ALARM(\"" + broken + "\")",
            "alarmActions",
            List.of(place.topic.id()));
    this.machine = machine(runtime);
    trigger(lost.string("arn"), input);
  }

  /** Starts an operation as a person does. */
  void start(String operation, String input) {
    sfn()
        .startExecution(
            start -> start.stateMachineArn(machine.string("arn")).name(operation).input(input));
  }

  /** The names of all executions so far, the newest first. */
  List<String> operations() {
    return sfn()
        .listExecutions(list -> list.stateMachineArn(machine.string("arn")))
        .executions()
        .stream()
        .map(ExecutionListItem::name)
        .toList();
  }

  /** The status of an operation's execution, and why it failed if it did. */
  String outcome(String operation) {
    String arn = machine.string("arn").replace(":stateMachine:", ":execution:") + ":" + operation;
    var execution = sfn().describeExecution(describe -> describe.executionArn(arn));
    return execution.cause() == null
        ? execution.statusAsString()
        : execution.statusAsString() + " " + execution.error() + " " + execution.cause();
  }

  private SfnClient sfn() {
    return place.given.world.bareClient(
        SfnClient.class, place.region, Caller.operator(place.given.world.clock()));
  }

  static Map<String, String> dimensions() {
    return Map.of(
        Metric.APP, GivenRegion.NAMES.app(), Metric.ENVIRONMENT, GivenRegion.NAMES.environment());
  }

  private void alarm(
      String name,
      String namespace,
      String metric,
      Map<String, String> dimensions,
      String statistic,
      double threshold,
      String comparison,
      int period,
      String missing) {
    place.create(
        ALARM,
        name,
        "name",
        name,
        "namespace",
        namespace,
        "metricName",
        metric,
        "dimensions",
        dimensions,
        "statistic",
        statistic,
        "threshold",
        threshold,
        "comparisonOperator",
        comparison,
        "period",
        period,
        "evaluationPeriods",
        1,
        "treatMissingData",
        missing);
  }

  private Resource machine(GivenRuntime runtime) {
    Map<RecoveryFunction, String> aliases = new EnumMap<>(RecoveryFunction.class);
    StateMachines.functions(StateMachine.FAILOVER)
        .forEach(function -> aliases.put(function, runtime.aliasArn(function)));
    Resource role =
        role(
            "dr-failover",
            "states.amazonaws.com",
            "lambda:InvokeFunction",
            List.copyOf(aliases.values()));
    return place.create(
        "aws:sfn/stateMachine:StateMachine",
        "failover",
        "name",
        GivenRegion.NAMES.failoverStateMachine(),
        "roleArn",
        role.string("arn"),
        "definition",
        StateMachines.definition(StateMachine.FAILOVER, aliases));
  }

  private void trigger(String alarmArn, Optional<String> input) {
    String name = GivenRegion.NAMES.failoverStateMachine();
    place.create(
        "aws:cloudwatch/eventRule:EventRule",
        name,
        "name",
        name,
        "eventPattern",
        Json.write(
            Map.of(
                "source",
                List.of("aws.cloudwatch"),
                "detail-type",
                List.of("CloudWatch Alarm State Change"),
                "resources",
                List.of(alarmArn),
                "detail",
                Map.of("state", Map.of("value", List.of("ALARM"))))),
        "state",
        "ENABLED");
    Resource role =
        role(
            "dr-trigger",
            "events.amazonaws.com",
            "states:StartExecution",
            List.of(machine.string("arn")));
    place.create(
        "aws:cloudwatch/eventTarget:EventTarget",
        name,
        "rule",
        name,
        "targetId",
        "failover",
        "arn",
        machine.string("arn"),
        "roleArn",
        role.string("arn"),
        "input",
        input.orElse(null));
  }

  private Resource role(String what, String service, String action, List<String> resources) {
    String name = GivenRegion.NAMES.global(place.region, what);
    Resource role =
        place.given.createIn(
            Account.GLOBAL,
            IamTypes.ROLE,
            name,
            "name",
            name,
            "assumeRolePolicy",
            GivenRuntime.trust(service));
    place.given.createIn(
        Account.GLOBAL,
        IamTypes.ROLE_POLICY,
        name,
        "name",
        "recovery",
        "role",
        name,
        "policy",
        Json.write(
            Map.of(
                "Version",
                "2012-10-17",
                "Statement",
                List.of(Map.of("Effect", "Allow", "Action", action, "Resource", resources)))));
    return role;
  }
}
