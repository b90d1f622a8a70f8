package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetBucketReplicationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketReplicationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ReplicationRule;
import software.amazon.awssdk.services.s3.model.ReplicationRuleStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class BackendReadinessTest {
  private static final String ACTIVE = "eu-west-1";
  private static final String LOCK =
      """
      {"pid": 7, "username": "ada", "hostname": "desk", "timestamp": "2026-01-01T00:00:00Z"}
      """;

  @TempDir private Path folder;

  /** A bucket of state as S3 answers for it. */
  private record FakeS3(boolean versions, boolean replicated, Map<String, String> objects)
      implements S3Client {
    @Override
    public String serviceName() {
      return "s3";
    }

    @Override
    public void close() {}

    @Override
    public GetBucketVersioningResponse getBucketVersioning(GetBucketVersioningRequest request) {
      return GetBucketVersioningResponse.builder()
          .status(versions ? BucketVersioningStatus.ENABLED : null)
          .build();
    }

    @Override
    public GetBucketReplicationResponse getBucketReplication(GetBucketReplicationRequest request) {
      if (!replicated) {
        // ReplicationConfigurationNotFoundError
        throw (S3Exception) S3Exception.builder().statusCode(404).message("no rules").build();
      }
      ReplicationRule rule =
          ReplicationRule.builder().status(ReplicationRuleStatus.ENABLED).build();
      return GetBucketReplicationResponse.builder()
          .replicationConfiguration(rules -> rules.rules(rule))
          .build();
    }

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
      return ListObjectsV2Response.builder()
          .contents(
              objects.keySet().stream()
                  .filter(key -> key.startsWith(request.prefix()))
                  .map(key -> S3Object.builder().key(key).build())
                  .toList())
          .build();
    }

    @Override
    public ResponseBytes<GetObjectResponse> getObjectAsBytes(GetObjectRequest request) {
      return ResponseBytes.fromByteArray(
          GetObjectResponse.builder().build(),
          objects.get(request.key()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  private static StateStore bucket(String region, boolean versions, boolean replicated) {
    return new StateStore.Bucket(new FakeS3(versions, replicated, Map.of()), "states", "", region);
  }

  private static JsonNode deployed(String json) {
    try {
      return Json.MAPPER.readTree("{\"deployment\": " + json + "}");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static final JsonNode WELL =
      deployed("{\"manifest\": {\"time\": \"2026-01-01\"}, \"resources\": [{\"urn\": \"a\"}]}");

  private List<BackendReadiness.Check> checks(JsonNode state) {
    return BackendReadiness.of(new StateStore.Folder(folder, "sandbox"), ACTIVE, stack -> state);
  }

  @Test
  void aBucketWithoutVersionsFails_whereverItIs() {
    assertThat(bucket("eu-central-1", false, true).survives(ACTIVE))
        .extracting(BackendReadiness.Check::state, BackendReadiness.Check::detail)
        .satisfies(
            found -> {
              assertThat(found.get(0)).isEqualTo(BackendReadiness.State.FAILS);
              assertThat(found.get(1).toString()).contains("put-bucket-versioning --bucket states");
            });
  }

  @Test
  void aBucketInTheRegionThatServesFailsUnlessItIsReplicated() {
    assertThat(bucket(ACTIVE, true, false).survives(ACTIVE).state())
        .isEqualTo(BackendReadiness.State.FAILS);
    assertThat(bucket(ACTIVE, true, true).survives(ACTIVE).state())
        .isEqualTo(BackendReadiness.State.WARNS);
    assertThat(bucket("eu-central-1", true, false).survives(ACTIVE).state())
        .isEqualTo(BackendReadiness.State.OK);
  }

  @Test
  void aFolderIsWellInTheSandboxOnly() {
    assertThat(new StateStore.Folder(folder, "sandbox").survives(ACTIVE).state())
        .isEqualTo(BackendReadiness.State.OK);
    assertThat(new StateStore.Folder(folder, "aws").survives(ACTIVE).detail())
        .contains("pulumi login s3://");
  }

  @Test
  void whatIsWellIsSaidOfEachStack() {
    assertThat(checks(WELL))
        .extracting(BackendReadiness.Check::name, BackendReadiness.Check::state)
        .containsExactly(
            tuple("backend", BackendReadiness.State.OK),
            tuple("primary", BackendReadiness.State.OK),
            tuple("primary lock", BackendReadiness.State.OK),
            tuple("secondary", BackendReadiness.State.OK),
            tuple("secondary lock", BackendReadiness.State.OK),
            tuple("global", BackendReadiness.State.OK),
            tuple("global lock", BackendReadiness.State.OK));
  }

  @Test
  void pendingOperationsFail_withTheirNamesAndWhatToDo() {
    JsonNode state =
        deployed(
            """
            {"resources": [{"urn": "a"}], "pending_operations":
              [{"type": "creating", "resource": {"urn": "urn:pulumi:primary::pharos::t::database-2"}}]}
            """);

    assertThat(checks(state).get(1).state()).isEqualTo(BackendReadiness.State.FAILS);
    assertThat(checks(state).get(1).detail())
        .contains("creating database-2")
        .contains("pharos refresh primary");
  }

  @Test
  void aStackThatIsNotDeployedOrCannotBeReadFails_andTheOthersAreLookedAt() {
    List<BackendReadiness.Check> found =
        BackendReadiness.of(
            new StateStore.Folder(folder, "sandbox"),
            ACTIVE,
            stack -> {
              if (stack == StackName.PRIMARY) {
                throw new StateUnreadable(stack, "s3://states", "unexpected end", null);
              }
              return stack == StackName.SECONDARY ? deployed("{\"resources\": []}") : WELL;
            });

    assertThat(found)
        .filteredOn(check -> check.state() == BackendReadiness.State.FAILS)
        .extracting(BackendReadiness.Check::detail)
        .containsExactly(
            "the state of stack primary cannot be read: unexpected end: docs/runbooks/lost-state.md",
            "nothing is deployed: pharos up all");
  }

  @Test
  void aHeldLockIsToldWithItsHolder_inAFolderAndInABucket() throws IOException {
    Path locks =
        Files.createDirectories(folder.resolve(".pulumi/locks/organization/pharos/secondary"));
    Files.writeString(locks.resolve("one.json"), LOCK);
    StateStore bucket =
        new StateStore.Bucket(
            new FakeS3(
                true,
                false,
                Map.of("team/.pulumi/locks/organization/pharos/secondary/one.json", LOCK)),
            "states",
            "team/",
            "eu-central-1");

    for (StateStore store : List.of(new StateStore.Folder(folder, "aws"), bucket)) {
      assertThat(BackendReadiness.of(store, ACTIVE, stack -> WELL))
          .filteredOn(check -> check.name().endsWith(" lock"))
          .extracting(BackendReadiness.Check::name, BackendReadiness.Check::detail)
          .containsExactly(
              tuple("primary lock", "is free"),
              tuple(
                  "secondary lock",
                  "held by ada@desk (process 7) since 2026-01-01T00:00:00Z; once that process has"
                      + " ended: pulumi cancel --stack secondary"),
              tuple("global lock", "is free"));
    }
  }

  @Test
  void secretsThatOnlyTheActiveRegionCanDecryptFail() {
    String state =
        """
        {"resources": [{"urn": "a"}], "secrets_providers":
          {"type": "cloud", "state": {"url": "awskms:///arn:aws:kms:%s:1:key/%s"}}}
        """;

    assertThat(checks(deployed(state.formatted(ACTIVE, "abc"))).get(2))
        .extracting(BackendReadiness.Check::name, BackendReadiness.Check::state)
        .containsExactly("primary secrets", BackendReadiness.State.FAILS);
    assertThat(checks(deployed(state.formatted(ACTIVE, "mrk-abc"))).get(2).state())
        .isEqualTo(BackendReadiness.State.OK);
    assertThat(checks(deployed(state.formatted("eu-central-1", "abc"))).get(2).state())
        .isEqualTo(BackendReadiness.State.OK);
  }
}
