package io.pharos.engine;

import java.util.List;

/** The three stacks. */
public enum StackName {
  PRIMARY,
  SECONDARY,
  GLOBAL;

  /** As Pulumi knows it: {@code primary}. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The order of `up all`: the primary a second time, for the links that need its peer. */
  public static List<StackName> upOrder() {
    return List.of(PRIMARY, SECONDARY, PRIMARY, GLOBAL);
  }

  public static List<StackName> destroyOrder() {
    return List.of(GLOBAL, SECONDARY, PRIMARY);
  }
}
