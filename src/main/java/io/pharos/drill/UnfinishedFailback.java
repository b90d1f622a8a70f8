package io.pharos.drill;

import io.pharos.recovery.contract.StateMachine;
import java.util.Map;
import java.util.Optional;

/** Finds the failback that somebody has to start again, because it ended before it was done. */
public final class UnfinishedFailback {
  private static final int LOOK_BACK = 50;

  private UnfinishedFailback() {}

  /**
   * The last failback of this Region that changed anything and did not succeed.
   *
   * @param primary what the primary Region remembers
   */
  public static Optional<String> last(RegionTable primary) {
    return primary.last("operations", LOOK_BACK).stream()
        .filter(line -> StateMachine.FAILBACK.word().equals(line.get("kind")))
        .filter(line -> !"refused".equals(line.get("outcome")))
        .findFirst()
        .filter(line -> !"succeeded".equals(line.get("outcome")))
        .map((Map<String, String> line) -> line.get("operation"));
  }
}
