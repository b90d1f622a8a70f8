package io.pharos.sandbox.provider;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What the provider does to the account of a world: every operation goes through the behaviour of
 * the type and, while the Region does not answer, fails as the real provider would. The caller
 * holds the world's lock; values carry no marks of secrecy.
 */
final class SimulatedResources {
  private final World world;
  private final Map<String, Integer> creations = new HashMap<>();

  SimulatedResources(World world) {
    this.world = world;
  }

  /** How often a resource with this URN was created: a replacement is not what it replaces. */
  int creations(String urn) {
    return creations.getOrDefault(urn, 0);
  }

  Resource create(ResourceType type, String region, String urn, Map<String, Object> inputs) {
    String label = label(inputs, urn);
    Resource resource = new Resource(type.token(), regionOf(type, region), name(urn), inputs);
    Behavior behavior = behavior(type);
    return run(
        Operation.CREATE,
        type,
        label,
        region,
        () -> {
          behavior.create(resource);
          world.account().add(resource);
          try {
            behavior.start(resource);
            behavior.read(resource);
          } catch (RuntimeException e) {
            world.account().remove(resource);
            throw e;
          }
          creations.merge(urn, 1, Integer::sum);
          return resource;
        });
  }

  /** The resource as it is, or empty when it is gone. */
  Optional<Resource> read(ResourceType type, String region, String id) {
    return run(
        Operation.READ,
        type,
        id,
        region,
        () -> {
          Optional<Resource> found = find(type, region, id);
          found.ifPresent(resource -> behavior(type).read(resource));
          return found;
        });
  }

  Resource update(
      ResourceType type,
      String region,
      String id,
      Map<String, Object> state,
      Map<String, Object> oldInputs,
      Map<String, Object> news) {
    return run(
        Operation.UPDATE,
        type,
        id,
        region,
        () -> {
          Resource resource =
              find(type, region, id)
                  .orElseThrow(
                      () ->
                          new ProviderFailure(
                              "updating "
                                  + type.token()
                                  + " ("
                                  + id
                                  + "): couldn't find resource"));
          Map<String, Object> before = snapshot(resource.attributes());
          resource.attributes(updated(type, before, oldInputs, news));
          try {
            behavior(type).update(resource, before, state);
          } catch (RuntimeException e) {
            resource.attributes(before);
            throw e;
          }
          behavior(type).read(resource);
          return resource;
        });
  }

  /**
   * @param state as the engine has it: how a resource is to be deleted AWS does not know before
   */
  void delete(ResourceType type, String region, String id, Map<String, Object> state) {
    run(
        Operation.DELETE,
        type,
        id,
        region,
        () -> {
          find(type, region, id)
              .ifPresent(
                  resource -> {
                    Map<String, Object> before = new TreeMap<>(resource.attributes());
                    resource.attributes().putAll(untold(type, state));
                    try {
                      behavior(type).delete(resource);
                    } catch (RuntimeException e) {
                      resource.attributes().keySet().retainAll(before.keySet());
                      resource.attributes().putAll(before);
                      throw e;
                    }
                    world.account().remove(resource);
                  });
          return null;
        });
  }

  /** What AWS never tells, and no secret of it. */
  private static Map<String, Object> untold(ResourceType type, Map<String, Object> state) {
    Map<String, Object> untold = new TreeMap<>();
    type.properties()
        .forEach(
            (name, property) -> {
              if (property.writeOnly() && !property.secret() && state.get(name) != null) {
                untold.put(name, state.get(name));
              }
            });
    return untold;
  }

  /** The attributes that the engine may know of. */
  static Map<String, Object> outputs(ResourceType type, Map<String, Object> attributes) {
    Map<String, Object> outputs = new TreeMap<>();
    type.properties()
        .keySet()
        .forEach(
            name -> {
              if (attributes.get(name) != null) {
                outputs.put(name, attributes.get(name));
              }
            });
    if (type.tagged()) {
      outputs.put("tagsAll", outputs.getOrDefault("tags", Map.of()));
    }
    return outputs;
  }

  /** What the attributes are to be: what the program wants, and what it says nothing about. */
  static Map<String, Object> updated(
      ResourceType type,
      Map<String, Object> before,
      Map<String, Object> oldInputs,
      Map<String, Object> news) {
    Map<String, Object> attributes = new TreeMap<>(before);
    oldInputs.forEach(
        (name, old) -> {
          Property property = type.properties().get(name);
          if (!news.containsKey(name) && (property == null || !property.computed())) {
            attributes.remove(name);
          }
        });
    attributes.putAll(news);
    return attributes;
  }

  private Optional<Resource> find(ResourceType type, String region, String id) {
    return world.account().find(type.token(), regionOf(type, region), id);
  }

  private Behavior behavior(ResourceType type) {
    return world
        .behavior(type.token())
        .orElseThrow(() -> new ProviderFailure("the sandbox does not simulate " + type.token()));
  }

  private <T> T run(
      Operation operation, ResourceType type, String label, String region, Supplier<T> work) {
    String where = regionOf(type, region);
    if (!world.faults().reaches(Caller.INTERNET, where)) {
      throw operation.unreachable(type, label, where);
    }
    try {
      return work.get();
    } catch (AwsServiceException refusal) {
      throw operation.refused(type, label, refusal);
    } catch (ProviderFailure known) {
      throw known;
    } catch (RuntimeException defect) {
      throw operation.broken(type, label, defect);
    }
  }

  private static String regionOf(ResourceType type, String region) {
    return type.global() ? Account.GLOBAL : region;
  }

  /** Stack, project, parents and logical name; numbered from the second resource on. */
  private String name(String urn) {
    int earlier = creations(urn);
    String name = urn.replaceFirst("^urn:pulumi:", "");
    return earlier == 0 ? name : name + "#" + (earlier + 1);
  }

  private static String label(Map<String, Object> inputs, String urn) {
    return List.of("identifier", "name", "bucket", "tableName", "roleName").stream()
        .map(inputs::get)
        .filter(String.class::isInstance)
        .map(Object::toString)
        .findFirst()
        .orElse(InputCheck.logicalName(urn));
  }

  private static Map<String, Object> snapshot(Map<String, Object> attributes) {
    Map<String, Object> copy = Wire.plainMap(attributes);
    copy.values().removeIf(Objects::isNull);
    return copy;
  }
}
