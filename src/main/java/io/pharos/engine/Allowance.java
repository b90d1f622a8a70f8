package io.pharos.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A person's permission for one thing that a gate refuses: {@code replace:database-1}, {@code
 * open:network-app-ssh}, {@code active:secondary}.
 *
 * @param name the resource's logical name or its URN; for {@code active} a position
 */
public record Allowance(Rule rule, String name) {

  /** What a gate refuses. */
  public enum Rule {
    /** Something that holds data would be replaced: what is in it is lost. */
    REPLACE,
    /** Something that holds data would be deleted. */
    DELETE,
    /** A port would be open to the whole Internet. */
    OPEN,
    /** The configuration says that another Region is active than the one that is. */
    ACTIVE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException saying what is possible
   */
  public static Allowance of(String text) {
    int colon = text.indexOf(':');
    for (Rule rule : Rule.values()) {
      if (colon == rule.word().length()
          && text.startsWith(rule.word())
          && colon + 1 < text.length()) {
        return new Allowance(rule, text.substring(colon + 1));
      }
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' allows nothing: write WHAT:NAME, where WHAT is one of "
            + Arrays.stream(Rule.values()).map(Rule::word).collect(Collectors.joining(", "))
            + " and NAME is the resource's name (of active: primary or secondary)");
  }

  /** As it is written: {@code replace:database-1}. */
  @Override
  public String toString() {
    return rule.word() + ":" + name;
  }
}
