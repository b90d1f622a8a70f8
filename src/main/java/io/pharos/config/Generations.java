package io.pharos.config;

import java.util.List;
import java.util.Optional;

/**
 * The database generations of one regional stack, written only by {@code pharos reconcile}.
 *
 * @param adopt DbiResourceId of the current generation, when the recovery runtime created it
 * @param retired generations that are kept, frozen, until they are retired for good
 */
public record Generations(int current, Optional<String> adopt, List<Integer> retired) {

  /** A stack's first database, created by Pulumi. */
  public static final Generations FIRST = new Generations(1, Optional.empty(), List.of());
}
