package io.pharos.sandbox.service.ecs;

import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Ec2;
import io.pharos.sandbox.service.ServiceQuotas;
import io.pharos.sandbox.service.ec2.Ec2Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * The tasks of every service. On the clock it starts what is missing, stops what is too much,
 * replaces what is unhealthy, and lets a new deployment take the place of an older one task by
 * task.
 */
final class ServiceFleet {
  private static final Duration PERIOD = Duration.ofSeconds(15);
  private static final Duration WHILE_DEAD = Duration.ofSeconds(10);
  private static final int REMEMBERED = 50;

  /** What runs of a service. */
  static final class State {
    final List<Rollout> rollouts = new ArrayList<>();
    final List<Task> tasks = new ArrayList<>();
    final List<Task> stopped = new ArrayList<>();
    final ServiceEvents events = new ServiceEvents();
    String completed = "";
    int launches;
    int deployments;

    Rollout primary() {
      return rollouts.get(rollouts.size() - 1);
    }

    List<Task> counting(Rollout rollout) {
      return tasks.stream().filter(t -> t.rollout() == rollout && t.counts()).toList();
    }
  }

  private final World world;
  private final ServiceTargets targets;
  private final Map<String, State> states = new HashMap<>();

  ServiceFleet(World world) {
    this.world = world;
    this.targets = new ServiceTargets(world);
  }

  void start(Resource service) {
    deploy(service, "");
    world
        .clock()
        .every(
            PERIOD,
            key(service),
            () -> {
              if (!current(service)) {
                return false;
              }
              if (!world.faults().dead(service.region())) {
                replaceUnhealthy(service);
                reconcile(service);
              }
              return true;
            });
  }

  State state(Resource service) {
    return states.computeIfAbsent(service.id(), id -> new State());
  }

  /** Begins a deployment of the definition that the service has now. */
  void deploy(Resource service, String why) {
    State state = state(service);
    String id =
        "ecs-svc/"
            + String.format(
                "%019d",
                Math.floorMod(
                    Ids.number(service.id(), state.deployments++), 1_000_000_000_000_000_000L));
    Rollout rollout =
        new Rollout(id, service.string("taskDefinition"), world.clock().instant(), why);
    state.rollouts.add(rollout);
    soon(service);
  }

  /** Brings the number of tasks to the desired one, as soon as time passes. */
  void soon(Resource service) {
    world
        .clock()
        .after(
            Duration.ZERO,
            key(service),
            () -> {
              if (current(service) && !world.faults().dead(service.region())) {
                reconcile(service);
              }
            });
  }

  /** Ends all tasks at once, as deleting a service does. */
  void end(Resource service) {
    for (Task task : List.copyOf(state(service).tasks)) {
      targets.deregister(task);
      stopped(state(service), task, "Task stopped by service deletion");
    }
    states.remove(service.id());
  }

  private static String key(Resource service) {
    return "ecs/" + service.id();
  }

  private boolean current(Resource service) {
    return world
        .account()
        .find(service.type(), service.region(), service.id())
        .filter(known -> known == service)
        .isPresent();
  }

  private void reconcile(Resource service) {
    State state = state(service);
    Rollout primary = state.primary();
    int desired = service.integer("desiredCount");
    List<Task> fresh = state.counting(primary);
    int most = desired * service.integer("deploymentMaximumPercent") / 100;
    int counting = (int) state.tasks.stream().filter(Task::counts).count();
    if (!primary.failed()) {
      for (int i = fresh.size(); i < desired && counting < most; i++, counting++) {
        if (!launch(service, state, primary)) {
          break;
        }
      }
    }
    fresh.stream()
        .sorted(Comparator.comparing(Task::running).thenComparing(Task::created))
        .limit(Math.max(0, fresh.size() - desired))
        .forEach(
            task ->
                drain(
                    service,
                    task,
                    "Scaling activity initiated by (deployment " + primary.id() + ")"));
    replaceOlder(service, state, desired);
    completed(service, state, desired);
  }

