package io.pharos.config;

import java.util.List;
import java.util.Optional;

/**
 * The database generations of one regional stack, written only by {@code pharos reconcile}.
 *
 * @param current the number of the generation in use; 0 where the Region has none
 * @param adopt DbiResourceId of the current generation, when the recovery runtime created it
 * @param retired generations that are kept, frozen, until they are retired for good
 */
public record Generations(int current, Optional<String> adopt, List<Integer> retired) {

  /** A stack's first database, created by Pulumi. */
  public static final Generations FIRST = new Generations(1, Optional.empty(), List.of());

  /** Of a Region that has backups and has never had a database. */
  public static final Generations NONE = new Generations(0, Optional.empty(), List.of());

  /** Whether the Region has a database now; without one its current generation is 0. */
  public boolean any() {
    return current > 0;
  }
}
