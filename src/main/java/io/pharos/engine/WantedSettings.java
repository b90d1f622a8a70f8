package io.pharos.engine;

import io.pharos.config.Generations;
import io.pharos.config.Json;
import io.pharos.config.Settings;
import io.pharos.config.Strategy;
import io.pharos.recovery.contract.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The settings with which a stack declares what is real: which Region is active, and which database
 * generations it has. Equal settings are left out, so that what is settled is not written again.
 */
final class WantedSettings {
  private static final String ACTIVE = Settings.NAMESPACE + ":active";
  static final String GENERATIONS = Settings.NAMESPACE + ":generations";

  private WantedSettings() {}

  /**
   * What has to be changed.
   *
   * @param now the stack's settings
   * @throws Refused when no configuration can say what is real
   */
  static Map<String, String> of(StackName stack, Settings now, Reality reality) {
    Map<String, String> changed = new LinkedHashMap<>();
    if (now.active() != reality.active()) {
      changed.put(ACTIVE, reality.active().word());
    }
    position(stack)
        .ifPresent(
            position -> {
              Generations known = now.generations(position);
              reality
                  .of(position)
                  .map(databases -> generations(stack, now.strategy(), known, databases))
                  .filter(wanted -> !wanted.equals(known))
                  .ifPresent(wanted -> changed.put(GENERATIONS, document(wanted)));
            });
    return changed;
  }

  static Optional<Position> position(StackName stack) {
    return switch (stack) {
      case PRIMARY -> Optional.of(Position.PRIMARY);
      case SECONDARY -> Optional.of(Position.SECONDARY);
      case GLOBAL -> Optional.empty();
    };
  }

  private static Generations generations(
      StackName stack, Strategy strategy, Generations now, Reality.Databases databases) {
    if (databases.none()) {
      if (strategy != Strategy.BACKUP_RESTORE) {
        throw new Refused(
            "Refused: the Region of stack "
                + stack.word()
                + " waits for its replica: once 'pharos up' has made it, its beacon takes it into use"
                + " within ten minutes ('pharos ready')");
      }
      return none(now, databases);
    }
    if (databases.current() < now.current()) {
      throw new Refused(
          "Refused: the configuration of stack "
              + stack.word()
              + " has database generation "
              + now.current()
              + ", but its Region uses generation "
              + databases.current()
              + ". Put the configuration of the last reconcile back first: git log Pulumi."
              + stack.word()
              + ".yaml");
    }
    TreeSet<Integer> retired = new TreeSet<>(now.retired());
    // Generations between the two were given up while they were made: never Pulumi's.
    if (databases.current() > now.current() && now.any()) {
      retired.add(now.current());
    }
    retired.retainAll(databases.existing());
    return new Generations(
        databases.current(),
        databases.current() > now.current() ? Optional.of(databases.resourceId()) : now.adopt(),
        List.copyOf(retired));
  }

  /** The Region stands by without a database; what it had before stays until it is retired. */
  private static Generations none(Generations now, Reality.Databases databases) {
    TreeSet<Integer> retired = new TreeSet<>(now.retired());
    if (now.any()) {
      retired.add(now.current());
    }
    retired.retainAll(databases.existing());
    return new Generations(0, Optional.empty(), List.copyOf(retired));
  }

  static String document(Generations generations) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("current", generations.current());
    generations.adopt().ifPresent(id -> document.put("adopt", id));
    document.put("retired", generations.retired());
    return Json.write(document);
  }
}
