package io.pharos.sandbox.service.accelerator;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What Global Accelerator knows of its own resources, in the one Region that takes changes; and
 * which of its accelerators are still being deployed.
 */
public final class ControlPlane {
  private final World world;
  private final Set<String> deploying = new HashSet<>();

  public ControlPlane(World world) {
    this.world = world;
  }

  /** Nobody changes or reads anything while the Region of the control plane is lost. */
  void requireAnswer() {
    if (world.faults().of(AcceleratorTypes.CONTROL_PLANE).isPresent()) {
      throw AcceleratorRefusal.unavailable();
    }
  }

  List<Resource> accelerators() {
    return world.account().list(AcceleratorTypes.ACCELERATOR, Account.GLOBAL);
  }

  Resource accelerator(String arn) {
    return find(AcceleratorTypes.ACCELERATOR, arn, "AcceleratorNotFoundException", "accelerator");
  }

  Resource listener(String arn) {
    return find(AcceleratorTypes.LISTENER, arn, "ListenerNotFoundException", "listener");
  }

  Resource group(String arn) {
    return find(
        AcceleratorTypes.ENDPOINT_GROUP, arn, "EndpointGroupNotFoundException", "endpoint group");
  }

  private Resource find(String type, String arn, String code, String what) {
    return world
        .account()
        .find(type, Account.GLOBAL, arn)
        .orElseThrow(() -> AcceleratorRefusal.of(code, "There is no such " + what + ": " + arn));
  }

  List<Resource> listeners(String acceleratorArn) {
    return owned(AcceleratorTypes.LISTENER, "acceleratorArn", acceleratorArn);
  }

  List<Resource> groups(String listenerArn) {
    return owned(AcceleratorTypes.ENDPOINT_GROUP, "listenerArn", listenerArn);
  }

  private List<Resource> owned(String type, String attribute, String owner) {
    return world.account().list(type, Account.GLOBAL).stream()
        .filter(resource -> resource.string(attribute).equals(owner))
        .toList();
  }

  /** The accelerator that a listener or an endpoint group belongs to. */
  Resource acceleratorOf(String arn) {
    return accelerator(arn.replaceFirst("/listener/.*", ""));
  }

  /** Brings a change to the edges: until then the accelerator is IN_PROGRESS. */
  void deploy(String arn, Runnable change) {
    String accelerator = acceleratorOf(arn).id();
    Duration takes =
        world.latency().sample("accelerator.deploy", arn, world.clock().instant().toEpochMilli());
    deploying.add(accelerator);
    world
        .clock()
        .after(
            takes,
            "accelerator:deploy:" + arn,
            () -> {
              change.run();
              deploying.remove(accelerator);
            });
  }

  boolean deployed(Resource accelerator) {
    return !deploying.contains(accelerator.id());
  }
}
