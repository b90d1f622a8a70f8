package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.Map;

/**
 * {@code aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig}: how asynchronous
 * invocations are retried; its id is the function's name, with the qualifier where there is one.
 */
final class InvokeConfigBehavior implements Behavior {
  private final World world;
  private final Functions functions;

  InvokeConfigBehavior(World world, Functions functions) {
    this.world = world;
    this.functions = functions;
  }

  @Override
  public void create(Resource config) {
    Map<String, Object> attributes = config.attributes();
    attributes.putIfAbsent("maximumRetryAttempts", 2);
    check(config);
    FunctionName name =
        FunctionName.of(config.string("functionName")).qualified(config.string("qualifier"));
    config.id(
        name.qualifier() == null
            ? config.string("functionName")
            : config.string("functionName") + ":" + name.qualifier());
  }

  @Override
  public void update(Resource config, Map<String, Object> before) {
    check(config);
  }

  private void check(Resource config) {
    FunctionName name =
        FunctionName.of(config.string("functionName")).qualified(config.string("qualifier"));
    if (functions.version(config.region(), name).isEmpty()) {
      throw LambdaRefusal.functionNotFound(name.arn(config.region(), world.account().id()));
    }
    int age = config.integer("maximumEventAgeInSeconds");
    if (config.has("maximumEventAgeInSeconds") && age != 0 && (age < 60 || age > 21_600)) {
      throw LambdaRefusal.invalid("MaximumEventAgeInSeconds must be between 60 and 21600");
    }
    int attempts = config.integer("maximumRetryAttempts");
    if (attempts < 0 || attempts > 2) {
      throw LambdaRefusal.invalid("MaximumRetryAttempts must be between 0 and 2");
    }
  }
}
