package io.pharos.world;

import io.pharos.sandbox.core.World;
import java.util.List;

/** What an all-seeing observer of a sandbox can tell about what went wrong in it. */
record SandboxObservations(World world) {

  List<String> all() {
    return List.of();
  }
}
