package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the real provider does after a promotion that Pulumi knows nothing of, case by case: harmful
 * for a program without Pharos' options, harmless with them.
 */
class ProviderTableIT {
  private static final String INSTANCE = "aws:rds/instance:Instance";
  private static final String SECONDARY = "eu-central-1";
  private static final String ACTIVE = "pharos:active";

  /** The account once the secondary Region's database was promoted. */
  private static Account promoted;

  @BeforeAll
  static void promote() {
    try (CopiedStage stage = CopiedStage.open("table-promoted").failedOver()) {
      promoted = stage.account().copy();
    }
    assertThat(database(promoted).has("replicateSourceDb")).isFalse();
  }

  private static Resource database(Account account) {
    return account
        .first(INSTANCE, SECONDARY, each -> each.string("identifier").endsWith("-secondary-1"))
        .orElseThrow();
  }

  private static CopiedStage bare(Account account) {
    return CopiedStage.open("table-bare", account.copy(), CopiedStage.WITHOUT_IGNORED_CHANGES);
  }

  private static CopiedStage pharos(Account account) {
    return CopiedStage.open("table-pharos", account.copy(), List.of());
  }

  private static JsonNode inState(CopiedStage stage) {
    JsonNode resources =
        stage.deployment().state(StackName.SECONDARY).path("deployment").path("resources");
    return StreamSupport.stream(resources.spliterator(), false)
        .filter(resource -> resource.path("type").asText().equals(INSTANCE))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void programUnchanged_withoutRefresh_theStateStaysWrong_andPharosPutsItRight() {
    try (CopiedStage bare = bare(promoted).withoutRefresh()) {
      assertThat(bare.deployment().apply(StackName.SECONDARY).counts().none()).isTrue();
      assertThat(inState(bare).at("/outputs/replicateSourceDb").asText()).contains("primary-1");
    }
    try (CopiedStage pharos = pharos(promoted)) {
      Map<String, Object> before = new TreeMap<>(database(pharos.account()).attributes());

      assertThat(pharos.deployment().apply(StackName.SECONDARY).counts().none()).isTrue();

      assertThat(inState(pharos).at("/outputs/replicateSourceDb").asText()).isEmpty();
      assertThat(database(pharos.account()).attributes()).isEqualTo(before);
    }
  }

  @Test
  void programUnchanged_afterRefresh_upFailsWithoutPharosOptions() {
    try (CopiedStage bare = bare(promoted)) {
      assertThatThrownBy(() -> bare.deployment().up(StackName.SECONDARY))
          .isInstanceOf(EngineFailure.class)
          .hasMessageContaining("cannot elect new source database for replication");
    }
    // With them: the test above, whose `up` refreshes.
  }

  @Test
  void programDropsTheSource_withoutRefresh_awsRefusesToPromoteAWriter() {
    try (CopiedStage bare = bare(promoted).withoutRefresh()) {
      bare.deployment().configure(StackName.SECONDARY, ACTIVE, "secondary");
      assertThatThrownBy(() -> bare.deployment().up(StackName.SECONDARY))
          .isInstanceOf(EngineFailure.class)
          .hasMessageContaining("is not a read replica");
    }
    try (CopiedStage pharos = pharos(promoted).withoutRefresh()) {
      pharos.deployment().configure(StackName.SECONDARY, ACTIVE, "secondary");

      Plan done = pharos.deployment().apply(StackName.SECONDARY);

      assertThat(done.changes()).extracting(PlannedChange::name).containsExactly("database-1");
      assertThat(done.changes().get(0).kind()).isEqualTo(PlannedChange.Kind.UPDATE);
      assertThat(database(pharos.account()).has("replicateSourceDb")).isFalse();
    }
  }

  @Test
  void activeFlippedByMistake_promotesWithoutPharosOptions_andNotWithThem() {
    Account healthy = Deployed.once().account();
    try (CopiedStage bare = bare(healthy)) {
      bare.deployment().configure(StackName.SECONDARY, ACTIVE, "secondary");
      bare.deployment().up(StackName.SECONDARY);
      assertThat(database(bare.account()).has("replicateSourceDb")).isFalse();
    }
    try (CopiedStage pharos = pharos(healthy)) {
      pharos.deployment().configure(StackName.SECONDARY, ACTIVE, "secondary");

      Plan done = pharos.deployment().apply(StackName.SECONDARY);

      assertThat(database(pharos.account()).string("replicateSourceDb")).contains("primary-1");
      assertThat(done.stateful(PlannedChange.Kind.REPLACE)).isZero();
      assertThat(done.stateful(PlannedChange.Kind.DELETE)).isZero();
    }
  }
}
