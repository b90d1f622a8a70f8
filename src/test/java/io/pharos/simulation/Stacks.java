package io.pharos.simulation;

/** The stacks that all suites of this JVM share, as the simulation starts from them. */
final class Stacks {
  private Stacks() {}

  static Deployed deployed() {
    io.pharos.engine.Deployed once = io.pharos.engine.Deployed.once();
    return Deployed.of(once.account(), once.stage().settings());
  }
}
