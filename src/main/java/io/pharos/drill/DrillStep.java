package io.pharos.drill;

import io.pharos.recovery.contract.Position;
import io.pharos.world.FaultSwitch;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One step of a scripted drill.
 *
 * @param position the Region that it is about; where an action names none, the primary one
 * @param kind how a Region is lost
 * @param returns whether a lost Region comes back once the other one serves
 * @param expect the most that each figure may be
 */
public record DrillStep(
    Action action,
    Position position,
    FaultSwitch.Kind kind,
    boolean returns,
    Map<Limit, Double> expect) {

  /** What a step does; in the file it is the key with the Region as its value. */
  public enum Action {
    /** The application must be served from this Region, or the drill ends here. */
    ACTIVE,
    /** The Region is lost, and the other one has to take over by itself. */
    LOSE,
    /** The Region loses its database and works otherwise; a person has the other one take over. */
    CUT,
    /** The Region loses its compute, scaled to 0, and works otherwise. */
    HALT,
    /** The Region's load balancer lets nobody in, and everything behind it works. */
    CLOSE,
    /** The Regions are cut off from each other, and nothing may move. */
    ISOLATE,
    /** A throw-away replica is promoted, while the Region's own goes on. */
    REHEARSE,
    /** Objects that the drill has written are deleted, overwritten and erased, and come back. */
    SPOIL,
    /** A lost Region comes back. */
    HEAL,
    /** A person moves the application to this Region while both are well. */
    SWITCH,
    /** A person brings the application back to this Region, and makes the standby anew. */
    FAILBACK,
    /** Configuration, state and reality are brought together. */
    RECONCILE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** All of them, as a file has them. */
    static String words() {
      return Arrays.stream(values()).map(Action::word).collect(Collectors.joining(", "));
    }

    /** Whether it is made of what AWS lets its customers do. */
    boolean worksOnAws() {
      return switch (this) {
        case ACTIVE, CUT, HALT, CLOSE, ISOLATE, REHEARSE, SPOIL, SWITCH, FAILBACK, RECONCILE ->
            true;
        case LOSE, HEAL -> false;
      };
    }

    /** Whether it says how users fared. */
    boolean measures() {
      return switch (this) {
        case LOSE, CUT, HALT, CLOSE, SWITCH, FAILBACK -> true;
        case ACTIVE, ISOLATE, REHEARSE, SPOIL, HEAL, RECONCILE -> false;
      };
    }
  }

  @Override
  public String toString() {
    return switch (action) {
      case RECONCILE -> action.word();
      case SPOIL -> action.word() + " objects";
      case REHEARSE -> action.word() + " promotion";
      case ACTIVE, LOSE, CUT, HALT, CLOSE, ISOLATE, HEAL, SWITCH, FAILBACK ->
          action.word() + " " + position.word();
    };
  }
}
