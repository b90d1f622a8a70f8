package io.pharos.simulation;

import io.pharos.recovery.contract.Names;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Rds;
import io.pharos.sandbox.service.rds.Row;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The databases of a world, and what is in them: instances in their generations, or the two
 * clusters of a global database.
 */
record Databases(World world, Names names, boolean aurora) {
  private static final String INSTANCE = "aws:rds/instance:Instance";
  private static final String CLUSTER = "aws:rds/cluster:Cluster";

  /** How an instance is that obeys a promotion. */
  private static final Set<String> PROMOTED = Set.of("modifying", "rebooting");

  private static final Set<String> UP = Set.of("available", "modifying", "backing-up");

  /** The one with the highest number: what the Region serves from, or stands by with. */
  Resource newest(Leg.Site site) {
    return find(site)
        .orElseThrow(() -> new IllegalStateException("no database in " + site.region()));
  }

  /** The same, or nothing where a Region stands by with backups. */
  Optional<Resource> find(Leg.Site site) {
    return world.account().list(type(), site.region()).stream()
        .filter(each -> names.generation(site.position(), identifier(each)).isPresent())
        .max(
            Comparator.comparingInt(
                each -> names.generation(site.position(), identifier(each)).getAsInt()));
  }

  Resource named(String region, String identifier) {
    return world
        .account()
        .first(type(), region, each -> identifier(each).equals(identifier))
        .orElseThrow();
  }

  private String type() {
    return aurora ? CLUSTER : INSTANCE;
  }

  List<Row> rows(String region, String identifier) {
    return world.service(Rds.class).rows(region, identifier);
  }

  /** What a writer that was left had: Aurora makes it anew from the new one. */
  List<Row> left(String region, String identifier) {
    List<Row> before = world.service(Rds.class).rowsBefore(region, identifier);
    return before.isEmpty() ? rows(region, identifier) : before;
  }

  static String identifier(Resource database) {
    return database.string("identifier");
  }

  /** Whether it takes its rows from another one, and none from users. */
  static boolean replica(Resource database) {
    return !database.string("replicateSourceDb").isEmpty()
        || !database.string("replicationSourceIdentifier").isEmpty();
  }

  /** Whether it can be written to. */
  static boolean writer(Resource database) {
    return !replica(database) && UP.contains(database.string("status"));
  }

  /**
   * Since when a replica has been on its way to be the writer, when it is so now.
   *
   * @param now when an instance has been asked, if it has been
   */
  Optional<Instant> promotion(Resource database, Instant now) {
    if (aurora) {
      return world.service(Rds.class).moveAsked(database.region(), identifier(database));
    }
    return PROMOTED.contains(database.string("status")) ? Optional.of(now) : Optional.empty();
  }
}
