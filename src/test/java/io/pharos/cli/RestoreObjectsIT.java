package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.Json;
import io.pharos.engine.Deployed;
import io.pharos.engine.StackName;
import io.pharos.sandbox.service.S3;
import io.pharos.world.SandboxCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** {@code pharos restore-objects}, and the drill of it, where the three stacks are deployed. */
class RestoreObjectsIT {
  private final Terminal shell = Terminal.open();
  private final SandboxCloud cloud = shell.cloud();
  private final String bucket = shell.outputs(StackName.PRIMARY).path("bucketName").asText();
  private final String peer = shell.outputs(StackName.SECONDARY).path("bucketName").asText();
  private final S3Client s3 = cloud.client(S3Client.class, "eu-west-1");
  private Instant before;

  @TempDir private Path folder;

  @BeforeEach
  void objectsOfYesterday() {
    cloud.pass(Duration.ofMinutes(12));
    for (String key : List.of("in/a", "in/b", "in/c", "in/d", "out/a")) {
      put(key, "good " + key);
    }
    s3.deleteObject(delete -> delete.bucket(bucket).key("in/d"));
    cloud.pass(Duration.ofHours(1));
    before = cloud.clock().instant();
    cloud.pass(Duration.ofMinutes(1));
  }

  private void put(String key, String content) {
    s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(content));
  }

  private String content(String key) {
    try {
      return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asUtf8String();
    } catch (NoSuchKeyException e) {
      return "none";
    }
  }

  private int restore(String... more) {
    List<String> all =
        new java.util.ArrayList<>(
            List.of("restore-objects", "--before", before.toString(), "--prefix", "in/"));
    all.addAll(List.of(more));
    return shell.run(all.toArray(String[]::new));
  }

  @Test
  void whatWasDeletedOrOverwrittenSinceIsAsItWas_andTheRestStays() throws Exception {
    s3.deleteObject(delete -> delete.bucket(bucket).key("in/a"));
    put("in/b", "wrong");
    put("in/new", "since then");
    put("out/a", "wrong, and not asked for");

    assertThat(restore("--dry-run")).as(shell.err()).isZero();

    assertThat(shell.out())
        .containsPattern("deleted +1\n +overwritten +1\n +erased +0\n +untouched +1")
        .containsPattern("new since +1, which stay")
        .contains("nothing was changed");
    assertThat(content("in/a")).isEqualTo("none");
    String file = folder.resolve("restored.json").toString();
    assertThat(restore("--json", file)).isZero();
    assertThat(shell.out()).contains("2 of 2 objects are back");
    assertThat(content("in/a")).isEqualTo("good in/a");
    assertThat(content("in/b")).isEqualTo("good in/b");
    assertThat(content("in/d")).as("was deleted before").isEqualTo("none");
    assertThat(content("in/new")).isEqualTo("since then");
    assertThat(content("out/a")).startsWith("wrong");
    JsonNode json = Json.MAPPER.readTree(Path.of(file).toFile());
    assertThat(json.path("outcome").asText()).isEqualTo("restored");
    assertThat(json.path("overwritten").asInt()).isOne();
    assertThat(restore()).isZero();
    assertThat(shell.out()).as("done once").contains("0 of 0 objects");
  }

  @Test
  void whatWasErasedIsBroughtBackFromTheOtherRegion_onlyWhenThatIsAskedFor() {
    String version = s3.headObject(head -> head.bucket(bucket).key("in/c")).versionId();
    s3.deleteObject(delete -> delete.bucket(bucket).key("in/c").versionId(version));

    assertThat(restore()).isZero();
    assertThat(content("in/c")).isEqualTo("none");
    assertThat(restore("--from-peer")).isZero();

    assertThat(shell.out()).containsPattern("erased +1\n").contains("1 of 1 objects are back");
    assertThat(content("in/c")).isEqualTo("good in/c");
    assertThat(content("in/d")).as("was deleted on purpose").isEqualTo("none");
    assertThat(restore("--from-peer")).isZero();
    assertThat(shell.out()).as("done once").contains("0 of 0 objects");
  }

  @Test
  void aTimeThatIsNotYetIsRefused_andSoIsABusyRegion() {
    before = cloud.clock().instant().plusSeconds(60);

    assertThat(restore()).isEqualTo(2);

    assertThat(shell.err()).contains("is after now");
    assertThat(shell.run("restore-objects", "--before", "2026-01-01T00:00:00Z")).isEqualTo(2);
    assertThat(shell.err()).contains("--prefix");
  }

  @Test
  void theDrillBringsAllBack_andLeavesNothingBehind() {
    Path drill = Deployed.ROOT.resolve("drills/object-recovery.yaml");
    List<String> arguments =
        List.of("drill", "--quiet", "--on", "aws", "--confirm", "shop-prod", "--out");

    assertThat(
            shell.run(
                java.util.stream.Stream.concat(
                        arguments.stream(),
                        java.util.stream.Stream.of(folder.toString(), drill.toString()))
                    .toArray(String[]::new)))
        .as(shell.out() + shell.err())
        .isZero();

    assertThat(shell.out()).contains("object-recovery: met").contains("ok       spoil objects");
    S3 objects = cloud.world().service(S3.class);
    assertThat(objects.keys(bucket)).isNotEmpty().noneMatch(key -> key.startsWith("pharos-drill"));
    assertThat(objects.keys(peer)).isNotEmpty().noneMatch(key -> key.startsWith("pharos-drill"));
  }
}