  /** As many of an older deployment go as new ones are healthy, and more when they may. */
  private void replaceOlder(Resource service, State state, int desired) {
    Rollout primary = state.primary();
    List<Task> older =
        state.tasks.stream().filter(t -> t.rollout() != primary && t.counts()).toList();
    long healthy = state.counting(primary).stream().filter(targets::healthy).count();
    int least =
        (int) Math.ceil(desired * service.integer("deploymentMinimumHealthyPercent") / 100.0);
    long excess = older.size() + healthy - least;
    older.stream()
        .sorted(Comparator.comparing(targets::healthy).thenComparing(Task::created))
        .limit(Math.max(0, Math.min(older.size(), excess)))
        .forEach(
            task ->
                drain(
                    service,
                    task,
                    "Scaling activity initiated by (deployment " + task.rollout().id() + ")"));
    state.rollouts.removeIf(
        rollout ->
            rollout != primary && state.tasks.stream().noneMatch(t -> t.rollout() == rollout));
  }

  private void completed(Resource service, State state, int desired) {
    Rollout primary = state.primary();
    List<Task> fresh = state.counting(primary);
    boolean there =
        fresh.size() == desired
            && fresh.stream().allMatch(targets::healthy)
            && state.tasks.stream().noneMatch(t -> t.rollout() != primary && t.counts());
    if (primary.inProgress() && there) {
      Instant now = world.clock().instant();
      primary.complete(now);
      state.completed = primary.definitionArn();
      state.events.add(now, service, "has reached a steady state.");
    }
  }

  /** How many vCPUs the tasks of a Region have. */
  double vcpus(String region) {
    return world.account().list(EcsTypes.SERVICE, region).stream()
        .flatMap(service -> state(service).tasks.stream())
        .filter(Task::counts)
        .mapToDouble(task -> TaskDefinitions.vcpus(task.definition()))
        .sum();
  }

  private boolean launch(Resource service, State state, Rollout rollout) {
    Instant now = world.clock().instant();
    if (world.faults().strikes(Trouble.CAPACITY_SHORT, service.region(), "ecs")) {
      state.events.add(
          now,
          service,
          "was unable to place a task. Reason: Capacity is unavailable at this time. Please try"
              + " again later or in a different availability zone.");
      return false;
    }
    Optional<Resource> definition =
        TaskDefinitions.find(world.account(), service.region(), rollout.definitionArn());
    Optional<Resource> subnet = subnet(service, state);
    if (definition.isEmpty() || subnet.isEmpty()) {
      state.events.add(
          now,
          service,
          "was unable to place a task. Reason: "
              + (definition.isEmpty() ? "TaskDefinition is inactive" : "no subnet exists")
              + ".");
      return false;
    }
    if (world
        .service(ServiceQuotas.class)
        .exceeded(service.region(), ServiceQuotas.TASKS, TaskDefinitions.vcpus(definition.get()))) {
      state.events.add(
          now,
          service,
          "was unable to place a task. Reason: You've reached the limit on the number of vCPUs you"
              + " can run concurrently.");
      return false;
    }
    String id = Ids.hex("", 32, service.id(), ++state.launches);
    String arn = service.id().replaceFirst(":service/([^/]+)/.*", ":task/$1/" + id);
    Task task =
        new Task(
            arn,
            service,
            definition.get(),
            rollout,
            now,
            subnet.get(),
            strings(service.map("networkConfiguration"), "securityGroups"));
    state.tasks.add(task);
    world
        .clock()
        .after(
            world.latency().sample("ecs.startTask", arn), arn, () -> begin(service, state, task));
    return true;
  }

  private Optional<Resource> subnet(Resource service, State state) {
    return strings(service.map("networkConfiguration"), "subnets").stream()
        .flatMap(id -> world.account().find(Ec2Types.SUBNET, service.region(), id).stream())
        .min(
            Comparator.comparingLong(
                subnet ->
                    state.tasks.stream()
                        .filter(Task::counts)
                        .filter(task -> task.subnetId().equals(subnet.id()))
                        .count()));
  }

  static List<String> strings(Map<String, Object> map, String key) {
    return map.get(key) instanceof List<?> list
        ? list.stream().map(Object::toString).toList()
        : List.of();
  }

