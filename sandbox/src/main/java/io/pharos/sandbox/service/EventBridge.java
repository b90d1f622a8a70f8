package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.events.EventBridgeApi;
import io.pharos.sandbox.service.events.EventBus;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** Amazon EventBridge: rules that wait for events or for the clock, and what they start. */
public final class EventBridge implements Service {
  private final EventBus bus;

  public EventBridge(World world) {
    this.bus = new EventBus(world);
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return bus.behaviors();
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(EventBridgeClient.class, (region, caller) -> new EventBridgeApi(bus, region));
  }

  /**
   * An event arrives on the default bus of a Region.
   *
   * @param event {@code source}, {@code detail-type}, {@code resources} and {@code detail}; the
   *     rest of the envelope is filled in where it is missing
   */
  public void emit(String region, Map<String, Object> event) {
    bus.emit(region, event);
  }

  /** Why events did not arrive at their targets, one line each, oldest first. */
  public List<String> failures() {
    return bus.failures();
  }
}
