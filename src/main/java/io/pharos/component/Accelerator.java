package io.pharos.component;

import com.pulumi.aws.globalaccelerator.AcceleratorArgs;
import com.pulumi.aws.globalaccelerator.EndpointGroup;
import com.pulumi.aws.globalaccelerator.EndpointGroupArgs;
import com.pulumi.aws.globalaccelerator.Listener;
import com.pulumi.aws.globalaccelerator.ListenerArgs;
import com.pulumi.aws.globalaccelerator.inputs.EndpointGroupEndpointConfigurationArgs;
import com.pulumi.aws.globalaccelerator.inputs.ListenerPortRangeArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Settings;
import io.pharos.recovery.contract.Position;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Two static addresses from which users are led to the Region whose load balancer is healthy. It
 * leaves a Region in which nothing is healthy without being told to, whatever its dials say; they
 * are set once, and are the recovery runtime's afterwards.
 *
 * <p>Client addresses are not preserved: AWS would keep a security group of its own in each VPC,
 * which stays there and lets nobody delete the VPC.
 */
public final class Accelerator extends PharosComponent {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int WEIGHT = 128;

  private final com.pulumi.aws.globalaccelerator.Accelerator accelerator;

  /** What it leads to in a Region. */
  public record Endpoint(String region, Output<String> loadBalancerArn) {}

  public Accelerator(
      String name,
      Settings settings,
      Map<Position, Endpoint> endpoints,
      ComponentResourceOptions options) {
    super("Accelerator", name, options);
    this.accelerator =
        new com.pulumi.aws.globalaccelerator.Accelerator(
            name,
            AcceleratorArgs.builder()
                .name(settings.names().accelerator())
                .ipAddressType("IPV4")
                .enabled(true)
                .build(),
            child());
    Listener listener =
        new Listener(
            name,
            ListenerArgs.builder()
                .acceleratorArn(accelerator.arn())
                .protocol("TCP")
                .portRanges(ports(settings))
                .build(),
            child());
    new EnumMap<>(endpoints)
        .forEach((position, endpoint) -> group(name, settings, listener, position, endpoint));
    registerOutputs(Map.of("dnsName", dnsName(), "addresses", addresses()));
  }

  private static List<ListenerPortRangeArgs> ports(Settings settings) {
    List<Integer> ports = new ArrayList<>(List.of(HTTP));
    if (settings.routing().certificate().isPresent()) {
      ports.add(HTTPS);
    }
    return ports.stream()
        .map(port -> ListenerPortRangeArgs.builder().fromPort(port).toPort(port).build())
        .toList();
  }

  private void group(
      String name, Settings settings, Listener listener, Position position, Endpoint endpoint) {
    new EndpointGroup(
        name + "-" + position.word(),
        EndpointGroupArgs.builder()
            .listenerArn(listener.arn())
            .endpointGroupRegion(endpoint.region())
            .trafficDialPercentage(position == settings.active() ? 100.0 : 0.0)
            .endpointConfigurations(
                EndpointGroupEndpointConfigurationArgs.builder()
                    .endpointId(endpoint.loadBalancerArn())
                    .weight(WEIGHT)
                    .clientIpPreservationEnabled(false)
                    .build())
            .build(),
        // The runtime turns it after a takeover.
        childOptions().ignoreChanges("trafficDialPercentage").build());
  }

  public Output<String> dnsName() {
    return accelerator.dnsName();
  }

  /** For alias records. */
  public Output<String> zoneId() {
    return accelerator.hostedZoneId();
  }

  /** The two addresses, which never change. */
  public Output<List<String>> addresses() {
    return accelerator
        .ipSets()
        .applyValue(
            sets -> sets.stream().flatMap(each -> each.ipAddresses().stream()).sorted().toList());
  }
}
