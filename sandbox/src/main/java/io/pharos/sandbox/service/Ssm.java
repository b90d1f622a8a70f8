package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ssm.ParameterBehavior;
import io.pharos.sandbox.service.ssm.SsmApi;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** Systems Manager, of which recovery uses Parameter Store. */
public final class Ssm implements Service {
  private final World world;
  private final Map<String, Instant> written = new HashMap<>();

  public Ssm(World world) {
    this.world = world;
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of(ParameterBehavior.TYPE, new ParameterBehavior(world, written));
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(SsmClient.class, this::client);
  }

  private SsmClient client(String region, Caller caller) {
    return new SsmApi(world, region, caller, written, this::announce);
  }

  /** Parameter Store tells EventBridge of every write through the API, not of its value. */
  private void announce(Resource parameter, String operation) {
    Map<String, Object> detail =
        Map.of("operation", operation, "name", parameter.id(), "type", parameter.string("type"));
    world
        .service(EventBridge.class)
        .emit(
            parameter.region(),
            Map.of(
                "source",
                "aws.ssm",
                "detail-type",
                "Parameter Store Change",
                "resources",
                List.of(parameter.string("arn")),
                "detail",
                detail));
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
