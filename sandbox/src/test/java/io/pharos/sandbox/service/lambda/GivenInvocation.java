package io.pharos.sandbox.service.lambda;

import io.pharos.recovery.aws.Aws;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** One invocation of a deployed function, for tests that make the handler themselves. */
public final class GivenInvocation {
  private GivenInvocation() {}

  /** What the function reaches, with its role, its network, its variables and its timeout. */
  public static Aws of(World world, Resource function) {
    FunctionCaller caller =
        new FunctionCaller(function.string("role"), function.region(), world.clock().instant());
    caller.begin(world.clock().instant(), Duration.ofSeconds(function.integer("timeout")));
    Map<String, Object> variables = new LinkedHashMap<>(FunctionRules.variables(function));
    variables.put("AWS_REGION", function.region());
    Functions.Version version =
        new Functions.Version(function, function.string("version"), function);
    return new SandboxAws(
        world, caller, new FunctionNetwork(world, version), variables, new Stage());
  }
}
