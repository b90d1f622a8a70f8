package io.pharos.simulation;

import io.pharos.drill.RegionTable;
import io.pharos.recovery.contract.Names;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.World;
import io.pharos.world.SandboxCloud;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** The state machines of both Regions, as an operator sees and starts them. */
final class Machines {
  private final World world;
  private final Names names;
  private final Map<Leg.Place, String> arns = new HashMap<>();
  private final Map<String, SfnClient> clients = new HashMap<>();

  Machines(World world, Names names) {
    this.world = world;
    this.names = names;
  }

  Names names() {
    return names;
  }

  /** The executions that were started then or later, the newest first. */
  List<ExecutionListItem> executions(Leg.Place place, Instant since) {
    String arn = arn(place);
    List<ExecutionListItem> all =
        states(place.region()).listExecutions(list -> list.stateMachineArn(arn)).executions();
    return all.stream().filter(each -> !each.startDate().isBefore(since)).toList();
  }

  void start(Leg.Place place, String name, String input) {
    String arn = arn(place);
    states(place.region())
        .startExecution(start -> start.stateMachineArn(arn).name(name).input(input));
  }

  /** The error of an execution that has failed, or null. */
  String error(Leg.Place place, ExecutionListItem execution) {
    return states(place.region())
        .describeExecution(query -> query.executionArn(execution.executionArn()))
        .error();
  }

  /**
   * Kills what runs this operation.
   *
   * @return whether there was such a thing
   */
  boolean kill(Leg.Place place, String operation, Instant since) {
    boolean killed = false;
    for (ExecutionListItem each : executions(place, since)) {
      if (each.name().equals(operation) && each.status() == ExecutionStatus.RUNNING) {
        states(place.region())
            .stopExecution(
                stop -> stop.executionArn(each.executionArn()).error("Crash").cause("simulated"));
        killed = true;
      }
    }
    return killed;
  }

  /** Whether an operation holds the Region's lock, as {@code pharos status} shows. */
  boolean locked(String region) {
    return new RegionTable(new SandboxCloud(world), names, region).lockHolder().isPresent();
  }

  private SfnClient states(String region) {
    return clients.computeIfAbsent(
        region, any -> world.bareClient(SfnClient.class, region, Caller.operator(world.clock())));
  }

  private String arn(Leg.Place place) {
    return arns.computeIfAbsent(
        place,
        any ->
            states(place.region()).listStateMachines(list -> {}).stateMachines().stream()
                .filter(each -> each.name().equals(names.stateMachine(place.machine())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("not deployed: " + place))
                .stateMachineArn());
  }
}
