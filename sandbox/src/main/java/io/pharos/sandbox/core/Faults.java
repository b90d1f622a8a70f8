package io.pharos.sandbox.core;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** What is broken right now. */
public final class Faults {

  /** How a Region fails. */
  public enum Kind {
    /** Nothing in the Region works. */
    DEAD,
    /** The Region works, and nobody outside can see it. */
    ISOLATED
  }

  /**
   * Something that goes wrong in a Region that works otherwise.
   *
   * @param what the service ({@code ec2}, as in its actions) or the function's name that it is
   *     about; empty for all
   * @param share of the calls that it strikes, above 0 and at most 1
   */
  public record Disturbance(Trouble trouble, String region, String what, double share) {}

  private final Map<String, Kind> regions = new HashMap<>();
  private final Map<Trouble, List<Disturbance>> disturbances = new EnumMap<>(Trouble.class);
  private final Set<String> severed = new HashSet<>();
  private final SplittableRandom luck;

  /**
   * @param seed decides which calls a disturbance strikes that does not strike all
   */
  public Faults(long seed) {
    this.luck = new SplittableRandom(seed);
  }

  public void fail(String region, Kind kind) {
    regions.put(region, kind);
  }

  public void heal(String region) {
    regions.remove(region);
  }

  public void begin(Disturbance disturbance) {
    disturbances
        .computeIfAbsent(disturbance.trouble(), trouble -> new ArrayList<>())
        .add(disturbance);
  }

  public void end(Disturbance disturbance) {
    disturbances.getOrDefault(disturbance.trouble(), new ArrayList<>()).remove(disturbance);
  }

  /** Whether a call of this kind goes wrong this time. */
  public boolean strikes(Trouble trouble, String region, String what) {
    List<Disturbance> candidates = disturbances.get(trouble);
    if (candidates == null) {
      return false;
    }
    for (Disturbance each : candidates) {
      if (each.region().equals(region)
          && (each.what().isEmpty() || each.what().equals(what))
          && (each.share() >= 1 || luck.nextDouble() < each.share())) {
        return true;
      }
    }
    return false;
  }

  /** A number below the bound, for what a fault leaves to chance. */
  public int chance(int bound) {
    return luck.nextInt(bound);
  }

  public boolean dead(String region) {
    return regions.get(region) == Kind.DEAD;
  }

  /**
   * Whether a packet sent in one place arrives in the other; {@code internet} is where the users
   * are.
   */
  public boolean reaches(String from, String to) {
    if (regions.isEmpty()) {
      return true;
    }
    if (dead(from) || dead(to)) {
      return false;
    }
    return from.equals(to) || !regions.containsKey(from) && !regions.containsKey(to);
  }

  /** From now on what customers send from one Region to another does not arrive there. */
  public void sever(String from, String to) {
    severed.add(from + " " + to);
  }

  /** It arrives again. */
  public void join(String from, String to) {
    severed.remove(from + " " + to);
  }

  /** Whether the way from a Region to another is closed to customers, while both of them work. */
  public boolean severed(String from, String to) {
    return severed.contains(from + " " + to);
  }

  public Optional<Kind> of(String region) {
    return Optional.ofNullable(regions.get(region));
  }
}
