package io.pharos.recovery.aws;

import java.time.Instant;
import java.util.Optional;

/**
 * What the marker does with a database: one row, written where it can be written, read everywhere.
 */
public interface DatabaseSession extends AutoCloseable {

  /** Whether the database accepts writes ({@code @@read_only} is off). */
  boolean writable() throws DatabaseUnreachable;

  /** Writes the marker row with this time; creates the marker's table when it is missing. */
  void writeMarker(Instant time) throws DatabaseUnreachable;

  /** The newest marker's time, or empty when there is none yet. */
  Optional<Instant> newestMarker() throws DatabaseUnreachable;

  @Override
  void close();
}
