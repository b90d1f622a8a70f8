package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.OptionalInt;

/**
 * What functions have reserved of the account's concurrency in a Region. With nothing reserved a
 * function shares what is left, with zero it is throttled, always.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html">
 *     Configuring reserved concurrency</a>
 */
final class Concurrency {
  private static final String RESERVED = "reservedConcurrentExecutions";
  private static final int OF_ACCOUNT = 1000;
  private static final int LEFT_AT_LEAST = 100;

  private final World world;
  private final Functions functions;

  Concurrency(World world, Functions functions) {
    this.world = world;
    this.functions = functions;
  }

  OptionalInt reserved(String region, String name) {
    int reserved = reserved(function(region, name));
    return reserved < 0 ? OptionalInt.empty() : OptionalInt.of(reserved);
  }

  void reserve(String region, String name, int executions) {
    Resource function = function(region, name);
    int others =
        world.account().list(LambdaTypes.FUNCTION, region).stream()
            .filter(each -> each != function)
            .mapToInt(each -> Math.max(0, reserved(each)))
            .sum();
    if (executions > 0 && OF_ACCOUNT - others - executions < LEFT_AT_LEAST) {
      throw LambdaRefusal.invalid(
          "Specified ReservedConcurrentExecutions for function decreases account's"
              + " UnreservedConcurrentExecution below its minimum value of ["
              + LEFT_AT_LEAST
              + "].");
    }
    function.set(RESERVED, executions);
  }

  void share(String region, String name) {
    function(region, name).set(RESERVED, -1);
  }

  private static int reserved(Resource function) {
    return function.has(RESERVED) ? function.integer(RESERVED) : -1;
  }

  private Resource function(String region, String text) {
    FunctionName name = FunctionName.of(text);
    if (name.qualifier() != null) {
      throw new UnsupportedOperationException(
          "concurrency is reserved for a function, not for a version: " + text);
    }
    return functions
        .function(region, name.name())
        .orElseThrow(() -> LambdaRefusal.functionNotFound(name.arn(region, world.account().id())));
  }
}
