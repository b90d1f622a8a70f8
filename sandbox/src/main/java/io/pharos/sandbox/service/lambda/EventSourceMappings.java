package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code aws:lambda/eventSourceMapping:EventSourceMapping}: what leads from a queue or stream to a
 * function; its id is its UUID. Its state takes time to change, and until then nobody may change it
 * again. It polls nothing: queues have no messages here.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html">
 *     EventSourceMappingConfiguration</a>
 */
final class EventSourceMappings implements Behavior {
  private static final String STATE = "state";
  private static final List<String> SETTLED = List.of("Enabled", "Disabled");

  private final World world;
  private final Functions functions;

  EventSourceMappings(World world, Functions functions) {
    this.world = world;
    this.functions = functions;
  }

  @Override
  public void create(Resource mapping) {
    FunctionName name = FunctionName.of(mapping.string("functionName"));
    if (functions.version(mapping.region(), name).isEmpty()) {
      throw LambdaRefusal.functionNotFound(name.arn(mapping.region(), world.account().id()));
    }
    if (!mapping.string("eventSourceArn").startsWith("arn:")) {
      throw LambdaRefusal.invalid("Unrecognized event source.");
    }
    mapping.attributes().putIfAbsent("enabled", true);
    String hex = Ids.hex("", 32, "mapping", mapping.region(), mapping.name());
    mapping.id(
        String.join(
            "-",
            hex.substring(0, 8),
            hex.substring(8, 12),
            hex.substring(12, 16),
            hex.substring(16, 20),
            hex.substring(20)));
    mapping
        .set("uuid", mapping.id())
        .set("functionArn", name.arn(mapping.region(), world.account().id()))
        .set(STATE, "Creating");
  }

  @Override
  public void update(Resource mapping, Map<String, Object> before) {
    boolean enabled = mapping.flag("enabled");
    mapping.set("enabled", before.get("enabled"));
    enable(mapping, enabled);
  }

  /** What was on its way when the world was kept goes on. */
  @Override
  public void start(Resource mapping) {
    if (!SETTLED.contains(mapping.string(STATE))) {
      settle(mapping);
    }
  }

  Optional<Resource> find(String region, String uuid) {
    return world.account().find(LambdaTypes.MAPPING, region, uuid);
  }

  List<Resource> all(String region) {
    return world.account().list(LambdaTypes.MAPPING, region);
  }

  /** Switches it; one that is so already is not touched. */
  void enable(Resource mapping, boolean on) {
    if (!SETTLED.contains(mapping.string(STATE))) {
      throw LambdaRefusal.mappingInUse(mapping.string(STATE));
    }
    if (mapping.flag("enabled") != on) {
      mapping.set("enabled", on).set(STATE, on ? "Enabling" : "Disabling");
      settle(mapping);
    }
  }

  private void settle(Resource mapping) {
    world
        .clock()
        .after(
            world.latency().sample("lambda.mapping", mapping.region(), mapping.id()),
            "mapping " + mapping.id(),
            () -> mapping.set(STATE, mapping.flag("enabled") ? "Enabled" : "Disabled"));
  }
}
