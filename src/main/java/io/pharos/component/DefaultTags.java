package io.pharos.component;

import io.pharos.config.Settings;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tags that a stack's provider puts on everything. What the runtime makes for Pulumi to adopt
 * carries them as well, or the adoption would be a change.
 */
public final class DefaultTags {
  private DefaultTags() {}

  /**
   * The tags, in the order of their keys.
   *
   * @param stack the stack's name; that of a regional stack is its position
   */
  public static Map<String, String> of(Settings settings, String stack) {
    return new TreeMap<>(
        Map.of(
            "pharos:app", settings.app(),
            "pharos:environment", settings.environment(),
            "pharos:stack", stack));
  }
}
