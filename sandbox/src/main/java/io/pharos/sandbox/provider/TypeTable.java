package io.pharos.sandbox.provider;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The types that the provider knows: {@code types.json}. A type that is not in it does not exist.
 */
public final class TypeTable {
  private final Map<String, ResourceType> types = new TreeMap<>();

  private TypeTable(Map<String, ResourceType> types) {
    types.forEach((token, type) -> this.types.put(token, type.named(token)));
  }

  /** The sandbox's own table. */
  public static TypeTable load() {
    return load("/io/pharos/sandbox/provider/types.json");
  }

  /**
   * A table from the class path.
   *
   * @throws UncheckedIOException when it is malformed, or says of a property what nobody reads
   */
  public static TypeTable load(String resource) {
    try (InputStream file = TypeTable.class.getResourceAsStream(resource)) {
      if (file == null) {
        throw new IllegalStateException("no table of types at " + resource);
      }
      return new TypeTable(
          new ObjectMapper().readValue(file, new TypeReference<Map<String, ResourceType>>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws ProviderFailure when the table has no such type
   */
  ResourceType get(String token) {
    ResourceType type = types.get(token);
    if (type == null) {
      throw new ProviderFailure("the sandbox does not know type " + token);
    }
    return type;
  }
}
