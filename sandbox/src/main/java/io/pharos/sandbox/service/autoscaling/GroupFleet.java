package io.pharos.sandbox.service.autoscaling;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Ec2;
import io.pharos.sandbox.service.ElasticLoadBalancing;
import io.pharos.sandbox.service.ec2.Boot;
import io.pharos.sandbox.service.ec2.Instance;
import io.pharos.sandbox.service.ec2.LaunchFailure;
import io.pharos.sandbox.service.ec2.Launches;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;

/**
 * The instances of every group. On the clock it launches what is missing, ends what is too much and
 * replaces what is unhealthy; what fails is tried again.
 */
public final class GroupFleet {
  private static final Duration PERIOD = Duration.ofSeconds(30);
  private static final Duration WHILE_DEAD = Duration.ofSeconds(10);

  /** What a group has running. */
  private static final class State {
    private final List<Member> members = new ArrayList<>();
    private final Activities activities;
    private int launches;

    State(String groupName) {
      this.activities = new Activities(groupName);
    }
  }

  private final World world;
  private final Launcher launcher;
  private final Boot boot;
  private final Map<String, State> states = new HashMap<>();

  GroupFleet(World world, Launcher launcher) {
    this.world = world;
    this.launcher = launcher;
    this.boot = new Boot(world);
  }

  void start(Resource group) {
    soon(group);
    world
        .clock()
        .every(
            PERIOD,
            "autoscaling/" + group.string("arn"),
            () -> {
              if (!current(group)) {
                return false;
              }
              replaceUnhealthy(group);
              reconcile(group);
              return true;
            });
  }

  /** Brings the number of instances to the desired one, as soon as time passes. */
  void soon(Resource group) {
    world
        .clock()
        .after(Duration.ZERO, "autoscaling/" + group.string("arn"), () -> reconcile(group));
  }

  List<Member> members(Resource group) {
    return List.copyOf(state(group).members);
  }

  Activities activities(Resource group) {
    return state(group).activities;
  }

  /** Ends all instances at once, as deleting a group does. */
  void end(Resource group) {
    for (Member member : state(group).members) {
      deregister(group, member);
      member.instance().state(Instance.State.TERMINATED);
    }
    states.remove(group.string("arn"));
  }

  private State state(Resource group) {
    return states.computeIfAbsent(group.string("arn"), arn -> new State(group.string("name")));
  }

  private boolean current(Resource group) {
    return world
        .account()
        .find(group.type(), group.region(), group.id())
        .filter(known -> known == group)
        .isPresent();
  }

  private void reconcile(Resource group) {
    if (!current(group) || world.faults().dead(group.region())) {
      return;
    }
    int desired = group.integer("desiredCapacity");
    List<Member> counting = state(group).members.stream().filter(Member::counts).toList();
    for (int i = counting.size(); i < desired; i++) {
      if (!launch(group, i, desired)) {
        return;
      }
    }
    counting.stream()
        .sorted(Comparator.comparing(member -> member.instance().launch().at()))
        .limit(Math.max(0, counting.size() - desired))
        .forEach(
            member ->
                terminate(
                    group,
                    member,
                    "an instance was taken out of service in response to a difference between"
                        + " desired and actual capacity, shrinking the capacity from "
                        + counting.size()
                        + " to "
                        + desired
                        + "."));
  }

