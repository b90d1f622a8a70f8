package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.states.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code aws:lambda/invocation:Invocation}: nothing in AWS, but a call of a function when it is
 * made, and with {@code lifecycleScope} CRUD also when it is changed and taken away. It is never
 * read.
 */
final class InvocationBehavior implements Behavior {
  private static final String CRUD = "CRUD";

  private final Invocations invocations;

  InvocationBehavior(Invocations invocations) {
    this.invocations = invocations;
  }

  @Override
  public void create(Resource invocation) {
    if (lives(invocation) && !(Json.parse(invocation.string("input")) instanceof Map)) {
      throw LambdaRefusal.invalid(
          "lifecycle_scope other than \"CREATE_ONLY\" requires input to be a JSON object");
    }
    call(invocation, "create", "");
    invocation.id(
        invocation.string("functionName")
            + ","
            + qualifier(invocation)
            + ","
            + Ids.hex("", 32, invocation.string("input"), invocation.name()));
  }

  @Override
  public void update(Resource invocation, Map<String, Object> before) {
    if (!lives(invocation)) {
      throw new UnsupportedOperationException("the sandbox replaces no invocation of CREATE_ONLY");
    }
    call(invocation, "update", String.valueOf(before.get("input")));
  }

  @Override
  public void delete(Resource invocation) {
    if (lives(invocation)) {
      call(invocation, "delete", invocation.string("input"));
    }
  }

  private static boolean lives(Resource invocation) {
    return invocation.string("lifecycleScope").equals(CRUD);
  }

  private static String qualifier(Resource invocation) {
    String qualifier = invocation.string("qualifier");
    return qualifier.isEmpty() ? FunctionName.LATEST : qualifier;
  }

  private void call(Resource invocation, String action, String previous) {
    String input = invocation.string("input");
    String payload = input;
    if (lives(invocation)) {
      Map<Object, Object> called = new LinkedHashMap<>((Map<?, ?>) Json.parse(input));
      Map<String, Object> tf = new LinkedHashMap<>();
      tf.put("action", action);
      tf.put("prev_input", previous.isEmpty() ? null : Json.parse(previous));
      called.put(invocation.has("terraformKey") ? invocation.string("terraformKey") : "tf", tf);
      payload = Json.write(called);
    }
    FunctionName name = FunctionName.of(invocation.string("functionName"));
    InvocationResult result =
        invocations.invoke(invocation.region(), name.qualified(qualifier(invocation)), payload);
    if (result.failed()) {
      throw LambdaRefusal.of(200, "Unhandled", result.payload());
    }
    invocation.set("result", result.payload());
  }
}
