package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.Memo;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Functions, their published versions and their aliases: which code a name means. */
final class Functions {

  /**
   * A function as it was when a version was published, or as it is.
   *
   * @param function as it is now
   * @param as what this version runs as
   */
  record Version(Resource function, String number, Resource as) {}

  private record Named(String region, FunctionName name) {}

  private final World world;
  private final Map<String, Resource> published = new HashMap<>();
  private final Memo<Named, Optional<Version>> versions;

  Functions(World world) {
    this.world = world;
    this.versions = new Memo<>(world.account(), "aws:lambda");
  }

  Optional<Resource> function(String region, String name) {
    return world.account().find(LambdaTypes.FUNCTION, region, name);
  }

  Optional<Resource> alias(String region, FunctionName name) {
    return world
        .account()
        .first(
            LambdaTypes.ALIAS,
            region,
            alias ->
                alias.string("name").equals(name.qualifier())
                    && FunctionName.of(alias.string("functionName")).name().equals(name.name()));
  }

  /** What runs under this name; empty when there is no such function, version or alias. */
  Optional<Version> version(String region, FunctionName name) {
    return versions.get(new Named(region, name), any -> find(region, name));
  }

  private Optional<Version> find(String region, FunctionName name) {
    Optional<Resource> function = function(region, name.name());
    if (function.isEmpty()) {
      return Optional.empty();
    }
    String number = name.qualifier() == null ? FunctionName.LATEST : name.qualifier();
    if (!isVersion(number)) {
      Optional<Resource> alias = alias(region, name);
      if (alias.isEmpty()) {
        return Optional.empty();
      }
      number = alias.get().string("functionVersion");
    }
    if (number.equals(FunctionName.LATEST)) {
      return Optional.of(new Version(function.get(), number, function.get().copy()));
    }
    Resource then = published.get(key(function.get(), number));
    return then == null ? Optional.empty() : Optional.of(new Version(function.get(), number, then));
  }

  static boolean isVersion(String qualifier) {
    return qualifier.equals(FunctionName.LATEST)
        || !qualifier.isEmpty() && qualifier.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Keeps the function's current code and configuration under its current version. */
  void publish(Resource function) {
    String number = function.string("version");
    if (!number.equals(FunctionName.LATEST)) {
      published.putIfAbsent(key(function, number), function.copy());
    }
  }

  void forget(Resource function) {
    published.keySet().removeIf(key -> key.startsWith(key(function, "")));
  }

  private static String key(Resource function, String number) {
    return function.region() + "|" + function.id() + "|" + number;
  }
}
