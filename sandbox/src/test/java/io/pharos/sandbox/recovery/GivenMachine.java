package io.pharos.sandbox.recovery;

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
import software.amazon.awssdk.services.sfn.SfnClient;

/** One state machine of operations in a Region, started as a person does. */
final class GivenMachine {
  private final GivenRegion place;
  private final Resource machine;

  GivenMachine(GivenRegion place, GivenRuntime runtime, StateMachine kind) {
    this.place = place;
    Map<RecoveryFunction, String> aliases = new EnumMap<>(RecoveryFunction.class);
    StateMachines.functions(kind)
        .forEach(function -> aliases.put(function, runtime.aliasArn(function)));
    String role = GivenRegion.NAMES.global(place.region, "dr-machine-" + kind.word());
    Resource made =
        place.given.createIn(
            Account.GLOBAL,
            IamTypes.ROLE,
            role,
            "name",
            role,
            "assumeRolePolicy",
            GivenRuntime.trust("states.amazonaws.com"));
    place.given.createIn(
        Account.GLOBAL,
        IamTypes.ROLE_POLICY,
        role,
        "name",
        "recovery",
        "role",
        role,
        "policy",
        Json.write(
            Map.of(
                "Version",
                "2012-10-17",
                "Statement",
                List.of(
                    Map.of(
                        "Effect",
                        "Allow",
                        "Action",
                        "lambda:InvokeFunction",
                        "Resource",
                        List.copyOf(aliases.values()))))));
    this.machine =
        place.create(
            "aws:sfn/stateMachine:StateMachine",
            kind.word(),
            "name",
            GivenRegion.NAMES.stateMachine(kind),
            "roleArn",
            made.string("arn"),
            "definition",
            StateMachines.definition(kind, aliases));
  }

  void start(String operation, String input) {
    sfn()
        .startExecution(
            start -> start.stateMachineArn(machine.string("arn")).name(operation).input(input));
  }

  /** What runs the operation is gone, at once. */
  void kill(String operation) {
    sfn().stopExecution(stop -> stop.executionArn(arn(operation)).error("Crash"));
  }

  /** The status of an operation's execution, and why it failed if it did. */
  String outcome(String operation) {
    var execution = sfn().describeExecution(describe -> describe.executionArn(arn(operation)));
    return execution.cause() == null
        ? execution.statusAsString()
        : execution.statusAsString() + " " + execution.error() + " " + execution.cause();
  }

  private String arn(String operation) {
    return machine.string("arn").replace(":stateMachine:", ":execution:") + ":" + operation;
  }

  private SfnClient sfn() {
    return place.given.world.bareClient(
        SfnClient.class, place.region, Caller.operator(place.given.world.clock()));
  }
}
