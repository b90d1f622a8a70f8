package io.pharos.sandbox.service.ecs;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ResourceName;
import io.pharos.sandbox.service.iam.ServiceLinkedRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clusters: names for services to be in, and what of Fargate these may use. */
final class Clusters implements Behavior {
  /** Not of the cluster's own properties: a resource of its own says it. */
  static final String PROVIDERS = "capacityProviders";

  private static final List<String> FARGATE = List.of("FARGATE", "FARGATE_SPOT");

  private final Account account;

  Clusters(World world) {
    this.account = world.account();
  }

  @Override
  public void create(Resource cluster) {
    String name = ResourceName.of(cluster);
    if (!name.matches("[A-Za-z0-9_-]{1,255}")) {
      throw EcsRefusal.invalid("Cluster name '" + name + "' is not valid");
    }
    String arn = arn(account, cluster.region(), name);
    if (account.find(cluster.type(), cluster.region(), arn).isPresent()) {
      throw EcsRefusal.invalid("Arguments on this idempotent request are inconsistent: " + name);
    }
    cluster.id(arn);
    cluster.set("arn", arn);
    if (!cluster.has("settings")) {
      cluster.set("settings", List.of(Map.of("name", "containerInsights", "value", "disabled")));
    }
    ServiceLinkedRole.ECS.ensure(account);
  }

  @Override
  public void delete(Resource cluster) {
    if (account.list(EcsTypes.SERVICE, cluster.region()).stream()
        .anyMatch(service -> of(account, service).filter(cluster::equals).isPresent())) {
      throw EcsRefusal.of(
          "ClusterContainsServicesException",
          "The Cluster cannot be deleted while Services are active.");
    }
  }

  static String arn(Account account, String region, String name) {
    return "arn:aws:ecs:" + region + ":" + account.id() + ":cluster/" + name;
  }

  /** By name or ARN. */
  static Optional<Resource> find(Account account, String region, String reference) {
    return account.find(
        EcsTypes.CLUSTER,
        region,
        reference.startsWith("arn:") ? reference : arn(account, region, reference));
  }

  static Optional<Resource> of(Account account, Resource service) {
    return find(account, service.region(), service.string("cluster"));
  }

  static Behavior capacityProviders(World world) {
    Account account = world.account();
    return new Behavior() {
      @Override
      public void create(Resource providers) {
        put(providers);
        providers.id(providers.string("clusterName"));
      }

      @Override
      public void update(Resource providers, Map<String, Object> before) {
        put(providers);
      }

      private void put(Resource providers) {
        Resource cluster = cluster(providers);
        for (String provider : providers.strings(PROVIDERS)) {
          if (!FARGATE.contains(provider)) {
            throw EcsRefusal.invalid(
                "The specified capacity provider '" + provider + "' was not found.");
          }
        }
        inUse(cluster, providers.strings(PROVIDERS));
        cluster.set(PROVIDERS, providers.strings(PROVIDERS));
      }

      @Override
      public void delete(Resource providers) {
        find(account, providers.region(), providers.string("clusterName"))
            .ifPresent(
                cluster -> {
                  inUse(cluster, List.of());
                  cluster.set(PROVIDERS, List.of());
                });
      }

      private void inUse(Resource cluster, List<String> kept) {
        boolean used =
            account.list(EcsTypes.SERVICE, cluster.region()).stream()
                .filter(service -> of(account, service).filter(cluster::equals).isPresent())
                .flatMap(service -> service.maps("capacityProviderStrategies").stream())
                .anyMatch(strategy -> !kept.contains(strategy.get("capacityProvider")));
        if (used) {
          throw EcsRefusal.of(
              "ResourceInUseException",
              "The specified capacity provider is in use and cannot be removed.");
        }
      }

      private Resource cluster(Resource providers) {
        return find(account, providers.region(), providers.string("clusterName"))
            .orElseThrow(() -> EcsRefusal.of("ClusterNotFoundException", "Cluster not found."));
      }
    };
  }
}
