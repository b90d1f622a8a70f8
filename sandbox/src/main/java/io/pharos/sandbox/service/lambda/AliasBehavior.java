package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.Map;

/** {@code aws:lambda/alias:Alias}: a name for a version; its id is its ARN. */
final class AliasBehavior implements Behavior {
  private final World world;
  private final Functions functions;

  AliasBehavior(World world, Functions functions) {
    this.world = world;
    this.functions = functions;
  }

  @Override
  public void create(Resource alias) {
    check(alias);
    FunctionName name =
        FunctionName.of(alias.string("functionName")).qualified(alias.string("name"));
    String arn = name.arn(alias.region(), world.account().id());
    if (functions.alias(alias.region(), name).isPresent()) {
      throw LambdaRefusal.conflict("Alias already exists: " + arn);
    }
    alias.id(arn);
    alias.set("arn", arn).set("invokeArn", FunctionBehavior.invokeArn(alias.region(), arn));
  }

  @Override
  public void update(Resource alias, Map<String, Object> before) {
    check(alias);
  }

  private void check(Resource alias) {
    if (Functions.isVersion(alias.string("name"))) {
      throw LambdaRefusal.invalid("The alias name must not be a version number.");
    }
    FunctionName version =
        FunctionName.of(alias.string("functionName")).qualified(alias.string("functionVersion"));
    if (functions.version(alias.region(), version).isEmpty()) {
      throw LambdaRefusal.functionNotFound(version.arn(alias.region(), world.account().id()));
    }
    if (!alias.map("routingConfig").isEmpty()) {
      throw new UnsupportedOperationException(
          "the sandbox does not shift traffic between versions");
    }
  }
}
