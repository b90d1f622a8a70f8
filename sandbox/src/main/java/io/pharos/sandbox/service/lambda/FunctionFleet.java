package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.World;
import java.util.Map;

/** Everything that Lambda is in one world. */
public final class FunctionFleet {
  private final FunctionLog log = new FunctionLog();
  private final Stage stage = new Stage();
  private final Map<String, Behavior> behaviors;
  private final PermissionBehavior permissions;
  private final Invocations invocations;
  private final AsyncInvocations events;
  private final Concurrency concurrency;
  private final EventSourceMappings mappings;

  public FunctionFleet(World world) {
    Functions functions = new Functions(world);
    this.permissions = new PermissionBehavior(world, functions);
    this.invocations = new Invocations(world, functions, log, stage);
    this.events =
        new AsyncInvocations(world, functions, invocations, new FailedEvents(world, log)::send);
    this.concurrency = new Concurrency(world, functions);
    this.mappings = new EventSourceMappings(world, functions);
    this.behaviors =
        Map.of(
            LambdaTypes.MAPPING, mappings,
            LambdaTypes.FUNCTION, new FunctionBehavior(world, functions),
            LambdaTypes.ALIAS, new AliasBehavior(world, functions),
            LambdaTypes.PERMISSION, permissions,
            LambdaTypes.INVOCATION, new InvocationBehavior(invocations),
            LambdaTypes.INVOKE_CONFIG, new InvokeConfigBehavior(world, functions));
  }

  public Map<String, Behavior> behaviors() {
    return behaviors;
  }

  public InvocationResult invoke(String region, String function, String payload) {
    return invocations.invoke(region, FunctionName.of(function), payload);
  }

  public void invokeAsync(String region, String function, String payload) {
    events.add(region, FunctionName.of(function), payload);
  }

  public boolean admits(String region, String function, String principal, String sourceArn) {
    return permissions.allows(region, FunctionName.of(function), principal, sourceArn);
  }

  Concurrency concurrency() {
    return concurrency;
  }

  EventSourceMappings mappings() {
    return mappings;
  }

  public Stage stage() {
    return stage;
  }

  public FunctionLog log() {
    return log;
  }
}
