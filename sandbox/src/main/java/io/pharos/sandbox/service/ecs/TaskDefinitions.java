package io.pharos.sandbox.service.ecs;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Iam;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Task definitions for Fargate: each registration is a new revision of its family. */
final class TaskDefinitions implements Behavior {
  private static final double UNITS_OF_A_VCPU = 1024;

  private final World world;
  private final Map<String, Integer> revisions = new HashMap<>();

  TaskDefinitions(World world) {
    this.world = world;
  }

  @Override
  public void create(Resource definition) {
    check(definition);
    String family = definition.string("family");
    String withoutRevision = prefix(world.account(), definition.region()) + family;
    int revision =
        1
            + Math.max(
                revisions.getOrDefault(withoutRevision, 0),
                world.account().list(definition.type(), definition.region()).stream()
                    .filter(each -> each.string("family").equals(family))
                    .mapToInt(each -> each.integer("revision"))
                    .max()
                    .orElse(0));
    revisions.put(withoutRevision, revision);
    definition.id(withoutRevision + ":" + revision);
    definition
        .set("arn", definition.id())
        .set("arnWithoutRevision", withoutRevision)
        .set("revision", revision);
  }

  private static String prefix(Account account, String region) {
    return "arn:aws:ecs:" + region + ":" + account.id() + ":task-definition/";
  }

  /** What a task of it takes of a Region's quota. */
  static double vcpus(Resource definition) {
    return Double.parseDouble(definition.string("cpu")) / UNITS_OF_A_VCPU;
  }

  /** By ARN, {@code family:revision}, or the family's newest. */
  static Optional<Resource> find(Account account, String region, String reference) {
    String name = reference.substring(reference.lastIndexOf('/') + 1);
    if (name.contains(":")) {
      return account.find(EcsTypes.TASK_DEFINITION, region, prefix(account, region) + name);
    }
    return account.list(EcsTypes.TASK_DEFINITION, region).stream()
        .filter(each -> each.string("family").equals(name))
        .max(java.util.Comparator.comparingInt(each -> each.integer("revision")));
  }

  private void check(Resource definition) {
    if (!definition.string("family").matches("[A-Za-z0-9_-]{1,255}")) {
      throw EcsRefusal.client(
          "Family contains invalid characters: '" + definition.string("family") + "'");
    }
    if (!definition.strings("requiresCompatibilities").equals(List.of("FARGATE"))) {
      throw new UnsupportedOperationException("the sandbox runs tasks on Fargate only");
    }
    if (!definition.string("networkMode").equals("awsvpc")) {
      throw EcsRefusal.client("Fargate only supports network mode 'awsvpc'.");
    }
    if (!FargateSizes.exists(definition.string("cpu"), definition.string("memory"))) {
      throw EcsRefusal.client(
          "No Fargate configuration exists for given values: "
              + definition.string("cpu")
              + " CPU, "
              + definition.string("memory")
              + " memory. See the Amazon ECS documentation for the valid values.");
    }
    for (String role : List.of("executionRoleArn", "taskRoleArn")) {
      String arn = definition.string(role);
      if (!arn.isEmpty() && world.service(Iam.class).role(arn).isEmpty()) {
        throw EcsRefusal.client("Role is not valid");
      }
    }
    List<ContainerDefinition> containers = ContainerDefinition.of(definition);
    if (containers.stream().noneMatch(ContainerDefinition::essential)) {
      throw EcsRefusal.client("Task definition must have at least one essential container.");
    }
    Set<String> names = new HashSet<>();
    Set<Integer> ports = new HashSet<>();
    for (ContainerDefinition container : containers) {
      if (!names.add(container.name())) {
        throw EcsRefusal.client("Container names must be unique: " + container.name());
      }
      for (int port : container.ports()) {
        if (!ports.add(port)) {
          throw EcsRefusal.client(
              "Container ports must be unique in a task of network mode awsvpc: " + port);
        }
      }
      check(definition, container);
    }
  }

  private static void check(Resource definition, ContainerDefinition container) {
    if (container.name().isEmpty() || container.image().isEmpty()) {
      throw EcsRefusal.client("Container.image and Container.name should not be null or empty.");
    }
    boolean role = definition.has("executionRoleArn");
    if (!container.secrets().isEmpty() && !role) {
      throw EcsRefusal.client(
          "When you are specifying container secrets, you must also specify a value for"
              + " 'executionRoleArn'.");
    }
    container.secrets().keySet().stream()
        .filter(container.environment()::containsKey)
        .findFirst()
        .ifPresent(
            name -> {
              throw EcsRefusal.client(
                  "The secret name must be unique and not shared with any new or existing"
                      + " environment variables set on the container, such as '"
                      + name
                      + "'.");
            });
    if (container.logDriver().equals("awslogs")) {
      if (!role) {
        throw EcsRefusal.client(
            "Fargate requires task definition to have execution role ARN to support log driver"
                + " awslogs.");
      }
      for (String option : List.of("awslogs-group", "awslogs-region", "awslogs-stream-prefix")) {
        if (!container.logOptions().containsKey(option)) {
          throw EcsRefusal.client("Log driver awslogs requires options: " + option);
        }
      }
    }
  }
}
