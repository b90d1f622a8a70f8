package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Glob;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Memo;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.Objects;

/**
 * {@code aws:lambda/permission:Permission}: a statement of a function's resource policy. Its id
 * here is what an import takes, {@code function:qualifier/statement}: the provider's own, the
 * statement's, would be the same for two functions.
 */
final class PermissionBehavior implements Behavior {
  private final World world;
  private final Functions functions;
  private final Memo<Asked, Boolean> admitted;

  private record Asked(String region, FunctionName name, String principal, String sourceArn) {}

  PermissionBehavior(World world, Functions functions) {
    this.world = world;
    this.functions = functions;
    this.admitted = Memo.ofCopies(world.account(), "callers admitted", "aws:lambda");
  }

  @Override
  public void create(Resource permission) {
    FunctionName name = name(permission);
    if (functions.version(permission.region(), name).isEmpty()) {
      throw LambdaRefusal.functionNotFound(name.arn(permission.region(), world.account().id()));
    }
    if (!permission.string("action").matches("(lambda:[*]|lambda:[a-zA-Z]+|[*])")) {
      throw LambdaRefusal.invalid("Invalid action " + permission.string("action"));
    }
    String statement = permission.string("statementId");
    if (statement.isEmpty()) {
      statement = Ids.hex("terraform-", 26, permission.region(), permission.name());
      permission.set("statementId", statement);
    }
    String id =
        name.name() + (name.qualifier() == null ? "" : ":" + name.qualifier()) + "/" + statement;
    if (world.account().find(LambdaTypes.PERMISSION, permission.region(), id).isPresent()) {
      throw LambdaRefusal.conflict("The statement id (" + statement + ") provided already exists.");
    }
    permission.id(id);
  }

  /**
   * Whether an AWS service may invoke the function under this name. A permission without a
   * qualifier is none for an alias: Lambda keeps one policy per qualifier.
   */
  boolean allows(String region, FunctionName name, String principal, String sourceArn) {
    return admitted.get(
        new Asked(region, name, principal, sourceArn),
        any -> decide(region, name, principal, sourceArn));
  }

  private boolean decide(String region, FunctionName name, String principal, String sourceArn) {
    return world.account().list(LambdaTypes.PERMISSION, region).stream()
        .anyMatch(
            permission ->
                name(permission).name().equals(name.name())
                    && Objects.equals(name(permission).qualifier(), name.qualifier())
                    && permission.string("principal").equals(principal)
                    && permission.string("action").matches("lambda:(InvokeFunction|[*])|[*]")
                    && source(permission, sourceArn));
  }

  private boolean source(Resource permission, String sourceArn) {
    String account = permission.string("sourceAccount");
    if (!account.isEmpty() && !account.equals(world.account().id())) {
      return false;
    }
    String pattern = permission.string("sourceArn");
    return pattern.isEmpty() || Glob.matches(pattern, sourceArn);
  }

  private static FunctionName name(Resource permission) {
    return FunctionName.of(permission.string("function")).qualified(permission.string("qualifier"));
  }
}
