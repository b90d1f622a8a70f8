package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ssm.ParameterBehavior;
import io.pharos.sandbox.service.ssm.SsmApi;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** Systems Manager, of which recovery uses Parameter Store. */
public final class Ssm implements Service {
  private final World world;
  private final Map<String, Instant> written = new HashMap<>();
  private final List<BiConsumer<Resource, String>> listeners = new ArrayList<>();

  public Ssm(World world) {
    this.world = world;
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of(ParameterBehavior.TYPE, new ParameterBehavior(world));
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(SsmClient.class, this::client);
  }

  private SsmClient client(String region, Caller caller) {
    return new SsmApi(
        world,
        region,
        caller,
        written,
        (parameter, operation) ->
            listeners.forEach(listener -> listener.accept(parameter, operation)));
  }

  /**
   * Is told of every write through the API, with {@code Create}, {@code Update} or {@code Delete}.
   */
  public void onChange(BiConsumer<Resource, String> listener) {
    listeners.add(listener);
  }

  /** The decrypted value of a parameter, whoever asks. */
  public Optional<String> value(String region, String name) {
    return world
        .account()
        .find(ParameterBehavior.TYPE, region, name)
        .map(
            parameter ->
                parameter.string(parameter.has("insecureValue") ? "insecureValue" : "value"));
  }

  /** Writes a parameter as the operator; a new one becomes a String. */
  public void put(String region, String name, String value) {
    boolean exists = world.account().find(ParameterBehavior.TYPE, region, name).isPresent();
    client(region, Caller.operator(world.clock()))
        .putParameter(
            request ->
                request
                    .name(name)
                    .value(value)
                    .overwrite(exists)
                    .type(exists ? null : ParameterType.STRING));
  }
}
