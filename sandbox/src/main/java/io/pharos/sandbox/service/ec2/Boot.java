package io.pharos.sandbox.service.ec2;

import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.app.Application;
import io.pharos.sandbox.service.app.Container;
import io.pharos.sandbox.service.app.Machine;
import io.pharos.sandbox.service.app.UserDataRunner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * The first boot of an instance: after the time that booting takes its user data has run, and what
 * the user data has started listens.
 */
public final class Boot {
  private static final Duration WHILE_DEAD = Duration.ofSeconds(10);

  private final World world;

  public Boot(World world) {
    this.world = world;
  }

  public void start(Instance instance, String userData) {
    instance.story("its user data has not run yet");
    world
        .clock()
        .after(
            world.latency().sample("ec2.userData", instance.id()),
            instance.id(),
            () -> run(instance, userData));
  }

  private void run(Instance instance, String userData) {
    if (instance.state() != Instance.State.RUNNING) {
      return;
    }
    if (world.faults().dead(instance.launch().region())) {
      world.clock().after(WHILE_DEAD, instance.id(), () -> run(instance, userData));
      return;
    }
    if (userData.isEmpty()) {
      instance.story("it has no user data");
      return;
    }
    String script = new String(Base64.getMimeDecoder().decode(userData), StandardCharsets.UTF_8);
    UserDataRunner.Boot boot = UserDataRunner.run(script, new Machine(world, instance));
    Machine machine = boot.machine();
    instance.story(story(boot));
    if (boot.result().status() == 0) {
      world.clock().after(machine.elapsed(), instance.id(), () -> listen(instance, machine));
    }
  }

  private void listen(Instance instance, Machine machine) {
    if (instance.state() != Instance.State.RUNNING) {
      return;
    }
    for (Container container : machine.containers()) {
      Application application =
          new Application(
              world, instance.place(), instance.launch().roleArn(), container.environment());
      container.ports().keySet().forEach(port -> instance.listen(port, application));
    }
  }

  private static String story(UserDataRunner.Boot boot) {
    String transcript = boot.result().transcript().strip();
    return "user data ended with status "
        + boot.result().status()
        + " and started "
        + boot.machine().containers().stream()
            .map(each -> each.name() + " on " + each.ports().keySet())
            .toList()
        + (transcript.isEmpty() ? "" : ": " + transcript);
  }
}
