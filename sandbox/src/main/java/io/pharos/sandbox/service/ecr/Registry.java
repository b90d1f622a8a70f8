package io.pharos.sandbox.service.ecr;

import io.pharos.recovery.contract.RegistryImage;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The account's own registry in each Region: repositories, the images that were pushed, and the
 * rules by which each push is replicated, once. What is in other accounts' registries it does not
 * know: whoever names them has what is asked for.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html">Replication</a>
 */
public final class Registry {
  static final String REPOSITORY = "aws:ecr/repository:Repository";
  static final String RULES = "aws:ecr/replicationConfiguration:ReplicationConfiguration";
  private static final String IMAGES = "images";
  private static final String TAG = "tag";
  private static final String DIGEST = "digest";
  private static final String DESTINATIONS = "destinations";
  private static final String FILTERS = "repositoryFilters";

  /** What cannot be delivered waits for so long. */
  private static final Duration LATER = Duration.ofMinutes(10);

  private final World world;

  public Registry(World world) {
    this.world = world;
  }

  String account() {
    return world.account().id();
  }

  public Resource repository(String region, String name) {
    return find(region, name)
        .orElseGet(
            () -> {
              Resource made = new Resource(REPOSITORY, region, name, Map.of());
              made.id(name);
              made.set("name", name)
                  .set("registryId", account())
                  .set("arn", "arn:aws:ecr:" + region + ":" + account() + ":repository/" + name)
                  .set("repositoryUrl", account() + ".dkr.ecr." + region + ".amazonaws.com/" + name)
                  .set("imageTagMutability", "MUTABLE")
                  .set(IMAGES, List.of());
              world.account().add(made);
              return made;
            });
  }

  Optional<Resource> find(String region, String name) {
    return world.account().find(REPOSITORY, region, name);
  }

  /** Whether a pull would find it. */
  public boolean has(RegistryImage image) {
    return !image.registry().equals(account())
        || find(image.region(), image.repository())
            .filter(repository -> image(repository, image.reference()).isPresent())
            .isPresent();
  }

  Optional<Map<String, Object>> image(Resource repository, String reference) {
    return repository.maps(IMAGES).stream()
        .filter(image -> image.get(TAG).equals(reference) || image.get(DIGEST).equals(reference))
        .findFirst();
  }

  static String digest(Map<String, Object> image) {
    return image.get(DIGEST).toString();
  }

  static String tag(Map<String, Object> image) {
    return image.get(TAG).toString();
  }

  /** As {@code docker push} does it, into a repository that is there. */
  public String push(String region, String repository, String tag) {
    Resource to =
        find(region, repository).orElseThrow(() -> EcrRefusal.noRepository(repository, account()));
    String digest = Ids.hex("sha256:", 64, repository, tag, world.clock().instant());
    put(to, tag, digest);
    rules(region).stream()
        .filter(rule -> matches(rule, repository))
        .flatMap(rule -> maps(rule, DESTINATIONS).stream())
        .filter(destination -> account().equals(destination.get("registryId")))
        .map(destination -> destination.get("region").toString())
        .distinct()
        .forEach(
            other ->
                world
                    .clock()
                    .after(
                        world.latency().sample("ecr.replication", region, other, repository, tag),
                        "ecr " + region + " " + repository + ":" + tag,
                        () -> replicate(region, other, repository, tag, digest)));
    return digest;
  }

  /** Makes the repository there if need be, without any of the source's settings. */
  private void replicate(String from, String to, String repository, String tag, String digest) {
    if (world.faults().dead(from) || !world.faults().reaches(from, to)) {
      world
          .clock()
          .after(
              LATER,
              "ecr " + from + " " + repository + ":" + tag,
              () -> replicate(from, to, repository, tag, digest));
      return;
    }
    put(repository(to, repository), tag, digest);
  }

  private static void put(Resource repository, String tag, String digest) {
    List<Map<String, Object>> images = new ArrayList<>(repository.maps(IMAGES));
    images.removeIf(image -> image.get(TAG).equals(tag));
    images.add(Map.of(TAG, tag, DIGEST, digest));
    repository.set(IMAGES, images);
  }

  private static boolean matches(Map<String, Object> rule, String repository) {
    List<Map<String, Object>> filters = maps(rule, FILTERS);
    return filters.isEmpty()
        || filters.stream()
            .anyMatch(filter -> repository.startsWith(filter.get("filter").toString()));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> maps(Map<String, Object> rule, String name) {
    return (List<Map<String, Object>>) rule.getOrDefault(name, List.of());
  }

  /** The rules of a Region's registry, as they were put. */
  public List<Map<String, Object>> rules(String region) {
    return world
        .account()
        .find(RULES, region, account())
        .map(configuration -> configuration.maps("rules"))
        .orElse(List.of());
  }

  /** A registry without rules has no configuration. */
  public void rules(String region, List<Map<String, Object>> rules) {
    Optional<Resource> found = world.account().find(RULES, region, account());
    if (rules.isEmpty()) {
      found.ifPresent(world.account()::remove);
      return;
    }
    Resource configuration =
        found.orElseGet(
            () -> {
              Resource made = new Resource(RULES, region, account(), Map.of());
              made.id(account());
              made.set("registryId", account());
              world.account().add(made);
              return made;
            });
    configuration.set("rules", rules);
  }

  /** A rule as it is kept. */
  static Map<String, Object> rule(
      List<Map<String, Object>> destinations, List<Map<String, Object>> filters) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put(DESTINATIONS, destinations);
    rule.put(FILTERS, filters);
    return rule;
  }

  static List<Map<String, Object>> destinations(Map<String, Object> rule) {
    return maps(rule, DESTINATIONS);
  }

  static List<Map<String, Object>> filters(Map<String, Object> rule) {
    return maps(rule, FILTERS);
  }
}
