package io.pharos.sandbox.service.ecr;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Iam;
import io.pharos.sandbox.service.iam.ConditionContext;
import io.pharos.sandbox.service.iam.IamTypes;
import io.pharos.sandbox.service.iam.ServiceLinkedRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ecr.model.DescribeRegistryRequest;
import software.amazon.awssdk.services.ecr.model.DescribeRegistryResponse;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.PutReplicationConfigurationRequest;
import software.amazon.awssdk.services.ecr.model.PutReplicationConfigurationResponse;
import software.amazon.awssdk.services.ecr.model.ReplicationConfiguration;
import software.amazon.awssdk.services.ecr.model.ReplicationDestination;
import software.amazon.awssdk.services.ecr.model.ReplicationRule;
import software.amazon.awssdk.services.ecr.model.RepositoryFilter;

/**
 * ECR as the SDK's client of one Region: images are looked at, and the registry's replication rules
 * are read and put, all of them at once.
 */
public final class EcrApi implements EcrClient {
  private static final int MOST_RULES = 10;
  private static final int MOST_FILTERS = 100;
  private static final int MOST_DESTINATIONS = 25;
  private static final String FILTER =
      "(?:[a-z0-9]+(?:[._-][a-z0-9]*)*/)*[a-z0-9]*(?:[._-][a-z0-9]*)*";

  private final World world;
  private final Registry registry;
  private final String region;
  private final Caller caller;

  public EcrApi(World world, Registry registry, String region, Caller caller) {
    this.world = world;
    this.registry = registry;
    this.region = region;
    this.caller = caller;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
    String owner = request.registryId() == null ? registry.account() : request.registryId();
    if (!request.hasImageIds()) {
      throw new UnsupportedOperationException("the sandbox describes images that are named");
    }
    List<ImageDetail> details = new ArrayList<>();
    for (ImageIdentifier id : request.imageIds()) {
      details.add(
          owner.equals(registry.account())
              ? detail(request.repositoryName(), id)
              : foreign(owner, request.repositoryName(), id));
    }
    return DescribeImagesResponse.builder().imageDetails(details).build();
  }

  private ImageDetail detail(String name, ImageIdentifier id) {
    Resource repository =
        registry
            .find(region, name)
            .orElseThrow(() -> EcrRefusal.noRepository(name, registry.account()));
    String reference = id.imageDigest() == null ? id.imageTag() : id.imageDigest();
    Map<String, Object> image =
        registry
            .image(repository, reference)
            .orElseThrow(
                () ->
                    EcrRefusal.noImage(
                        id.imageDigest() == null
                            ? "imageTag:'" + reference + "'"
                            : "imageDigest:'" + reference + "'",
                        name,
                        registry.account()));
    return ImageDetail.builder()
        .registryId(registry.account())
        .repositoryName(name)
        .imageDigest(Registry.digest(image))
        .imageTags(Registry.tag(image))
        .build();
  }

  /** See {@link Registry}. */
  private static ImageDetail foreign(String owner, String name, ImageIdentifier id) {
    return ImageDetail.builder()
        .registryId(owner)
        .repositoryName(name)
        .imageDigest(id.imageDigest())
        .imageTags(id.imageTag() == null ? List.of() : List.of(id.imageTag()))
        .build();
  }

  @Override
  public DescribeRegistryResponse describeRegistry(DescribeRegistryRequest request) {
    return DescribeRegistryResponse.builder()
        .registryId(registry.account())
        .replicationConfiguration(
            ReplicationConfiguration.builder()
                .rules(registry.rules(region).stream().map(EcrApi::rule).toList())
                .build())
        .build();
  }

  private static ReplicationRule rule(Map<String, Object> rule) {
    return ReplicationRule.builder()
        .destinations(
            Registry.destinations(rule).stream()
                .map(
                    to ->
                        ReplicationDestination.builder()
                            .region(to.get("region").toString())
                            .registryId(to.get("registryId").toString())
                            .build())
                .toList())
        .repositoryFilters(
            Registry.filters(rule).stream()
                .map(
                    filter ->
                        RepositoryFilter.builder()
                            .filter(filter.get("filter").toString())
                            .filterType(filter.get("filterType").toString())
                            .build())
                .toList())
        .build();
  }

  @Override
  public PutReplicationConfigurationResponse putReplicationConfiguration(
      PutReplicationConfigurationRequest request) {
    List<ReplicationRule> rules = request.replicationConfiguration().rules();
    check(rules);
    serviceRole();
    registry.rules(region, rules.stream().map(EcrApi::kept).toList());
    return PutReplicationConfigurationResponse.builder()
        .replicationConfiguration(request.replicationConfiguration())
        .build();
  }

  private void check(List<ReplicationRule> rules) {
    if (rules.size() > MOST_RULES) {
      throw EcrRefusal.outsideOfLimits(
          "1 validation error detected: Value at 'replicationConfiguration.rules' failed to satisfy"
              + " constraint: Member must have length less than or equal to "
              + MOST_RULES);
    }
    for (ReplicationRule rule : rules) {
      if (rule.repositoryFilters().size() > MOST_FILTERS) {
        throw EcrRefusal.outsideOfLimits(
            "1 validation error detected: Value at 'repositoryFilters' failed to satisfy"
                + " constraint: Member must have length less than or equal to "
                + MOST_FILTERS);
      }
      for (RepositoryFilter filter : rule.repositoryFilters()) {
        if (filter.filter().length() < 2 || !filter.filter().matches(FILTER)) {
          throw EcrRefusal.outsideOfLimits(
              "1 validation error detected: Value '"
                  + filter.filter()
                  + "' at 'filter' failed to satisfy constraint");
        }
      }
      for (ReplicationDestination to : rule.destinations()) {
        if (to.region().equals(region) && to.registryId().equals(registry.account())) {
          throw EcrRefusal.invalid(
              "Invalid parameter at 'replicationConfiguration' failed to satisfy constraint:"
                  + " 'Replication destination cannot be the same as the source registry'");
        }
      }
    }
    long destinations =
        rules.stream().flatMap(rule -> rule.destinations().stream()).distinct().count();
    if (destinations > MOST_DESTINATIONS) {
      throw EcrRefusal.invalid(
          "Invalid parameter at 'replicationConfiguration' failed to satisfy constraint: at most "
              + MOST_DESTINATIONS
              + " unique destinations");
    }
  }

  /** Made in the name of who puts the account's first rule. */
  private void serviceRole() {
    ServiceLinkedRole role = ServiceLinkedRole.ECR_REPLICATION;
    Account account = world.account();
    if (account.find(IamTypes.ROLE, Account.GLOBAL, role.name()).isPresent()) {
      return;
    }
    if (caller.roleArn() != null) {
      world
          .service(Iam.class)
          .denial(
              caller.roleArn(),
              "iam:CreateServiceLinkedRole",
              role.arn(account),
              ConditionContext.of(Map.of("iam:AWSServiceName", role.service())))
          .ifPresent(
              message -> {
                throw EcrRefusal.denied(message);
              });
    }
    role.ensure(account);
  }

  private static Map<String, Object> kept(ReplicationRule rule) {
    return Registry.rule(
        rule.destinations().stream()
            .map(to -> Map.<String, Object>of("region", to.region(), "registryId", to.registryId()))
            .toList(),
        rule.repositoryFilters().stream()
            .map(
                filter ->
                    Map.<String, Object>of(
                        "filter", filter.filter(), "filterType", filter.filterTypeAsString()))
            .toList());
  }
}
