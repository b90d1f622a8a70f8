package io.pharos.drill;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** How an operation or a drill ended, from best to worst. */
public enum Verdict {
  /** Done, and every objective met. */
  MET,
  /** Done, and an objective missed. */
  MISSED,
  /** Not done, because a check said no; nothing was changed. */
  REFUSED,
  /** Not done; it stopped in a safe state. */
  STOPPED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The verdict of a run is the worst of its phases. */
  public static Verdict worst(Collection<Verdict> verdicts) {
    return verdicts.stream().max(Comparator.naturalOrder()).orElse(STOPPED);
  }
}
