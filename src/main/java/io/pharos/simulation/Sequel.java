package io.pharos.simulation;

import io.pharos.recovery.contract.RecoveryFunction;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a run goes on once the application has moved to the secondary Region: one run in twenty does.
 *
 * @param first what becomes of the Region that was left
 * @param calm how long nothing happens before it begins; where in a minute it begins follows from
 *     it
 * @param incidents what goes wrong then; their times count from when it begins
 * @param reseeding what goes wrong while the Region that was left is made a standby, before a
 *     second disaster
 */
public record Sequel(
    Kind kind, Former first, Duration calm, List<Incident> incidents, List<Incident> reseeding) {

  /** What comes next. */
  public enum Kind {
    /** A person brings the application back to the primary Region. */
    FAILBACK,
    /** The Region that serves now is lost as well. */
    SECOND_DISASTER
  }

  /** What has become of the Region that was left, when the next disaster comes. */
  public enum Former {
    RESEEDED,
    BACK,
    BACK_AFTERWARDS
  }

  /** The steps that only the state machines failback and standby have. */
  static final List<RecoveryFunction> STEPS =
      List.of(
          RecoveryFunction.PART,
          RecoveryFunction.RESEED,
          RecoveryFunction.REOPEN,
          RecoveryFunction.SETTLE);

  private static final List<Aim> ALL =
      Fault.anywhere().stream()
          .flatMap(fault -> STEPS.stream().map(step -> new Aim(fault, step)))
          .toList();

  /** One run in so many goes on in each of the ways. */
  static final int ONE_IN = 40;

  private static final int FAILBACK_AT = 7;
  private static final int SECOND_AT = 13;

  /** Neighbouring runs are far from each other in the list. */
  private static final int STRIDE = 29;

  private static final long SALT = 0x5DEECE66DL;

  public Sequel {
    incidents = List.copyOf(incidents);
    reseeding = List.copyOf(reseeding);
  }

  /**
   * Which sequel a run has.
   *
   * @param aim what a failback is drawn around
   */
  record Turn(Kind kind, Optional<Aim> aim) {}

  /** Of the seed alone. */
  static Optional<Turn> of(long seed) {
    SplittableRandom random = new SplittableRandom(seed ^ SALT);
    int which = random.nextInt(ONE_IN);
    return turn(which == 0, which == 1, () -> random.nextInt(ALL.size()));
  }

  /** Of the n-th run of a simulation in which all have the same deployment. */
  static Optional<Turn> ofRun(long n) {
    return ofRun(n, n / ONE_IN);
  }

  /**
   * @param before how many runs have gone on with a failback before
   */
  static Optional<Turn> ofRun(long n, long before) {
    return turn(failsBack(n), n % ONE_IN == SECOND_AT, () -> (int) (before * STRIDE % ALL.size()));
  }

  static boolean failsBack(long n) {
    return n % ONE_IN == FAILBACK_AT;
  }

  private static Optional<Turn> turn(boolean failback, boolean second, IntSupplier which) {
    if (failback) {
      return Optional.of(new Turn(Kind.FAILBACK, Optional.of(ALL.get(which.getAsInt()))));
    }
    return second
        ? Optional.of(new Turn(Kind.SECOND_DISASTER, Optional.empty()))
        : Optional.empty();
  }

  /** What failbacks are drawn around, all of it. */
  static List<Aim> wanted() {
    return ALL;
  }

  /** The same, without one kind of fault. */
  Sequel without(Fault fault) {
    return new Sequel(kind, first, calm, without(fault, incidents), without(fault, reseeding));
  }

  Stream<Incident> all() {
    return Stream.concat(reseeding.stream(), incidents.stream());
  }

  private static List<Incident> without(Fault fault, List<Incident> incidents) {
    return incidents.stream().filter(incident -> incident.fault() != fault).toList();
  }

  @Override
  public String toString() {
    return switch (kind) {
          case FAILBACK -> "then a failback";
          case SECOND_DISASTER ->
              "then the other Region, the first one "
                  + first.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                  + reseeding.stream().map(each -> " (" + each + ")").collect(Collectors.joining());
        }
        + incidents.stream().map(each -> "; " + each).collect(Collectors.joining());
  }
}
