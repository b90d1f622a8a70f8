package io.pharos.sandbox.service.events;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.List;

/** Which targets a rule has. */
final class Targets {
  private Targets() {}

  static List<Resource> of(World world, Resource rule) {
    return world.account().list(EventTypes.TARGET, rule.region()).stream()
        .filter(target -> target.string("rule").equals(rule.string("name")))
        .toList();
  }
}
