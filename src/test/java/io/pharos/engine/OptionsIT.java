package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pulumi.automation.OperationType;
import io.pharos.config.Json;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.CloudWatch;
import io.pharos.sandbox.service.S3;
import io.pharos.sandbox.service.Sns;
import io.pharos.sandbox.service.synthetics.Canaries;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ReplicationRule;
import software.amazon.awssdk.services.ecr.model.RepositoryFilter;

/** Options that reach outside of the stacks: they come, do their work, and leave nothing. */
class OptionsIT {
  private static final String REGION = "eu-central-1";
  private static final String BUCKET = "shop-prod-eu-central-1-123456789012-canary";

  @Test
  void imagesAreReplicatedAndUsersWatched_andOfBothNothingIsLeft() throws IOException {
    try (CopiedStage stage = CopiedStage.open("options")) {
      ReplicationRule other = rule("us-east-1", "payroll/");
      ecr(stage)
          .putReplicationConfiguration(
              put -> put.replicationConfiguration(all -> all.rules(other)));
      replicate(stage, true);
      for (StackName name : List.of(StackName.SECONDARY, StackName.GLOBAL)) {
        stage.deployment().configure(name, "pharos:canary", "{\"minutes\":5}");
        stage.deployment().up(name);
        assertThat(stage.deployment().up(name).counts().keySet())
            .as(name.word())
            .containsOnly(OperationType.SAME);
      }
      assertThat(rules(stage))
          .containsExactly(other, rule("eu-west-1", "pharos-rule/shop-prod", "shop/web"));

      stage.cloud().pass(Duration.ofMinutes(30));
      assertThat(users(stage)).isEqualTo("OK");
      stage.cloud().world().faults().fail("eu-west-1", Faults.Kind.DEAD);
      stage.cloud().pass(Duration.ofMinutes(14));
      assertThat(users(stage)).isEqualTo("ALARM");
      assertThat(stage.cloud().world().service(Sns.class).delivered())
          .anyMatch(told -> told.message().contains("shop-prod-users-not-served"));
      assertThat(stage.cloud().world().service(S3.class).keys(BUCKET)).hasSizeGreaterThan(5);
      stage.cloud().world().faults().heal("eu-west-1");

      stage.deployment().destroy(StackName.GLOBAL);
      assertThat(stage.account().all())
          .filteredOn(left -> left.type().equals(Canaries.LAYER) || ofTheCanary(left))
          .isEmpty();
      replicate(stage, false);
      stage.deployment().up(StackName.SECONDARY);
      assertThat(rules(stage)).containsExactly(other);
      assertThat(stage.account().list("aws:lambda/function:Function", REGION))
          .noneMatch(function -> function.id().equals("shop-prod-dr-registry"));
    }
  }

  private static boolean ofTheCanary(Resource left) {
    return left.id().contains("cwsyn-")
        || left.id().contains("-canary")
        || left.id().equals("shop-prod-users")
        || left.string("name").contains("users-not-served");
  }

  private static void replicate(CopiedStage stage, boolean replicates) throws IOException {
    ObjectNode compute =
        (ObjectNode)
            Json.MAPPER.readTree(
                stage.deployment().configuration(StackName.SECONDARY).get("pharos:compute"));
    compute.put("replicateImages", replicates);
    ((ObjectNode) compute.path("containers").path(0))
        .put("image", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:7");
    stage.deployment().configure(StackName.SECONDARY, "pharos:compute", compute.toString());
  }

  private static EcrClient ecr(CopiedStage stage) {
    return stage.cloud().client(EcrClient.class, REGION);
  }

  private static List<ReplicationRule> rules(CopiedStage stage) {
    return ecr(stage).describeRegistry(describe -> {}).replicationConfiguration().rules();
  }

  private static ReplicationRule rule(String region, String... prefixes) {
    return ReplicationRule.builder()
        .destinations(to -> to.region(region).registryId("123456789012"))
        .repositoryFilters(
            List.of(prefixes).stream()
                .map(
                    prefix ->
                        RepositoryFilter.builder()
                            .filter(prefix)
                            .filterType("PREFIX_MATCH")
                            .build())
                .toList())
        .build();
  }

  private static String users(CopiedStage stage) {
    return stage
        .cloud()
        .world()
        .service(CloudWatch.class)
        .state(REGION, "shop-prod-users-not-served")
        .orElseThrow();
  }
}
