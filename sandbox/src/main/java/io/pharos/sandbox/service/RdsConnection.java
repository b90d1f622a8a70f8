package io.pharos.sandbox.service;

import java.util.Map;
import java.util.Optional;

/**
 * A session with one database. Every call looks at the database as it is then: a session outlives
 * neither a reboot nor a packet filter that cuts its path.
 */
public interface RdsConnection {

  /** Commits one row, or says why not: a replica is read-only. */
  void write(String key, String value) throws DatabaseRefused;

  /** The row with this key, as far as it has arrived at this database. */
  Optional<String> read(String key) throws DatabaseRefused;

  /** The value that was committed last among the rows whose key starts like this. */
  Optional<String> newest(String prefix) throws DatabaseRefused;

  /** The rows whose key starts like this, by key. */
  Map<String, String> rows(String prefix) throws DatabaseRefused;

  /** Whether the database accepts writes ({@code @@read_only} is off). */
  boolean writable() throws DatabaseRefused;
}
