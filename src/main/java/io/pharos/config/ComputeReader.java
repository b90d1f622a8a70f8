package io.pharos.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code pharos:compute}. */
final class ComputeReader {
  private static final int PORT_MAX = 65535;
  private static final int INSTANCES_MAX = 500;
  private static final Rule INSTANCE_TYPE =
      Rule.matching(
          "[a-z][a-z0-9-]*\\.[a-z0-9-]+", "an EC2 instance type, such as t3.small", "t3.small");
  private static final Rule ARCHITECTURE =
      Rule.matching("x86_64|arm64", "x86_64 or arm64", "arm64");
  private static final Rule CONTAINER_NAME =
      Rule.matching(
          "[a-z][a-z0-9]*(-[a-z0-9]+)*",
          "lower-case letters, digits and single hyphens, starting with a letter",
          "web");
  private static final Rule IMAGE =
      Rule.matching(
          "[a-z0-9]+([._/:-]+[a-z0-9]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?"
              + "(@sha256:[0-9a-f]{64})?",
          "the reference of a container image, registry/name:tag",
          "public.ecr.aws/nginx/nginx:1.27");
  private static final Rule PATH =
      Rule.matching("/[A-Za-z0-9_./-]*", "a path that starts with /", "/healthz");
  private static final Rule VARIABLE =
      Rule.matching("[A-Za-z_][A-Za-z0-9_]*", "letters, digits and underscores", "LOG_LEVEL")
          .and(name -> !name.startsWith("DATABASE_"), "not one of Pharos' own DATABASE_...");
  private static final Rule VALUE =
      Rule.matching("[^\\r\\n]{1,4096}", "one line of text, not empty", "info");

  private final Section section;
  private final Strategy strategy;
  private final Regions regions;

  /**
   * @param strategy which decides whether instances run in the standby
   * @param regions between which images are replicated
   */
  ComputeReader(Section section, Strategy strategy, Regions regions) {
    this.section = section;
    this.strategy = strategy;
    this.regions = regions;
  }

  ComputeSettings read() {
    ComputeKind kind = section.choice("kind", ComputeKind.EC2);
    ComputeSettings compute =
        new ComputeSettings(
            kind,
            instanceType(kind),
            task(kind, section.section("task", false)),
            containers(kind, section.sections("containers")),
            capacity("active", true, new Capacity(1, 2, 1)),
            standby(),
            section.optionalInteger("cpuTargetPercent", 10, 90, 60).orElse(60),
            section.text("healthPath", PATH, "/healthz"),
            section.flag("replicateImages", false));
    replicates(compute);
    section.close();
    return compute;
  }

  /** Only ECR replicates, and what is replicated is what is pushed to one of the two Regions. */
  private void replicates(ComputeSettings compute) {
    if (!compute.replicateImages() || !section.sound("replicateImages", "containers")) {
      return;
    }
    if (compute.registryImages().isEmpty()) {
      section.wrong(
          "replicateImages",
          "false where no container's image is in a private registry of ECR"
              + " (<account>.dkr.ecr.<region>.amazonaws.com/...): no other registry is replicated",
          "false");
      return;
    }
    List<String> both = List.of(regions.primary(), regions.secondary());
    compute.registryImages().stream()
        .filter(image -> !both.contains(image.region()))
        .findFirst()
        .ifPresent(
            image ->
                section.wrong(
                    "replicateImages",
                    "false where an image is pushed to "
                        + image.region()
                        + " ("
                        + image.uri()
                        + "): the registries of "
                        + String.join(" and ", both)
                        + " replicate what is pushed to them; push it to one of these, and name it"
                        + " so",
                    image.in(regions.primary()).uri()));
  }

  private String instanceType(ComputeKind kind) {
    return switch (kind) {
      case EC2 -> section.text("instanceType", INSTANCE_TYPE);
      case ECS -> {
        section
            .optionalText("instanceType", INSTANCE_TYPE)
            .ifPresent(
                type ->
                    section.wrong(
                        "instanceType",
                        "absent with kind ecs: tasks run on Fargate, and compute.task says how big"
                            + " one is",
                        "task: {cpu: 512, memory: 1024}"));
        yield "";
      }
    };
  }

  private static TaskSize task(ComputeKind kind, Section task) {
    if (kind == ComputeKind.EC2) {
      task.keys()
          .forEach(
              key ->
                  task.wrong(
                      key,
                      "absent with kind ec2: compute.instanceType says how big an instance is",
                      "kind: ecs"));
    }
    int cpu = task.optionalInteger("cpu", 256, 16384, 512).orElse(512);
    int memory = task.optionalInteger("memory", 512, 122880, 1024).orElse(1024);
    String architecture = task.text("architecture", ARCHITECTURE, "x86_64");
    List<Integer> memories = TaskSize.memories(cpu);
    if (task.sound("cpu") && memories.isEmpty()) {
      task.wrong("cpu", "what Fargate has: " + words(TaskSize.CPUS), "512");
    } else if (task.sound("cpu", "memory") && !memories.contains(memory)) {
      task.wrong(
          "memory",
          "what Fargate has with cpu " + cpu + ": " + words(memories),
          String.valueOf(memories.get(0)));
    }
    task.close();
    return new TaskSize(cpu, memory, architecture);
  }