  private boolean launch(Resource group, int actual, int desired) {
    State state = state(group);
    Instant now = world.clock().instant();
    String cause =
        "an instance was started in response to a difference between desired and actual capacity,"
            + " increasing the capacity from "
            + actual
            + " to "
            + desired
            + ".";
    try {
      Launches.Plan plan = launcher.plan(group);
      launcher.admit(plan);
      if (world.faults().strikes(Trouble.CAPACITY_SHORT, group.region(), "ec2")) {
        throw new LaunchFailure(
            "InsufficientInstanceCapacity",
            "We currently do not have sufficient "
                + plan.template().string("instanceType")
                + " capacity in the Availability Zone you requested. Our system will be working on"
                + " provisioning additional capacity.");
      }
      Instance instance =
          launcher.launch(
              group,
              plan,
              state.launches + 1,
              state.members.stream().filter(Member::counts).map(Member::instance).toList());
      state.launches++;
      Member member = new Member(instance);
      state.members.add(member);
      world.service(Ec2.class).instances().add(instance);
      String activity =
          state.activities.begin(now, "Launching a new EC2 instance: " + instance.id(), cause);
      world
          .clock()
          .after(
              world.latency().sample("ec2.launch", instance.id()),
              instance.id(),
              () -> enterService(group, member, plan.template(), activity));
      return true;
    } catch (LaunchFailure e) {
      state.activities.failed(
          now,
          "Launching a new EC2 instance.  Status Reason: " + e.getMessage(),
          cause,
          e.getMessage());
      return false;
    }
  }

  private void enterService(Resource group, Member member, Resource template, String activity) {
    if (!current(group) || !member.counts()) {
      return;
    }
    if (world.faults().dead(group.region())) {
      world
          .clock()
          .after(
              WHILE_DEAD,
              member.instance().id(),
              () -> enterService(group, member, template, activity));
      return;
    }
    Instant now = world.clock().instant();
    member.instance().state(Instance.State.RUNNING);
    member.enterService(now);
    for (String arn : Launcher.targetGroups(group)) {
      if (launcher.exists(group, arn)) {
        world
            .service(ElasticLoadBalancing.class)
            .register(group.region(), arn, member.instance().id());
      }
    }
    state(group).activities.end(now, activity, ScalingActivityStatusCode.SUCCESSFUL, null);
    boot.start(member.instance(), template.string("userData"));
  }

  private void replaceUnhealthy(Resource group) {
    if (world.faults().dead(group.region())) {
      return;
    }
    for (Member member : members(group)) {
      if (member.inService() && unhealthy(group, member)) {
        terminate(
            group,
            member,
            member.instance().state() == Instance.State.RUNNING
                ? "an instance was taken out of service in response to an ELB system health check"
                    + " failure."
                : "an instance was taken out of service in response to an EC2 health check"
                    + " indicating it has been terminated or stopped.");
      }
    }
  }

  private boolean unhealthy(Resource group, Member member) {
    if (member.instance().state() != Instance.State.RUNNING) {
      return true;
    }
    Duration grace = Duration.ofSeconds(group.integer("healthCheckGracePeriod"));
    return group.string("healthCheckType").equals("ELB")
        && member.inServiceSince().plus(grace).isBefore(world.clock().instant())
        && Launcher.targetGroups(group).stream()
            .anyMatch(
                arn ->
                    world
                        .service(ElasticLoadBalancing.class)
                        .unhealthy(group.region(), arn, member.instance().id()));
  }

  private void terminate(Resource group, Member member, String cause) {
    Instant now = world.clock().instant();
    State state = state(group);
    String activity =
        state.activities.begin(now, "Terminating EC2 instance: " + member.instance().id(), cause);
    boolean serving = member.inService();
    member.leave();
    deregister(group, member);
    Duration drain = serving ? drain(group) : Duration.ZERO;
    world
        .clock()
        .after(
            drain,
            member.instance().id(),
            () -> {
              member.instance().state(Instance.State.TERMINATED);
              state.members.remove(member);
              state.activities.end(
                  world.clock().instant(), activity, ScalingActivityStatusCode.SUCCESSFUL, null);
            });
  }

  private Duration drain(Resource group) {
    return Duration.ofSeconds(
        Launcher.targetGroups(group).stream()
            .flatMap(
                arn ->
                    world
                        .account()
                        .find(
                            io.pharos.sandbox.service.elb.ElbTypes.TARGET_GROUP,
                            group.region(),
                            arn)
                        .stream())
            .mapToInt(target -> target.integer("deregistrationDelay"))
            .max()
            .orElse(0));
  }

  private void deregister(Resource group, Member member) {
    Launcher.targetGroups(group)
        .forEach(
            arn ->
                world
                    .service(ElasticLoadBalancing.class)
                    .deregister(group.region(), arn, member.instance().id()));
  }
}
