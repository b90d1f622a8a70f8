package io.pharos.sandbox.service.sfn;

import io.pharos.sandbox.core.RoleCaller;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Iam;
import io.pharos.sandbox.service.Lambda;
import io.pharos.sandbox.service.iam.CallKeys;
import io.pharos.sandbox.service.lambda.FunctionName;
import io.pharos.sandbox.service.lambda.InvocationResult;
import io.pharos.sandbox.states.Json;
import io.pharos.sandbox.states.Task;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Tasks that invoke functions, by the optimized integration or by the function's own ARN. */
final class FunctionTasks {
  private static final Set<String> ARGUMENTS =
      Set.of("FunctionName", "Payload", "Qualifier", "InvocationType");

  private final World world;

  FunctionTasks(World world) {
    this.world = world;
  }

  /** A task whose resource is a function: input and result are the function's own. */
  void direct(RoleCaller caller, Task.Call call, Task.Outcome outcome) {
    run(caller, call, FunctionName.of(call.resource()), call.arguments(), outcome, true);
  }

  void invoke(
      RoleCaller caller, Task.Call call, Map<String, Object> arguments, Task.Outcome outcome) {
    for (String name : arguments.keySet()) {
      if (!ARGUMENTS.contains(name)) {
        outcome.fail(
            "States.Runtime", "The field \"" + name + "\" is not supported by Step Functions");
        return;
      }
    }
    if (!(arguments.get("FunctionName") instanceof String function)) {
      outcome.fail("States.Runtime", "The field 'FunctionName' is required but was missing");
      return;
    }
    FunctionName name = FunctionName.of(function);
    if (arguments.get("Qualifier") instanceof String qualifier) {
      name = new FunctionName(name.name(), qualifier);
    }
    Object payload = arguments.getOrDefault("Payload", Map.of());
    if ("Event".equals(arguments.get("InvocationType"))) {
      later(caller, call, event(caller, name, payload, outcome));
    } else {
      run(caller, call, name, payload, outcome, false);
    }
  }

  private Runnable event(
      RoleCaller caller, FunctionName name, Object payload, Task.Outcome outcome) {
    Optional<String> denial = denial(caller, name);
    if (denial.isPresent()) {
      return () -> outcome.fail("Lambda.AWSLambdaException", denial.get());
    }
    try {
      world
          .service(Lambda.class)
          .invokeAsync(caller.region(), arn(caller, name), Json.write(payload));
    } catch (AwsServiceException e) {
      return () -> outcome.fail(error(e), e.getMessage());
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("StatusCode", 202);
    return () -> outcome.succeed(result);
  }

  private void run(
      RoleCaller caller,
      Task.Call call,
      FunctionName name,
      Object payload,
      Task.Outcome outcome,
      boolean plain) {
    Optional<String> denial = denial(caller, name);
    if (denial.isPresent()) {
      later(caller, call, () -> outcome.fail("Lambda.AWSLambdaException", denial.get()));
      return;
    }
    InvocationResult answer;
    try {
      answer =
          world
              .service(Lambda.class)
              .invoke(caller.region(), arn(caller, name), Json.write(payload));
    } catch (AwsServiceException e) {
      later(caller, call, () -> outcome.fail(error(e), e.getMessage()));
      return;
    }
    caller.elapse(answer.took());
    later(caller, call, () -> end(call, outcome, plain, answer));
  }

  private static void end(
      Task.Call call, Task.Outcome outcome, boolean plain, InvocationResult answer) {
    Object payload = Json.parse(answer.payload());
    if (answer.failed()) {
      Object type = payload instanceof Map<?, ?> error ? error.get("errorType") : null;
      outcome.fail(type == null ? "Lambda.Unknown" : type.toString(), answer.payload());
    } else if (plain) {
      outcome.succeed(payload);
    } else if (!TaskCalls.callback(call)) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("ExecutedVersion", answer.version());
      result.put("Payload", payload);
      result.put("StatusCode", 200);
      outcome.succeed(result);
    }
  }

  private Optional<String> denial(RoleCaller caller, FunctionName name) {
    return world
        .service(Iam.class)
        .denial(caller.roleArn(), "lambda:InvokeFunction", arn(caller, name), CallKeys.NONE);
  }

  private String arn(RoleCaller caller, FunctionName name) {
    return name.arn(caller.region(), world.account().id());
  }

  private static String error(AwsServiceException refusal) {
    return "Lambda." + refusal.awsErrorDetails().errorCode();
  }

  private void later(RoleCaller caller, Task.Call call, Runnable end) {
    Duration took = Duration.between(world.clock().instant(), caller.now());
    world.clock().after(took, "task " + call.executionArn(), end);
  }
}
