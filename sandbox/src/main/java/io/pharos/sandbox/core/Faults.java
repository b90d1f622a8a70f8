package io.pharos.sandbox.core;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What is broken right now. */
public final class Faults {

  /** How a Region fails. */
  public enum Kind {
    /** Nothing in the Region works. */
    DEAD,
    /** The Region works, and nobody outside can see it. */
    ISOLATED
  }

  private final Map<String, Kind> regions = new HashMap<>();

  public void fail(String region, Kind kind) {
    regions.put(region, kind);
  }

  public void heal(String region) {
    regions.remove(region);
  }

  public boolean dead(String region) {
    return regions.get(region) == Kind.DEAD;
  }

  /**
   * Whether a packet sent in one place arrives in the other; {@code internet} is where the users
   * are.
   */
  public boolean reaches(String from, String to) {
    if (dead(from) || dead(to)) {
      return false;
    }
    return from.equals(to) || !regions.containsKey(from) && !regions.containsKey(to);
  }

  public Optional<Kind> of(String region) {
    return Optional.ofNullable(regions.get(region));
  }
}
