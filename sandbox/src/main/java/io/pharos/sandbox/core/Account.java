package io.pharos.sandbox.core;

import java.util.ArrayList;
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

  /** By type, then Region, then provider id. */
  private final Map<String, Map<String, TreeMap<String, Resource>>> byType = new HashMap<>();

  private final Map<String, Changes> changes = new HashMap<>();

  /** What is known of all copies that were made since the last change. */
  private CopiesKnow copiesKnow = new CopiesKnow();

  private long copiedAfter = -1;

  /** What is known of the copies of which this is one; null when it is none. */
  private final CopiesKnow known;

  public Account(String id) {
    this(id, null);
  }

  private Account(String id, CopiesKnow known) {
    this.id = id;
    this.known = known;
  }

  /** The twelve-digit account id. */
  public String id() {
    return id;
  }

  /** An account of its own with equal resources. Several threads may copy one that rests. */
  public Account copy() {
    Account copy = new Account(id, forCopies());
    byType
        .values()
        .forEach(
            regions ->
                regions
                    .values()
                    .forEach(all -> all.values().forEach(resource -> copy.add(resource.copy()))));
    copy.changes.values().forEach(Changes::asCopied);
    return copy;
  }

  private synchronized CopiesKnow forCopies() {
    long now = changes.values().stream().mapToLong(Changes::count).sum();
    if (now != copiedAfter) {
      copiesKnow = new CopiesKnow();
      copiedAfter = now;
    }
    return copiesKnow;
  }

  /**
   * Answers to questions of this kind that hold for every copy of the same account until something
   * changes in it; empty for an account that is no copy.
   */
  Optional<Map<Object, Object>> knownOfCopies(String what) {
    return Optional.ofNullable(known).map(all -> all.answers(what));
  }

  public void add(Resource resource) {
    TreeMap<String, Resource> resources =
        byType
            .computeIfAbsent(resource.type(), type -> new TreeMap<>())
            .computeIfAbsent(resource.region(), region -> new TreeMap<>());
    if (resources.putIfAbsent(resource.id(), resource) != null) {
      throw new IllegalStateException(resource + " exists already");
    }
    Changes kept = changes(serviceOf(resource.type()));
    resource.report(kept);
    kept.add();
  }

  public void remove(Resource resource) {
    Map<String, Resource> resources = of(resource.type(), resource.region());
    if (resources.containsKey(resource.id())) {
      resources.remove(resource.id());
    }
    changes(serviceOf(resource.type())).add();
  }

  /**
   * Counts what happens to the resources of a service: as long as the count is the same, what was
   * found out about them is still true.
   *
   * @param service the start of its types: {@code aws:ec2}
   */
  public Changes changes(String service) {
    return changes.computeIfAbsent(service, any -> new Changes());
  }

  private static String serviceOf(String type) {
    return type.substring(0, type.indexOf('/'));
  }

  /** The resource with this provider id. */
  public Optional<Resource> find(String type, String region, String id) {
    return Optional.ofNullable(of(type, region).get(id));
  }

  /** All resources of a type, ordered by Region and id. */
  public List<Resource> list(String type) {
    return byType.getOrDefault(type, new TreeMap<>()).values().stream()
        .flatMap(resources -> resources.values().stream())
        .toList();
  }

  /** All resources of a type in a Region, ordered by id. */
  public List<Resource> list(String type, String region) {
    return List.copyOf(of(type, region).values());
  }

  public Optional<Resource> first(String type, String region, Predicate<Resource> which) {
    for (Resource resource : of(type, region).values()) {
      if (which.test(resource)) {
        return Optional.of(resource);
      }
    }
    return Optional.empty();
  }

  /** The resource of a type, wherever it is, whose attribute {@code arn} is this. */
  public Optional<Resource> byArn(String type, String arn) {
    for (Map<String, Resource> resources : byType.getOrDefault(type, Map.of()).values()) {
      for (Resource resource : resources.values()) {
        if (resource.string("arn").equals(arn)) {
          return Optional.of(resource);
        }
      }
    }
    return Optional.empty();
  }

  /** Everything there is, ordered by type, Region and id. */
  public List<Resource> all() {
    List<Resource> all = new ArrayList<>();
    new TreeMap<>(byType)
        .values()
        .forEach(regions -> regions.values().stream().map(Map::values).forEach(all::addAll));
    return all;
  }

  private Map<String, Resource> of(String type, String region) {
    Map<String, TreeMap<String, Resource>> regions = byType.get(type);
    TreeMap<String, Resource> resources = regions == null ? null : regions.get(region);
    return resources == null ? Map.of() : resources;
  }
}
