package io.pharos.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whose turn it is in each run of a simulation: which deployment, which aim, which sequel. With
 * some of the deployments only, it is those of the same runs that have them.
 */
final class Turns {
  /**
   * The deployments of a round of runs, by their signs: as often as their shares say. A capital is
   * a run that is drawn around an aim; each has one of those that go on in either way.
   */
  private static final String ROUND = "MpTbRtAwMrWsSeEm" + "MbWaSwBtPsTrRaEpmmme";

  /** After so many runs everything is as at the beginning, but for the turns. */
  private static final int PERIOD = 360;

  /** What a run is to have. */
  record Turn(
      Optional<Variant> variant, Course course, Optional<Aim> aim, Optional<Sequel.Turn> sequel) {

    /** Whether the run of this seed has just that. */
    boolean isOf(long seed) {
      return (variant.isEmpty() || variant.get() == Variant.of(seed))
          && Sequel.of(seed).equals(sequel)
          && Aim.of(seed, course).equals(aim);
    }
  }

  private final Optional<Course> alone;

  /** The runs of a period that are played. */
  private final List<Integer> places = new ArrayList<>();

  private final Map<Course, List<Integer>> aimed = new EnumMap<>(Course.class);
  private final List<Integer> failbacks = new ArrayList<>();

  private Turns(Optional<Course> alone, Set<Variant> variants) {
    this.alone = alone;
    for (int place = 0; place < PERIOD; place++) {
      if (variants.contains(variant(place))) {
        places.add(place);
        Course course = variant(place).course();
        if (Character.isUpperCase(sign(place))) {
          aimed.computeIfAbsent(course, any -> new ArrayList<>()).add(place);
        }
        if (Sequel.failsBack(place)) {
          failbacks.add(place);
        }
      }
    }
  }

  /** All runs have the same deployment, whatever their seeds say. */
  static Turns alone(Course course) {
    return new Turns(Optional.of(course), Set.of());
  }

  /** Those runs that have one of these deployments. */
  static Turns of(Set<Variant> variants) {
    return new Turns(Optional.empty(), variants);
  }

  /** Whose aims have their turns. */
  Set<Course> courses() {
    return alone.map(Set::of).orElseGet(aimed::keySet);
  }

  /** Of the n-th run. */
  Turn of(long n) {
    return alone.map(course -> alone(course, n)).orElseGet(() -> oneOfMany(n));
  }

  private static Turn alone(Course course, long n) {
    boolean hasAim = n % course.aimedOneIn() == 0;
    return new Turn(
        Optional.empty(),
        course,
        hasAim ? Optional.of(Aim.turn(course, n / course.aimedOneIn())) : Optional.empty(),
        Sequel.ofRun(n));
  }

  private Turn oneOfMany(long n) {
    int place = places.get((int) (n % places.size()));
    long periods = n / places.size();
    Course course = variant(place).course();
    List<Integer> itsAims = aimed.getOrDefault(course, List.of());
    return new Turn(
        Optional.of(variant(place)),
        course,
        itsAims.contains(place)
            ? Optional.of(Aim.turn(course, before(itsAims, place, periods)))
            : Optional.empty(),
        Sequel.ofRun(place, before(failbacks, place, periods)));
  }

  private static long before(List<Integer> those, int place, long periods) {
    return periods * those.size() + those.indexOf(place);
  }

  private static char sign(int place) {
    return ROUND.charAt(place % ROUND.length());
  }

  private static Variant variant(int place) {
    return Variant.signed(Character.toLowerCase(sign(place)));
  }

  /** How many runs it takes until every aim has had its turn. */
  int runsForAll() {
    if (alone.isPresent()) {
      int aims = alone.get().aims().size() * alone.get().aimedOneIn();
      return Math.max(aims, Sequel.wanted().size() * Sequel.ONE_IN);
    }
    int periods = periods(Sequel.wanted().size(), failbacks);
    for (Map.Entry<Course, List<Integer>> each : aimed.entrySet()) {
      periods = Math.max(periods, periods(each.getKey().aims().size(), each.getValue()));
    }
    return periods * places.size();
  }

  private static int periods(int turns, List<Integer> perPeriod) {
    return (turns + perPeriod.size() - 1) / perPeriod.size();
  }
}
