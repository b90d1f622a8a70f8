package io.pharos.sandbox.service;

import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.accelerator.AcceleratorApi;
import io.pharos.sandbox.service.accelerator.AcceleratorListeners;
import io.pharos.sandbox.service.accelerator.AcceleratorTypes;
import io.pharos.sandbox.service.accelerator.Accelerators;
import io.pharos.sandbox.service.accelerator.ControlPlane;
import io.pharos.sandbox.service.accelerator.Edges;
import io.pharos.sandbox.service.accelerator.EndpointGroups;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.globalaccelerator.GlobalAcceleratorClient;

/**
 * AWS Global Accelerator: standard accelerators whose endpoints are application load balancers.
 * What leads connections is everywhere, what takes changes is in one Region.
 */
public final class GlobalAccelerator implements Service {
  private final World world;
  private final ControlPlane control;
  private final Edges edges;
  private final EndpointGroups groups;

  public GlobalAccelerator(World world) {
    this.world = world;
    this.control = new ControlPlane(world);
    this.edges = new Edges(world);
    this.groups = new EndpointGroups(world, control, edges);
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of(
        AcceleratorTypes.ACCELERATOR, new Accelerators(world, control),
        AcceleratorTypes.LISTENER, new AcceleratorListeners(control),
        AcceleratorTypes.ENDPOINT_GROUP, groups);
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(
        GlobalAcceleratorClient.class,
        (region, caller) -> new AcceleratorApi(control, edges, groups, region));
  }

  /** The accelerator with this name; what cannot be one costs no look. */
  public Optional<Resource> byDnsName(String dnsName) {
    if (!AcceleratorTypes.names(dnsName)) {
      return Optional.empty();
    }
    String name = dnsName.endsWith(".") ? dnsName.substring(0, dnsName.length() - 1) : dnsName;
    return world
        .account()
        .first(
            AcceleratorTypes.ACCELERATOR,
            Account.GLOBAL,
            accelerator -> accelerator.string("dnsName").equals(name));
  }

  /** The load balancer that a connection from there is led to; see {@link Edges#route}. */
  Resource route(Resource accelerator, String from, int port) throws WebUnreachable {
    return edges.route(accelerator, from, port);
  }
}
