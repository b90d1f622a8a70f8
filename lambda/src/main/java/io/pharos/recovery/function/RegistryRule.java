package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.RegistryImage;
import io.pharos.recovery.contract.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ReplicationConfiguration;
import software.amazon.awssdk.services.ecr.model.ReplicationRule;
import software.amazon.awssdk.services.ecr.model.RepositoryFilter;
import software.amazon.awssdk.services.ecr.model.RepositoryFilterType;

/**
 * This deployment's rule among those of the registry, which has one list of rules for everybody and
 * replaces all of it. The rule is known by a filter of its own, which no repository matches; every
 * other rule is written back as it was read.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutReplicationConfiguration.html">PutReplicationConfiguration</a>
 */
record RegistryRule(Aws aws, Environment environment) {
  /** What a registry takes. */
  private static final int MOST_RULES = 10;

  /** Sees that the application's images in this account's registry go to the peer. */
  Outcome keep() {
    List<String> repositories = repositories();
    if (repositories.isEmpty()) {
      // What is in another account's registry is that account's to replicate.
      return remove();
    }
    List<ReplicationRule> rules = rules();
    List<ReplicationRule> others = others(rules);
    ReplicationRule wanted = wanted(repositories);
    String what = String.join(", ", repositories) + " to " + environment.peerRegion();
    if (rules.stream().anyMatch(rule -> same(rule, wanted))) {
      return Outcome.succeeded("the registry replicates " + what);
    }
    if (rules.size() == others.size()) {
      if (repositories.stream().allMatch(repository -> covered(others, repository))) {
        return Outcome.succeeded("the registry's other rules replicate " + what);
      }
      if (others.size() >= MOST_RULES) {
        throw new Failed(
            ErrorCode.REGISTRY_FULL,
            "the registry of "
                + environment.region()
                + " has "
                + MOST_RULES
                + " replication rules, the most there can be: put two of them together, or"
                + " replicate "
                + what
                + " with one of them");
      }
    }
    others.add(wanted);
    put(others);
    return Outcome.succeeded("the registry replicates from now on " + what);
  }

  /** Takes it away, and nothing else. */
  Outcome remove() {
    List<ReplicationRule> rules = rules();
    List<ReplicationRule> others = others(rules);
    if (others.size() == rules.size()) {
      return Outcome.skipped("the registry has no rule of this deployment");
    }
    put(others);
    return Outcome.succeeded("the registry's rule for " + environment.peerRegion() + " is gone");
  }

  private EcrClient ecr() {
    return aws.client(EcrClient.class, environment.region());
  }

  private List<ReplicationRule> rules() {
    ReplicationConfiguration configuration =
        ecr().describeRegistry(describe -> {}).replicationConfiguration();
    return configuration == null ? List.of() : configuration.rules();
  }

  private List<ReplicationRule> others(List<ReplicationRule> rules) {
    return new ArrayList<>(
        rules.stream().filter(rule -> !rule.repositoryFilters().contains(mark())).toList());
  }

  private void put(List<ReplicationRule> rules) {
    ecr().putReplicationConfiguration(put -> put.replicationConfiguration(all -> all.rules(rules)));
  }

  private ReplicationRule wanted(List<String> repositories) {
    List<RepositoryFilter> filters = new ArrayList<>();
    filters.add(mark());
    repositories.forEach(repository -> filters.add(filter(repository)));
    return ReplicationRule.builder()
        .destinations(
            to ->
                to.region(environment.peerRegion())
                    .registryId(environment.get(Variable.PHAROS_ACCOUNT)))
        .repositoryFilters(filters)
        .build();
  }

  private static boolean same(ReplicationRule one, ReplicationRule other) {
    return one.destinations().equals(other.destinations())
        && Set.copyOf(one.repositoryFilters()).equals(Set.copyOf(other.repositoryFilters()));
  }

  private RepositoryFilter mark() {
    return filter(environment.names().registryRule());
  }

  private static RepositoryFilter filter(String prefix) {
    return RepositoryFilter.builder()
        .filter(prefix)
        .filterType(RepositoryFilterType.PREFIX_MATCH)
        .build();
  }

  /** Whether somebody else's rule sends it to the peer already; without a filter it sends all. */
  private boolean covered(List<ReplicationRule> others, String repository) {
    return others.stream()
        .filter(
            rule ->
                rule.destinations().stream()
                    .anyMatch(
                        to ->
                            to.region().equals(environment.peerRegion())
                                && to.registryId()
                                    .equals(environment.get(Variable.PHAROS_ACCOUNT))))
        .anyMatch(
            rule ->
                rule.repositoryFilters().isEmpty()
                    || rule.repositoryFilters().stream()
                        .anyMatch(filter -> repository.startsWith(filter.filter())));
  }

  private List<String> repositories() {
    return RegistryImages.of(environment).map(RegistryImages::images).orElse(List.of()).stream()
        .filter(image -> image.registry().equals(environment.get(Variable.PHAROS_ACCOUNT)))
        .map(RegistryImage::repository)
        .distinct()
        .sorted()
        .toList();
  }
}
