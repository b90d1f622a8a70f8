package io.pharos.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The stacks that all suites of this JVM share, as the simulation starts from them. */
final class Stacks {
  private Stacks() {}

  static Deployed deployed() {
    io.pharos.engine.Deployed once = io.pharos.engine.Deployed.once();
    return Deployed.of(once.account(), once.stage().settings());
  }

  /** As `pharos simulate` deploys it, and keeps it: whoever comes second finds it. */
  static Deployed of(Variant variant) {
    Path root = io.pharos.engine.Deployed.ROOT;
    try {
      Path folder = Files.createDirectories(root.resolve("target/simulation"));
      return Deployed.of(variant, root, folder, line -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
