package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;

/** What a session writes to: an instance of RDS, or a cluster of Aurora. */
interface Volume {
  /** Whether it takes writes now. */
  boolean writable(Resource database);

  /** Commits a row, and sends it to whoever replicates it. */
  void commit(Resource database, String key, String value);
}
