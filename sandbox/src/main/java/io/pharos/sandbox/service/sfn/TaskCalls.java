package io.pharos.sandbox.service.sfn;

import io.pharos.sandbox.core.RoleCaller;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Clients;
import io.pharos.sandbox.states.Json;
import io.pharos.sandbox.states.Task;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/** What the tasks of a state machine call, with the state machine's role. */
final class TaskCalls {
  private static final String CALLBACK = ".waitForTaskToken";
  private static final String INVOKE = "arn:aws:states:::lambda:invoke";
  private static final String PUBLISH = "arn:aws:states:::sns:publish";
  private static final String START = "arn:aws:states:::states:startExecution";
  private static final Set<String> KNOWN = Set.of(INVOKE, PUBLISH, START);

  private final World world;
  private final FunctionTasks functions;

  TaskCalls(World world) {
    this.world = world;
    this.functions = new FunctionTasks(world);
  }

  /**
   * @throws UnsupportedOperationException for an integration that the sandbox does not simulate
   */
  static void check(String resource) {
    if (!isFunction(resource) && !KNOWN.contains(integration(resource))) {
      throw new UnsupportedOperationException("the sandbox does not simulate tasks of " + resource);
    }
  }

  void start(String region, String roleArn, Task.Call call, Task.Outcome outcome) {
    RoleCaller caller = new RoleCaller(roleArn, region, world.clock().instant());
    if (isFunction(call.resource())) {
      functions.direct(caller, call, outcome);
      return;
    }
    Map<String, Object> arguments = arguments(call);
    if (arguments == null) {
      outcome.fail("States.Runtime", "The arguments of '" + call.state() + "' must be an object");
      return;
    }
    switch (integration(call.resource())) {
      case INVOKE -> functions.invoke(caller, call, arguments, outcome);
      case PUBLISH -> answer(caller, call, outcome, "SNS", () -> publish(caller, arguments));
      case START ->
          answer(caller, call, outcome, "StepFunctions", () -> startMachine(caller, arguments));
      default -> throw new UnsupportedOperationException(call.resource());
    }
  }

  private static boolean isFunction(String resource) {
    return resource.startsWith("arn:aws:lambda:");
  }

  static boolean callback(Task.Call call) {
    return call.resource().endsWith(CALLBACK);
  }

  private static String integration(String resource) {
    return resource.endsWith(CALLBACK)
        ? resource.substring(0, resource.length() - CALLBACK.length())
        : resource;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> arguments(Task.Call call) {
    return call.arguments() instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
  }

  /** One call that answers at once; errors are named {@code <Service>.<Code>}. */
  private void answer(
      RoleCaller caller,
      Task.Call call,
      Task.Outcome outcome,
      String service,
      Supplier<Map<String, Object>> action) {
    Runnable end;
    try {
      Map<String, Object> result = action.get();
      end = callback(call) ? () -> {} : () -> outcome.succeed(result);
    } catch (AwsServiceException e) {
      String code = e.awsErrorDetails().errorCode();
      String error = service + "." + (code.endsWith("Exception") ? code : code + "Exception");
      end = () -> outcome.fail(error, e.getMessage());
    } catch (SdkClientException e) {
      end = () -> outcome.fail(service + ".SdkClientException", e.getMessage());
    }
    Duration took = Duration.between(world.clock().instant(), caller.now());
    world.clock().after(took, "task " + call.executionArn(), end);
  }

  private Map<String, Object> publish(RoleCaller caller, Map<String, Object> arguments) {
    only(arguments, Set.of("TopicArn", "Message", "Subject"));
    String topic = String.valueOf(arguments.get("TopicArn"));
    String region = topic.startsWith("arn:") ? topic.split(":")[3] : caller.region();
    PublishResponse answer =
        Clients.of(world, SnsClient.class, region, caller)
            .publish(
                request ->
                    request
                        .topicArn(topic)
                        .subject((String) arguments.get("Subject"))
                        .message(text(arguments.get("Message"))));
    return result("MessageId", answer.messageId());
  }

  private Map<String, Object> startMachine(RoleCaller caller, Map<String, Object> arguments) {
    only(arguments, Set.of("StateMachineArn", "Name", "Input"));
    var answer =
        Clients.of(world, SfnClient.class, caller.region(), caller)
            .startExecution(
                request ->
                    request
                        .stateMachineArn((String) arguments.get("StateMachineArn"))
                        .name((String) arguments.get("Name"))
                        .input(text(arguments.getOrDefault("Input", Map.of()))));
    Map<String, Object> result = result("ExecutionArn", answer.executionArn());
    result.put("StartDate", answer.startDate().toEpochMilli());
    return result;
  }

  private static void only(Map<String, Object> arguments, Set<String> known) {
    for (String name : arguments.keySet()) {
      if (!known.contains(name)) {
        throw SfnException.builder()
            .message("The field \"" + name + "\" is not supported by Step Functions")
            .awsErrorDetails(AwsErrorDetails.builder().errorCode("ValidationException").build())
            .build();
      }
    }
  }

  private static Map<String, Object> result(String name, String value) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put(name, value);
    return result;
  }

  private static String text(Object value) {
    return value instanceof String text ? text : Json.write(value);
  }
}
