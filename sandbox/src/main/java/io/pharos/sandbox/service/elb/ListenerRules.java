package io.pharos.sandbox.service.elb;

import static io.pharos.sandbox.service.elb.Balancing.refusal;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import java.util.List;
import java.util.Map;

/** Rules of a listener, in the order of their priorities. */
final class ListenerRules implements Behavior {
  private static final int LAST_PRIORITY = 50_000;

  private final Balancing balancing;

  ListenerRules(Balancing balancing) {
    this.balancing = balancing;
  }

  @Override
  public void create(Resource rule) {
    Resource listener = balancing.listener(rule.region(), rule.string("listenerArn"));
    List<Resource> others = balancing.rules(listener);
    if (!rule.has("priority")) {
      rule.set(
          "priority", others.isEmpty() ? 1 : others.get(others.size() - 1).integer("priority") + 1);
    }
    check(rule, listener);
    String prefix = balancing.arnPrefix(rule.region());
    String suffix =
        listener.id().substring(prefix.length()).replaceFirst("^listener", "listener-rule");
    String path = prefix + suffix + "/";
    Balancing.identify(rule, path + balancing.freshHash(rule, path));
    rule.set("actions", Actions.ordered(rule.maps("actions")));
  }

  @Override
  public void update(Resource rule, Map<String, Object> before) {
    check(rule, balancing.listener(rule.region(), rule.string("listenerArn")));
    rule.set("actions", Actions.ordered(rule.maps("actions")));
    Balancing.tagged(rule);
  }

  private void check(Resource rule, Resource listener) {
    int priority = rule.integer("priority");
    if (priority < 1 || priority > LAST_PRIORITY) {
      throw refusal("ValidationError", "Priority '" + priority + "' must be between 1 and 50000");
    }
    for (Resource other : balancing.rules(listener)) {
      if (other != rule && other.integer("priority") == priority) {
        throw refusal("PriorityInUse", "Priority '" + priority + "' is currently in use");
      }
    }
    checkContent(rule, listener);
  }

  /** What ModifyRule checks as well. */
  void checkContent(Resource rule, Resource listener) {
    if (rule.maps("conditions").isEmpty()) {
      throw refusal("ValidationError", "A condition must be specified");
    }
    rule.maps("conditions").forEach(Conditions::check);
    Actions.check(
        balancing,
        balancing.loadBalancer(listener.region(), listener.string("loadBalancerArn")),
        rule.maps("actions"));
  }
}