  private void begin(Resource service, State state, Task task) {
    if (!current(service) || task.status() != Task.Status.PENDING) {
      return;
    }
    if (world.faults().dead(service.region())) {
      world.clock().after(WHILE_DEAD, task.arn(), () -> begin(service, state, task));
      return;
    }
    Ec2 ec2 = world.service(Ec2.class);
    Resource subnet =
        world.account().find(Ec2Types.SUBNET, service.region(), task.subnetId()).orElse(null);
    Optional<String> address =
        subnet == null ? Optional.empty() : ec2.interfaces().attach(subnet, task);
    try {
      task.address(
          address.orElseThrow(
              () ->
                  new TaskFailure(
                      "Unexpected EC2 error while attempting to Create Network"
                          + " Interface: InsufficientFreeAddressesInSubnet")));
      task.run(world.clock().instant(), new TaskStart(world, task).run());
      targets.register(task);
      soon(service);
    } catch (TaskFailure e) {
      stopped(state, task, e.getMessage());
      failed(service, state, task, "tasks failed to start.");
    }
  }

  private void replaceUnhealthy(Resource service) {
    State state = state(service);
    Duration grace = Duration.ofSeconds(service.integer("healthCheckGracePeriodSeconds"));
    Instant now = world.clock().instant();
    for (Task task : List.copyOf(state.tasks)) {
      if (!task.running()) {
        continue;
      }
      if (targets.healthy(task)) {
        task.foundHealthy();
      } else if (task.started().plus(grace).isBefore(now)
          && targets.state(task).equals(Optional.of(TargetHealthStateEnum.UNHEALTHY))) {
        drain(
            service,
            task,
            "Task failed ELB health checks in (target-group "
                + String.join(", ", targets.groups(service))
                + ")");
        if (!task.wasHealthy()) {
          failed(service, state, task, "tasks failed to start.");
        }
      }
    }
  }

  /** Counts it, and ends the deployment when it is one too many. */
  private void failed(Resource service, State state, Task task, String why) {
    Rollout rollout = task.rollout();
    rollout.taskFailed();
    Map<String, Object> breaker = service.map("deploymentCircuitBreaker");
    int threshold =
        Math.max(3, Math.min(200, (int) Math.ceil(service.integer("desiredCount") * 0.5)));
    if (!rollout.inProgress()
        || rollout != state.primary()
        || !Boolean.TRUE.equals(breaker.get("enable"))
        || rollout.failedTasks() < threshold) {
      return;
    }
    Instant now = world.clock().instant();
    String text = "ECS deployment circuit breaker: " + why;
    rollout.fail(text, now);
    state.events.add(now, service, "(deployment " + rollout.id() + ") deployment failed: " + why);
    if (Boolean.TRUE.equals(breaker.get("rollback"))
        && !state.completed.isEmpty()
        && !rollout.rollback()) {
      rollBack(service, state, rollout);
    }
  }

  private void rollBack(Resource service, State state, Rollout failed) {
    Optional<Rollout> running =
        state.rollouts.stream()
            .filter(each -> each != failed && each.definitionArn().equals(state.completed))
            .findFirst();
    service.set("taskDefinition", state.completed);
    String why = "ECS deployment circuit breaker: rolling back to deploymentId ";
    if (running.isPresent()) {
      // Its tasks still run: it becomes the primary one again.
      state.rollouts.remove(running.get());
      state.rollouts.add(running.get());
      running.get().because(why + running.get().id() + ".");
      soon(service);
    } else {
      deploy(service, why + "of " + state.completed + ".");
    }
  }

  private void drain(Resource service, Task task, String reason) {
    if (task.status() == Task.Status.PENDING) {
      stopped(state(service), task, reason);
      return;
    }
    task.deactivate();
    targets.deregister(task);
    world
        .clock()
        .after(
            targets.deregistrationDelay(service),
            task.arn(),
            () -> stopped(state(service), task, reason));
  }

  private void stopped(State state, Task task, String reason) {
    task.stop(reason);
    world.service(Ec2.class).interfaces().detach(task.service().region(), task.address());
    state.tasks.remove(task);
    state.stopped.add(0, task);
    if (state.stopped.size() > REMEMBERED) {
      state.stopped.remove(REMEMBERED);
    }
  }
}
