package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.globalaccelerator.GlobalAcceleratorClient;
import software.amazon.awssdk.services.globalaccelerator.model.Accelerator;
import software.amazon.awssdk.services.globalaccelerator.model.AcceleratorNotFoundException;
import software.amazon.awssdk.services.globalaccelerator.model.EndpointGroup;
import software.amazon.awssdk.services.globalaccelerator.model.EndpointGroupNotFoundException;
import software.amazon.awssdk.services.globalaccelerator.model.InvalidArgumentException;
import software.amazon.awssdk.services.globalaccelerator.model.ListenerNotFoundException;

/** Accelerators are looked at from above, and dials are turned. moto has no Global Accelerator. */
abstract class GlobalAcceleratorContract {
  private static final String CONTROL_PLANE = "us-west-2";

  private final GlobalAcceleratorClient client;
  private final ContractWorld world;

  GlobalAcceleratorContract(ContractWorld world) {
    this.world = world;
    this.client = world.client(GlobalAcceleratorClient.class, CONTROL_PLANE);
  }

  @BeforeEach
  void anAccelerator() {
    world.accelerator("shop-prod");
  }

  private Accelerator accelerator() {
    return client.listAccelerators(list -> {}).accelerators().get(0);
  }

  private String listener() {
    return client
        .listListeners(list -> list.acceleratorArn(accelerator().acceleratorArn()))
        .listeners()
        .get(0)
        .listenerArn();
  }

  private EndpointGroup group() {
    return client.listEndpointGroups(list -> list.listenerArn(listener())).endpointGroups().get(0);
  }

  @Test
  void accelerator_listener_andGroups_areFoundByTheName() {
    assertThat(accelerator().name()).isEqualTo("shop-prod");
    assertThat(accelerator().enabled()).isTrue();
    assertThat(listener()).startsWith(accelerator().acceleratorArn() + "/listener/");
    assertThat(group().endpointGroupArn()).startsWith(listener() + "/endpoint-group/");
    assertThat(group().endpointGroupRegion()).isEqualTo(ContractWorld.REGION);
    assertThat(group().trafficDialPercentage()).isEqualTo(100f);
  }

  @Test
  void updateEndpointGroup_turnsTheDial_andNothingElse() {
    int endpoints = group().endpointDescriptions().size();

    client.updateEndpointGroup(
        update -> update.endpointGroupArn(group().endpointGroupArn()).trafficDialPercentage(0f));

    assertThat(group().trafficDialPercentage()).isZero();
    assertThat(group().endpointDescriptions()).hasSize(endpoints).isNotEmpty();
  }

  @Test
  void updateEndpointGroup_withMoreThanAHundred_isRefused() {
    assertThat(
            Refused.by(
                () ->
                    client.updateEndpointGroup(
                        update ->
                            update
                                .endpointGroupArn(group().endpointGroupArn())
                                .trafficDialPercentage(101f))))
        .isEqualTo(new Refused(InvalidArgumentException.class, 400, "InvalidArgumentException"));
    assertThat(group().trafficDialPercentage()).isEqualTo(100f);
  }

  @Test
  void whatIsNotThere_isNotFound() {
    String arn = accelerator().acceleratorArn().replaceFirst(".{12}$", "000000000000");

    assertThat(Refused.by(() -> client.listListeners(list -> list.acceleratorArn(arn))))
        .isEqualTo(
            new Refused(AcceleratorNotFoundException.class, 400, "AcceleratorNotFoundException"));
    assertThat(
            Refused.by(
                () -> client.listEndpointGroups(list -> list.listenerArn(arn + "/listener/0"))))
        .isEqualTo(new Refused(ListenerNotFoundException.class, 400, "ListenerNotFoundException"));
    assertThat(
            Refused.by(
                () ->
                    client.updateEndpointGroup(
                        update ->
                            update
                                .endpointGroupArn(arn + "/listener/0/endpoint-group/0")
                                .trafficDialPercentage(0f))))
        .isEqualTo(
            new Refused(
                EndpointGroupNotFoundException.class, 400, "EndpointGroupNotFoundException"));
  }
}
