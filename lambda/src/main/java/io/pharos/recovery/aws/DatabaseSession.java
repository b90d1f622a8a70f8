package io.pharos.recovery.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What the marker does with a database: one row per writer, written where the database can be
 * written, read everywhere. So a database knows until when it was written by whom, whatever it was
 * promoted from.
 */
public interface DatabaseSession extends AutoCloseable {
  /** A longer pause between two rows of a writer is kept with the row: the writer was silent. */
  Duration SILENCE = Duration.ofMinutes(3);

  /** Whether the database accepts writes. */
  boolean writable() throws DatabaseUnreachable;

  /**
   * Writes the row of this writer with this time; creates the marker's table when it is missing.
   *
   * @param writer the identifier of the database that is written
   */
  void writeMarker(String writer, Instant time) throws DatabaseUnreachable;

  /** The rows as far as this database has them, by writer. */
  Map<String, MarkerRow> markers() throws DatabaseUnreachable;

  /**
   * Whether a table of the application has a row.
   *
   * @param table its name, with its schema where it has one; false where there is none of that name
   */
  boolean holdsRows(String table) throws DatabaseUnreachable;

  @Override
  void close();
}
