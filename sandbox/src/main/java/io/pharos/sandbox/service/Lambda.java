package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.lambda.FunctionFleet;
import io.pharos.sandbox.service.lambda.FunctionLog;
import io.pharos.sandbox.service.lambda.InvocationResult;
import io.pharos.sandbox.service.lambda.LambdaApi;
import io.pharos.sandbox.service.lambda.Stage;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** AWS Lambda: functions that really run, from the archive and with the role they were given. */
public final class Lambda implements Service {
  private final FunctionFleet fleet;

  public Lambda(World world) {
    this.fleet = new FunctionFleet(world);
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return fleet.behaviors();
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(LambdaClient.class, (region, caller) -> new LambdaApi(fleet, region, caller));
  }

  /**
   * Runs a function now and answers what it said, and how long that takes.
   *
   * @param function name or ARN, with a version or alias or without
   * @throws AwsServiceException when it is not run at all: ResourceNotFoundException,
   *     TooManyRequestsException, ServiceException ...
   */
  public InvocationResult invoke(String region, String function, String payload) {
    return fleet.invoke(region, function, payload);
  }

  /**
   * Queues an event for a function, which is retried and ends in a dead-letter queue if need be.
   */
  public void invokeAsync(String region, String function, String payload) {
    fleet.invokeAsync(region, function, payload);
  }

  /**
   * Whether the function's resource policy lets an AWS service invoke it.
   *
   * @param principal such as {@code events.amazonaws.com}
   * @param sourceArn on behalf of what it does: a rule's ARN
   */
  public boolean admits(String region, String function, String principal, String sourceArn) {
    return fleet.admits(region, function, principal, sourceArn);
  }

  /** For whoever watches the functions, or takes one of them out. */
  public Stage stage() {
    return fleet.stage();
  }

  /** What all functions have written so far. */
  public FunctionLog log() {
    return fleet.log();
  }
}
