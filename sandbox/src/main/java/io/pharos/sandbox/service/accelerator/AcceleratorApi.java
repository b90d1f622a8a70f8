package io.pharos.sandbox.service.accelerator;

import io.pharos.sandbox.core.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.globalaccelerator.GlobalAcceleratorClient;
import software.amazon.awssdk.services.globalaccelerator.model.Accelerator;
import software.amazon.awssdk.services.globalaccelerator.model.AcceleratorStatus;
import software.amazon.awssdk.services.globalaccelerator.model.EndpointDescription;
import software.amazon.awssdk.services.globalaccelerator.model.EndpointGroup;
import software.amazon.awssdk.services.globalaccelerator.model.HealthState;
import software.amazon.awssdk.services.globalaccelerator.model.ListAcceleratorsRequest;
import software.amazon.awssdk.services.globalaccelerator.model.ListAcceleratorsResponse;
import software.amazon.awssdk.services.globalaccelerator.model.ListEndpointGroupsRequest;
import software.amazon.awssdk.services.globalaccelerator.model.ListEndpointGroupsResponse;
import software.amazon.awssdk.services.globalaccelerator.model.ListListenersRequest;
import software.amazon.awssdk.services.globalaccelerator.model.ListListenersResponse;
import software.amazon.awssdk.services.globalaccelerator.model.Listener;
import software.amazon.awssdk.services.globalaccelerator.model.UpdateEndpointGroupRequest;
import software.amazon.awssdk.services.globalaccelerator.model.UpdateEndpointGroupResponse;

/**
 * Global Accelerator as the SDK's client: looks at everything, and turns dials. It answers in one
 * Region only; the name of its endpoint in any other does not exist.
 */
public final class AcceleratorApi implements GlobalAcceleratorClient {
  private final ControlPlane control;
  private final Edges edges;
  private final EndpointGroups groups;
  private final String region;

  public AcceleratorApi(ControlPlane control, Edges edges, EndpointGroups groups, String region) {
    this.control = control;
    this.edges = edges;
    this.groups = groups;
    this.region = region;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  private void requireEndpoint() {
    if (!region.equals(AcceleratorTypes.CONTROL_PLANE)) {
      throw SdkClientException.create(
          "Received an UnknownHostException when attempting to interact with a service: "
              + "globalaccelerator."
              + region
              + ".amazonaws.com");
    }
  }

  @Override
  public ListAcceleratorsResponse listAccelerators(ListAcceleratorsRequest request) {
    requireEndpoint();
    return ListAcceleratorsResponse.builder()
        .accelerators(control.accelerators().stream().map(this::described).toList())
        .build();
  }

  private Accelerator described(Resource accelerator) {
    return Accelerator.builder()
        .acceleratorArn(accelerator.id())
        .name(accelerator.string("name"))
        .dnsName(accelerator.string("dnsName"))
        .enabled(!accelerator.has("enabled") || accelerator.flag("enabled"))
        .status(
            control.deployed(accelerator)
                ? AcceleratorStatus.DEPLOYED
                : AcceleratorStatus.IN_PROGRESS)
        .build();
  }

  @Override
  public ListListenersResponse listListeners(ListListenersRequest request) {
    requireEndpoint();
    Resource accelerator = control.accelerator(request.acceleratorArn());
    return ListListenersResponse.builder()
        .listeners(
            control.listeners(accelerator.id()).stream()
                .map(
                    listener ->
                        Listener.builder()
                            .listenerArn(listener.id())
                            .protocol(listener.string("protocol"))
                            .build())
                .toList())
        .build();
  }

  @Override
  public ListEndpointGroupsResponse listEndpointGroups(ListEndpointGroupsRequest request) {
    requireEndpoint();
    Resource listener = control.listener(request.listenerArn());
    return ListEndpointGroupsResponse.builder()
        .endpointGroups(control.groups(listener.id()).stream().map(this::group).toList())
        .build();
  }

  @Override
  public UpdateEndpointGroupResponse updateEndpointGroup(UpdateEndpointGroupRequest request) {
    requireEndpoint();
    Resource group = control.group(request.endpointGroupArn());
    if (request.hasEndpointConfigurations()
        || request.hasPortOverrides()
        || request.thresholdCount() != null
        || request.healthCheckIntervalSeconds() != null) {
      throw new UnsupportedOperationException(
          "the sandbox simulates UpdateEndpointGroup for dials only");
    }
    if (request.trafficDialPercentage() != null) {
      Map<String, Object> before = new LinkedHashMap<>(group.attributes());
      group.set("trafficDialPercentage", request.trafficDialPercentage().doubleValue());
      try {
        groups.check(group);
      } catch (RuntimeException refused) {
        group.attributes(before);
        throw refused;
      }
      control.deploy(group.id(), () -> edges.turn(group));
    }
    return UpdateEndpointGroupResponse.builder().endpointGroup(group(group)).build();
  }

  private EndpointGroup group(Resource group) {
    List<Map<String, Object>> endpoints = group.maps("endpointConfigurations");
    return EndpointGroup.builder()
        .endpointGroupArn(group.id())
        .endpointGroupRegion(group.string("endpointGroupRegion"))
        .trafficDialPercentage((float) EndpointGroups.dial(group))
        .endpointDescriptions(
            endpoints.stream()
                .map(
                    endpoint ->
                        EndpointDescription.builder()
                            .endpointId(Edges.id(endpoint))
                            .weight(Edges.weight(endpoint))
                            .healthState(
                                edges.healthy(group, Edges.id(endpoint))
                                    ? HealthState.HEALTHY
                                    : HealthState.UNHEALTHY)
                            .build())
                .toList())
        .build();
  }
}
