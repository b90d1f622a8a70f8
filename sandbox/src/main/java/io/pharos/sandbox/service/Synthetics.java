package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.synthetics.Canaries;
import io.pharos.sandbox.service.synthetics.Runs;
import java.util.Map;

/** CloudWatch Synthetics: canaries that call endpoints by a schedule. */
public final class Synthetics implements Service {
  private final Canaries canaries;

  public Synthetics(World world) {
    this.canaries = new Canaries(world, new Runs(world));
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of(Canaries.TYPE, canaries);
  }
}
