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
}
