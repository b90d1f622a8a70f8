package io.pharos.recovery.contract;

/**
 * What a Region's load balancer answers at {@link #PATH}: a success while the Region claims the
 * traffic, which Route 53 and the peer's beacon read. Each position has answers of its own, also
 * while both claim it, so that a probe by the users' name tells where they arrive.
 */
public final class TakeoverAnswer {
  public static final String PATH = "/.pharos/takeover";

  /** What a Region says about itself. */
  public enum Says {
    NOTHING,
    /**
     * Its database becomes the writer, and the peer was not asked: whatever the peer still writes
     * is lost. Route 53 hears nothing in it, the peer's beacon does.
     */
    PROMOTES,
    /** The secondary has taken the traffic over, or the primary has reclaimed it. */
    CLAIMS;

    /** What a status means. */
    public static Says of(int status) {
      return switch (status) {
        case TAKEN_OVER, RECLAIMED -> CLAIMS;
        case PROMOTING -> PROMOTES;
        default -> NOTHING;
      };
    }
  }

  private static final int TAKEN_OVER = 200;
  private static final int RECLAIMED = 202;
  private static final int PROMOTING = 409;
  private static final int SECONDARY_STANDS_BY = 404;
  private static final int PRIMARY_CLAIMS_NOTHING = 410;

  private TakeoverAnswer() {}

  public static int status(Position position, Says says) {
    return switch (says) {
      case CLAIMS ->
          switch (position) {
            case PRIMARY -> RECLAIMED;
            case SECONDARY -> TAKEN_OVER;
          };
      case PROMOTES -> PROMOTING;
      case NOTHING ->
          switch (position) {
            case PRIMARY -> PRIMARY_CLAIMS_NOTHING;
            case SECONDARY -> SECONDARY_STANDS_BY;
          };
    };
  }

  /** The text that comes with it. */
  public static String text(Position position, Says says) {
    return switch (says) {
      case CLAIMS -> position == Position.PRIMARY ? "reclaimed" : "taken over";
      case PROMOTES -> "promoting";
      case NOTHING -> position == Position.PRIMARY ? "nothing claimed" : "standby";
    };
  }
}
