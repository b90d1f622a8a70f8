package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What snapshots hold: an instance as it was when its snapshot was begun. */
final class SnapshotContents {

  /**
   * An instance as it was.
   *
   * @param settings its attributes
   * @param password of the master user, which is a row of the engine's own tables
   */
  record Content(Map<String, Object> settings, String password, List<Row> rows) {}

  private final Databases databases;
  private final Map<String, Content> bySnapshot = new TreeMap<>();

  SnapshotContents(Databases databases) {
    this.databases = databases;
  }

  void keep(Resource snapshot, Resource instance) {
    Database database = databases.of(instance);
    bySnapshot.put(
        snapshot.string("arn"),
        new Content(Map.copyOf(instance.attributes()), database.password(), database.rows()));
  }

  void copy(Resource from, Resource to) {
    of(from).ifPresent(content -> bySnapshot.put(to.string("arn"), content));
  }

  Optional<Content> of(Resource snapshot) {
    return Optional.ofNullable(bySnapshot.get(snapshot.string("arn")));
  }

  void forget(Resource snapshot) {
    bySnapshot.remove(snapshot.string("arn"));
  }
}
