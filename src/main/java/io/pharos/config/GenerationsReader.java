package io.pharos.config;

import java.util.List;
import java.util.Optional;

/** Reads {@code pharos:generations}, which {@code reconcile} writes. */
final class GenerationsReader {
  private static final Rule RESOURCE_ID =
      Rule.matching(
          "db-[A-Z0-9]{10,64}",
          "a DbiResourceId, which starts with db-",
          "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ");

  private final Section section;
  private final Strategy strategy;

  GenerationsReader(Section section, Strategy strategy) {
    this.section = section;
    this.strategy = strategy;
  }

  Generations read() {
    int current = section.optionalInteger("current", 0, 999, 1).orElse(1);
    Optional<String> adopt = section.optionalText("adopt", RESOURCE_ID);
    List<Integer> retired = section.integers("retired", 1);
    if (current == 0) {
      generationless(adopt, retired);
    } else if (section.sound("current", "retired")
        && retired.stream().anyMatch(g -> g >= current)) {
      section.wrong("retired", "generations before the current one, " + current, "[]");
    } else if (retired.stream().distinct().count() != retired.size()) {
      section.wrong("retired", "each generation once", "[]");
    }
    section.close();
    return new Generations(current, adopt, List.copyOf(retired));
  }

  /** No database is what a skeleton has, which may have had some, and there is nothing to adopt. */
  private void generationless(Optional<String> adopt, List<Integer> retired) {
    if (strategy != Strategy.BACKUP_RESTORE) {
      section.wrong(
          "current",
          "the number after the last one that a database of this Region has had: only with strategy "
              + Strategy.BACKUP_RESTORE.word()
              + " a Region has none",
          // Reconcile writes 0 where there was one.
          String.valueOf(retired.stream().reduce(1, Math::max) + 1));
    } else if (adopt.isPresent()) {
      section.wrong("adopt", "left out where current is 0: there is nothing to adopt", "null");
    }
  }
}
