package io.pharos.engine;

import io.pharos.recovery.contract.Position;
import java.util.List;
import java.util.Locale;

/** The three stacks. */
public enum StackName {
  PRIMARY,
  SECONDARY,
  GLOBAL;

  /** As Pulumi knows it: {@code primary}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one with this word. */
  public static StackName of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** The stack of a Region. */
  public static StackName of(Position position) {
    return switch (position) {
      case PRIMARY -> PRIMARY;
      case SECONDARY -> SECONDARY;
    };
  }

  /** The order of `up all`: the primary a second time, for the links that need its peer. */
  public static List<StackName> upOrder() {
    return List.of(PRIMARY, SECONDARY, PRIMARY, GLOBAL);
  }

  public static List<StackName> destroyOrder() {
    return List.of(GLOBAL, SECONDARY, PRIMARY);
  }
}
