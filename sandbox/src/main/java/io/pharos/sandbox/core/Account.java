package io.pharos.sandbox.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The resources of one AWS account in every Region: the only place where they are kept. */
public final class Account {
  /** The Region of resources whose service has none, such as IAM and Route 53. */
  public static final String GLOBAL = "global";

  private final String id;
  private final Map<String, Map<String, Resource>> byType = new HashMap<>();

  public Account(String id) {
    this.id = id;
  }

  /** The twelve-digit account id. */
  public String id() {
    return id;
  }

  /** An account of its own with equal resources. */
  public Account copy() {
    Account copy = new Account(id);
    all().forEach(resource -> copy.add(resource.copy()));
    return copy;
  }

  public void add(Resource resource) {
    Map<String, Resource> resources =
        byType.computeIfAbsent(resource.type(), type -> new TreeMap<>());
    if (resources.putIfAbsent(key(resource.region(), resource.id()), resource) != null) {
      throw new IllegalStateException(resource + " exists already");
    }
  }

  public void remove(Resource resource) {
    byType.getOrDefault(resource.type(), Map.of()).remove(key(resource.region(), resource.id()));
  }

  /** The resource with this provider id. */
  public Optional<Resource> find(String type, String region, String id) {
    return Optional.ofNullable(byType.getOrDefault(type, Map.of()).get(key(region, id)));
  }

  /** All resources of a type in a Region, ordered by id. */
  public List<Resource> list(String type, String region) {
    return byType.getOrDefault(type, Map.of()).values().stream()
        .filter(resource -> resource.region().equals(region))
        .toList();
  }

  public Optional<Resource> first(String type, String region, Predicate<Resource> which) {
    return list(type, region).stream().filter(which).findFirst();
  }

  /** The resource of a type, wherever it is, whose attribute {@code arn} is this. */
  public Optional<Resource> byArn(String type, String arn) {
    return byType.getOrDefault(type, Map.of()).values().stream()
        .filter(resource -> resource.string("arn").equals(arn))
        .findFirst();
  }

  /** Everything there is, ordered by type, Region and id. */
  public List<Resource> all() {
    return byType.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
        .map(Map.Entry::getValue)
        .map(Map::values)
        .flatMap(Collection::stream)
        .toList();
  }

  private static String key(String region, String id) {
    return region + "|" + id;
  }
}
