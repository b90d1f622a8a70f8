package io.pharos.recovery.contract;

/**
 * What a Region's load balancer answers at {@link #PATH}: 200 while the Region claims the traffic,
 * which Route 53 and the peer's beacon read. While it does not, each position has an answer of its
 * own, so that a probe by the users' name tells where they arrive.
 */
public final class TakeoverAnswer {
  public static final String PATH = "/.pharos/takeover";

  /** The Region claims the traffic: the secondary has taken it over, the primary reclaimed it. */
  public static final int CLAIMED = 200;

  private static final int SECONDARY_STANDS_BY = 404;
  private static final int PRIMARY_CLAIMS_NOTHING = 410;

  private TakeoverAnswer() {}

  public static int status(Position position, boolean claimed) {
    if (claimed) {
      return CLAIMED;
    }
    return switch (position) {
      case PRIMARY -> PRIMARY_CLAIMS_NOTHING;
      case SECONDARY -> SECONDARY_STANDS_BY;
    };
  }

  /** The text that comes with it. */
  public static String text(Position position, boolean claimed) {
    return switch (position) {
      case PRIMARY -> claimed ? "reclaimed" : "nothing claimed";
      case SECONDARY -> claimed ? "taken over" : "standby";
    };
  }
}
