package io.pharos.engine;

import java.util.List;

/**
 * What happens to one resource. It says which properties change and never what they are: values may
 * be secret.
 *
 * @param properties the ones that change; of a replacement the ones that force it
 * @param opens what it opens to the whole Internet, {@code tcp 22}
 */
public record PlannedChange(
    String urn, String type, Kind kind, List<String> properties, List<String> opens) {

  /** What is done to it, from harmless to final. */
  public enum Kind {
    CREATE,
    IMPORT,
    UPDATE,
    REPLACE,
    DELETE;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public PlannedChange {
    properties = List.copyOf(properties);
    opens = List.copyOf(opens);
  }

  /** The logical name: {@code database-2}. */
  public String name() {
    return urn.substring(urn.lastIndexOf("::") + 2);
  }

  /** {@code rds/instance}. */
  public String shortType() {
    int first = type.indexOf(':');
    int last = type.lastIndexOf(':');
    return first < 0 || first == last ? type : type.substring(first + 1, last);
  }

  public boolean stateful() {
    return Stateful.is(type);
  }
}
