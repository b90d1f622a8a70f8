package io.pharos.sandbox.service.sfn;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Iam;
import io.pharos.sandbox.service.ResourceName;
import io.pharos.sandbox.states.Definition;
import io.pharos.sandbox.states.InvalidDefinition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** {@code aws:sfn/stateMachine:StateMachine}: its id is its ARN. */
public final class MachineBehavior implements Behavior {
  public static final String TYPE = "aws:sfn/stateMachine:StateMachine";

  private static final String PRINCIPAL = "states.amazonaws.com";
  private static final int MAX_DEFINITION = 1024 * 1024;

  private final World world;

  public MachineBehavior(World world) {
    this.world = world;
  }

  @Override
  public void create(Resource machine) {
    String name = ResourceName.of(machine);
    if (!name.matches("[a-zA-Z0-9_-]{1,80}")) {
      throw SfnRefusal.invalidName(name);
    }
    String arn =
        "arn:aws:states:" + machine.region() + ":" + world.account().id() + ":stateMachine:" + name;
    defaults(machine);
    check(machine);
    if (world.account().find(TYPE, machine.region(), arn).isPresent()) {
      throw SfnRefusal.machineExists(arn);
    }
    machine.id(arn);
    machine
        .set("arn", arn)
        .set("status", "ACTIVE")
        .set("creationDate", world.clock().instant().toString());
    revise(machine, 1);
  }

  @Override
  public void update(Resource machine, Map<String, Object> before) {
    check(machine);
    boolean changed =
        !Objects.equals(before.get("definition"), machine.attributes().get("definition"))
            || !Objects.equals(before.get("roleArn"), machine.attributes().get("roleArn"));
    if (changed) {
      revise(machine, Ids.number(before.get("revisionId")));
    }
  }

  private static void revise(Resource machine, long after) {
    machine.set("revisionId", Ids.hex("", 32, machine.id(), after, machine.string("definition")));
  }

  private static void defaults(Resource machine) {
    Map<String, Object> attributes = machine.attributes();
    attributes.putIfAbsent("type", "STANDARD");
    Map<String, Object> logging = new LinkedHashMap<>(machine.map("loggingConfiguration"));
    logging.putIfAbsent("includeExecutionData", false);
    logging.putIfAbsent("level", "OFF");
    attributes.put("loggingConfiguration", logging);
    attributes.putIfAbsent("tracingConfiguration", Map.of("enabled", false));
    attributes.putIfAbsent("encryptionConfiguration", Map.of("type", "AWS_OWNED_KEY"));
  }

  private void check(Resource machine) {
    if (!machine.string("type").equals("STANDARD")) {
      throw new UnsupportedOperationException("the sandbox runs standard state machines only");
    }
    String text = machine.string("definition");
    if (text.length() > MAX_DEFINITION) {
      throw SfnRefusal.invalidDefinition("Definition is larger than 1048576 bytes");
    }
    Definition definition;
    try {
      definition = Definition.parse(text);
    } catch (InvalidDefinition e) {
      throw SfnRefusal.invalidDefinition(e.getMessage());
    }
    definition.resources().forEach(TaskCalls::check);
    String role = machine.string("roleArn");
    Iam iam = world.service(Iam.class);
    if (!iam.canAssume(role, PRINCIPAL)) {
      throw SfnRefusal.denied(
          "Neither the global service principal states.amazonaws.com, nor the regional one is"
              + " authorized to assume the provided role.");
    }
    logs(machine, role, iam);
  }

  private static void logs(Resource machine, String role, Iam iam) {
    Map<String, Object> logging = machine.map("loggingConfiguration");
    if ("OFF".equals(logging.getOrDefault("level", "OFF"))) {
      return;
    }
    Object destination = logging.get("logDestination");
    if (destination == null || !destination.toString().endsWith(":*")) {
      throw SfnRefusal.invalidArn(String.valueOf(destination));
    }
    if (!iam.allows(role, "logs:CreateLogDelivery", "*")) {
      throw SfnRefusal.denied(
          "The state machine IAM Role is not authorized to access the Log Destination");
    }
  }
}
