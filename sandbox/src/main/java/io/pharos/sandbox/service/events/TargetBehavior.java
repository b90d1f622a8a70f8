package io.pharos.sandbox.service.events;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Iam;
import java.util.Map;

/** {@code aws:cloudwatch/eventTarget:EventTarget}: its id is the rule's and its own. */
final class TargetBehavior implements Behavior {
  private static final int MOST = 5;

  private final World world;

  TargetBehavior(World world) {
    this.world = world;
  }

  @Override
  public void create(Resource target) {
    target.attributes().putIfAbsent("eventBusName", EventTypes.DEFAULT_BUS);
    if (!target.has("targetId")) {
      target.set("targetId", Ids.hex("terraform-", 26, target.region(), target.name()));
    }
    Resource rule = check(target);
    if (Targets.of(world, rule).size() >= MOST) {
      throw EventRefusal.invalid("The requested resource exceeds the maximum number allowed.");
    }
    target.id(target.string("rule") + "-" + target.string("targetId"));
  }

  @Override
  public void update(Resource target, Map<String, Object> before) {
    check(target);
  }

  private Resource check(Resource target) {
    Resource rule =
        world
            .account()
            .first(
                EventTypes.RULE,
                target.region(),
                other -> other.string("name").equals(target.string("rule")))
            .orElseThrow(() -> EventRefusal.noRule(target.string("rule")));
    String[] arn = target.string("arn").split(":");
    if (arn.length < 6) {
      throw EventRefusal.invalid("Parameter " + target.string("arn") + " is not valid.");
    }
    if (!Delivery.SERVICES.contains(arn[2])) {
      throw new UnsupportedOperationException(
          "the sandbox does not deliver events to " + target.string("arn"));
    }
    if (!arn[3].equals(target.region())) {
      throw EventRefusal.invalid(
          "Parameter "
              + target.string("arn")
              + " is not valid. Reason: Provided Arn is not in"
              + " correct format.");
    }
    TargetInput.check(target);
    role(target, arn[2]);
    return rule;
  }

  private void role(Resource target, String service) {
    if (service.equals("states") && !target.has("roleArn")) {
      throw EventRefusal.invalid("RoleArn is required for target " + target.string("arn") + ".");
    }
    if (target.has("roleArn")
        && !world.service(Iam.class).canAssume(target.string("roleArn"), Delivery.PRINCIPAL)) {
      throw EventRefusal.invalid(
          "Provided role '"
              + target.string("roleArn")
              + "' cannot be assumed by principal 'events.amazonaws.com'.");
    }
  }
}
