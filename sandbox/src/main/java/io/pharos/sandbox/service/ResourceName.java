package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;

/**
 * The name a resource goes by. Without one, the provider makes it: from {@code namePrefix}, or from
 * nothing; here it follows from what the resource is called in the program.
 */
public final class ResourceName {
  private static final int UNIQUE = 26;

  private ResourceName() {}

  /** Sets attribute {@code name} when it is absent, and returns it. */
  public static String of(Resource resource) {
    if (!resource.has("name")) {
      String prefix = resource.has("namePrefix") ? resource.string("namePrefix") : "terraform-";
      resource.set("name", Ids.hex(prefix, UNIQUE, resource.region(), resource.name()));
    }
    return resource.string("name");
  }
}