  private static String words(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private List<ContainerSettings> containers(ComputeKind kind, List<Section> elements) {
    List<ContainerSettings> containers = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<Integer> ports = new HashSet<>();
    for (Section element : elements) {
      ContainerSettings container = container(kind, element, containers.isEmpty());
      if (element.sound("name") && !names.add(container.name())) {
        element.wrong("name", "another name than the containers before", container.name() + "-2");
      }
      if (container.port().isPresent() && !ports.add(container.port().getAsInt())) {
        element.wrong("port", "another port than the containers before", "8081");
      }
      containers.add(container);
    }
    return List.copyOf(containers);
  }

  private ContainerSettings container(ComputeKind kind, Section element, boolean first) {
    String name = element.text("name", CONTAINER_NAME);
    String image = element.text("image", IMAGE);
    // The first one is what the load balancer talks to.
    OptionalInt port =
        first
            ? OptionalInt.of(element.integer("port", 1, PORT_MAX, 8080))
            : element.optionalInteger("port", 1, PORT_MAX, 8081);
    OptionalInt containerPort = element.optionalInteger("containerPort", 1, PORT_MAX, 8080);
    if (containerPort.isPresent() && port.isEmpty() && element.sound("port")) {
      element.wrong("port", "given wherever containerPort is", "8081");
    }
    if (kind == ComputeKind.ECS && containerPort.isPresent() && !containerPort.equals(port)) {
      element.wrong(
          "containerPort",
          "absent or the same as port with kind ecs: a task has an address of its own, and requests"
              + " come to the port on which its container listens",
          String.valueOf(port.orElse(containerPort.getAsInt())));
    }
    Map<String, String> environment = element.texts("environment", VARIABLE, VALUE);
    refuseSecrets(element.section("environment", false), environment);
    element.close();
    return new ContainerSettings(
        name, image, port, containerPort, Collections.unmodifiableMap(environment));
  }

  private static void refuseSecrets(Section section, Map<String, String> environment) {
    environment.forEach(
        (name, value) -> {
          boolean key =
              value.startsWith("-----BEGIN") || value.matches(".*\\bAKIA[0-9A-Z]{16}\\b.*");
          if (Problems.soundsSecret(name) || key) {
            section.refuseSecret(name);
          }
        });
  }

  private Capacity standby() {
    return switch (strategy) {
      case WARM_STANDBY -> capacity("standby", false, new Capacity(1, 1, 1));
      case PILOT_LIGHT, BACKUP_RESTORE -> capacity("standby", false, new Capacity(0, 0, 0));
    };
  }

  /** What the strategy calls for: a warm standby runs something, the others nothing. */
  private void strategyAllows(Section sizes, int desired) {
    if (!sizes.sound("minSize", "desiredCapacity", "maxSize")) {
      return;
    }
    switch (strategy) {
      case WARM_STANDBY -> {
        if (desired < 1) {
          sizes.wrong("desiredCapacity", "at least 1 with strategy " + strategy.word(), "1");
        }
      }
      case PILOT_LIGHT, BACKUP_RESTORE -> {
        if (desired > 0) {
          sizes.wrong(
              "desiredCapacity",
              "0 with strategy "
                  + strategy.word()
                  + "; instances run in the standby with "
                  + Strategy.WARM_STANDBY.word(),
              "0");
        }
      }
    }
  }

  private Capacity capacity(String key, boolean active, Capacity otherwise) {
    Section sizes = section.section(key, active);
    int lowest = active ? 1 : 0;
    int min =
        sizes.optionalInteger("minSize", 0, INSTANCES_MAX, lowest).orElse(otherwise.minSize());
    int desired =
        sizes
            .optionalInteger("desiredCapacity", lowest, INSTANCES_MAX, lowest)
            .orElse(Math.max(min, otherwise.desiredCapacity()));
    int max = sizes.optionalInteger("maxSize", lowest, INSTANCES_MAX, 4).orElse(desired);
    if (sizes.sound("minSize", "desiredCapacity", "maxSize") && (min > desired || desired > max)) {
      sizes.wrong(
          "desiredCapacity",
          "between minSize, which is " + min + ", and maxSize, which is " + max,
          String.valueOf(Math.max(min, Math.min(desired, max))));
    }
    if (!active) {
      strategyAllows(sizes, desired);
    }
    sizes.close();
    return new Capacity(min, max, desired);
  }
}
