package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.ReplicationRule;
import software.amazon.awssdk.services.ecr.model.RepositoryFilterType;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.ValidationException;

/** Images are looked at, and all of a registry's replication rules are put at once. */
abstract class EcrContract {
  private static final String REPOSITORY = "shop/web";

  private final EcrClient ecr;
  private final ContractWorld world;

  EcrContract(ContractWorld world) {
    this.world = world;
    this.ecr = world.client(EcrClient.class);
  }

  private static ReplicationRule to(String region, String prefix) {
    return ReplicationRule.builder()
        .destinations(destination -> destination.region(region).registryId(ContractWorld.ACCOUNT))
        .repositoryFilters(
            filter -> filter.filter(prefix).filterType(RepositoryFilterType.PREFIX_MATCH))
        .build();
  }

  private void put(ReplicationRule... rules) {
    ecr.putReplicationConfiguration(put -> put.replicationConfiguration(all -> all.rules(rules)));
  }

  @Test
  void describeImages_findsByTagAndByDigest() {
    String digest = world.image(REPOSITORY, "7");

    assertThat(
            ecr.describeImages(
                    describe ->
                        describe
                            .registryId(ContractWorld.ACCOUNT)
                            .repositoryName(REPOSITORY)
                            .imageIds(id -> id.imageTag("7")))
                .imageDetails())
        .singleElement()
        .satisfies(
            image -> {
              assertThat(image.imageDigest()).isEqualTo(digest);
              assertThat(image.imageTags()).containsExactly("7");
            });
    assertThat(
            ecr.describeImages(
                    describe ->
                        describe.repositoryName(REPOSITORY).imageIds(id -> id.imageDigest(digest)))
                .imageDetails())
        .hasSize(1);
  }

  @Test
  void describeImages_ofWhatIsNotThere_saysWhatIsMissing() {
    world.image(REPOSITORY, "7");

    assertThat(
            Refused.by(
                () ->
                    ecr.describeImages(
                        describe ->
                            describe.repositoryName(REPOSITORY).imageIds(id -> id.imageTag("8")))))
        .isEqualTo(new Refused(ImageNotFoundException.class, 400, "ImageNotFoundException"));
    assertThat(
            Refused.by(
                () ->
                    ecr.describeImages(
                        describe ->
                            describe.repositoryName("none").imageIds(id -> id.imageTag("7")))))
        .isEqualTo(
            new Refused(RepositoryNotFoundException.class, 400, "RepositoryNotFoundException"));
  }

  @Test
  void describeRegistry_ofANewOne_hasNoRules() {
    assertThat(ecr.describeRegistry(describe -> {}))
        .satisfies(
            registry -> {
              assertThat(registry.registryId()).isEqualTo(ContractWorld.ACCOUNT);
              assertThat(registry.replicationConfiguration().rules()).isEmpty();
            });
  }

  @Test
  void putReplicationConfiguration_replacesAllRules() {
    put(to(ContractWorld.PEER_REGION, "payroll/"));

    put(to(ContractWorld.PEER_REGION, REPOSITORY));

    assertThat(ecr.describeRegistry(describe -> {}).replicationConfiguration().rules())
        .containsExactly(to(ContractWorld.PEER_REGION, REPOSITORY));
    put();
    assertThat(ecr.describeRegistry(describe -> {}).replicationConfiguration().rules()).isEmpty();
  }

  @Test
  void putReplicationConfiguration_takesSeveralRules() {
    boolean several = world.expected(KnownDifference.ONE_REPLICATION_RULE, true, false);
    ReplicationRule[] rules = {
      to(ContractWorld.PEER_REGION, "payroll/"), to(ContractWorld.PEER_REGION, REPOSITORY)
    };
    if (!several) {
      assertThat(Refused.by(() -> put(rules)))
          .isEqualTo(new Refused(ValidationException.class, 400, "ValidationException"));
      return;
    }

    put(rules);

    assertThat(ecr.describeRegistry(describe -> {}).replicationConfiguration().rules())
        .containsExactly(rules);
  }

  @Test
  void putReplicationConfiguration_toItself_isRefused() {
    assertThat(Refused.by(() -> put(to(ContractWorld.REGION, REPOSITORY))))
        .isEqualTo(new Refused(InvalidParameterException.class, 400, "InvalidParameterException"));
  }

  @Test
  void putReplicationConfiguration_withMoreThanTenRules_isRefused() {
    ReplicationRule[] eleven = new ReplicationRule[11];
    for (int i = 0; i < eleven.length; i++) {
      eleven[i] = to(ContractWorld.PEER_REGION, "payroll-" + i);
    }

    assertThat(Refused.by(() -> put(eleven)).code()).isEqualTo("ValidationException");
    assertThat(Refused.by(() -> put(eleven)).type()).isAssignableTo(EcrException.class);
  }
}
