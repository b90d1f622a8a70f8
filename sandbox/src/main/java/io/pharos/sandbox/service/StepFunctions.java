package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.sfn.MachineBehavior;
import io.pharos.sandbox.service.sfn.Machines;
import io.pharos.sandbox.service.sfn.SfnApi;
import io.pharos.sandbox.states.Execution;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sfn.SfnClient;

/** AWS Step Functions: standard state machines whose executions run on the virtual clock. */
public final class StepFunctions implements Service {
  private final World world;
  private final Machines machines;

  public StepFunctions(World world) {
    this.world = world;
    this.machines = new Machines(world);
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of(MachineBehavior.TYPE, new MachineBehavior(world));
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(SfnClient.class, (region, caller) -> new SfnApi(machines, region));
  }

  /**
   * Starts an execution, whoever asks for it.
   *
   * @param name null for one that is made up
   * @throws AwsServiceException as StartExecution does
   */
  public Execution start(String region, String stateMachineArn, String name, String input) {
    return machines.start(region, stateMachineArn, name, input);
  }
}
