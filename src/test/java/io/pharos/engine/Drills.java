package io.pharos.engine;

import io.pharos.drill.DrillReport;
import io.pharos.drill.FailoverDrill;
import io.pharos.drill.SandboxStory;
import io.pharos.sandbox.Sandbox;
import io.pharos.sandbox.core.Account;
import io.pharos.world.SandboxCloud;
import java.util.List;

/** Drills in worlds that are restored from an account. */
final class Drills {
  private Drills() {}

  static DrillReport dead(SandboxCloud cloud) {
    return run(cloud, FailoverDrill.Plan.dead(SandboxStory.faultOffset(Deployed.SEED)));
  }

  /** The Region is cut off and comes back: what has to fence itself has to work as well. */
  static DrillReport cutOffForAWhile(Account account) {
    return run(
        new SandboxCloud(Sandbox.restore(Deployed.SEED, account)),
        FailoverDrill.Plan.cutOffForAWhile(SandboxStory.faultOffset(Deployed.SEED)));
  }

  private static DrillReport run(SandboxCloud cloud, FailoverDrill.Plan plan) {
    return new FailoverDrill(cloud, cloud, Deployed.once().stage().settings(), line -> {})
        .run(new FailoverDrill.Setting(Deployed.SEED, "any", List.of()), plan);
  }
}
