package io.pharos.engine;

import io.pharos.recovery.contract.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the Regions themselves say, whatever the configuration says: which one serves, and which
 * databases each of them has.
 *
 * @param databases of the Regions that answer
 */
public record Reality(Position active, Map<Position, Databases> databases) {
  public Reality {
    databases = Map.copyOf(databases);
  }

  /**
   * The databases of one Region.
   *
   * @param current the number of the generation in use, 0 where there is none
   * @param resourceId its DbiResourceId
   * @param replica whether it follows another database
   * @param existing the numbers of all generations that are there
   */
  public record Databases(int current, String resourceId, boolean replica, List<Integer> existing) {
    public Databases {
      existing = List.copyOf(existing);
    }

    /** Of a Region that stands by without a database in use. */
    public static Databases none(List<Integer> existing) {
      return new Databases(0, "", false, existing);
    }

    /** Whether the Region has no database in use. */
    public boolean none() {
      return current == 0;
    }
  }

  /** Of a Region; empty when it does not answer. */
  public Optional<Databases> of(Position position) {
    return Optional.ofNullable(databases.get(position));
  }
}
