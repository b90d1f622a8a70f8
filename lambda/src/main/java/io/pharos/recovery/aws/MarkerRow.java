package io.pharos.recovery.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a writer's row says: when it was written last, and the last time nothing was written for
 * longer than {@link DatabaseSession#SILENCE}.
 */
public record MarkerRow(Instant written, Optional<Silence> silence) {

  /** Between these two rows there was none. */
  public record Silence(Instant from, Instant to) {}

  public static MarkerRow first(Instant written) {
    return new MarkerRow(written, Optional.empty());
  }

  /** The row after one more write. */
  public MarkerRow next(Instant time) {
    boolean silent = Duration.between(written, time).compareTo(DatabaseSession.SILENCE) > 0;
    return new MarkerRow(time, silent ? Optional.of(new Silence(written, time)) : silence);
  }
}
