package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.InvalidRequestException;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects, their versions, and the markers of those that were deleted. */
abstract class ObjectVersionsContract {
  private static final String BUCKET = "shop-prod-data";
  private static final String PEER = "shop-prod-peer";

  private static final Refused NO_VERSION = new Refused(S3Exception.class, 404, "NoSuchVersion");

  private final ContractWorld world;
  private final S3Client s3;

  ObjectVersionsContract(ContractWorld world) {
    this.world = world;
    this.s3 = world.client(S3Client.class);
  }

  @BeforeEach
  void buckets() {
    world.bucket(ContractWorld.REGION, BUCKET);
    world.bucket(ContractWorld.PEER_REGION, PEER);
  }

  private String put(String key, String content) {
    return s3.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromString(content))
        .versionId();
  }

  private String content(String key, String version) {
    return s3.getObjectAsBytes(get -> get.bucket(BUCKET).key(key).versionId(version))
        .asUtf8String();
  }

  private DeleteObjectResponse delete(String key, String version) {
    return s3.deleteObject(delete -> delete.bucket(BUCKET).key(key).versionId(version));
  }

  private ListObjectVersionsResponse versions(String prefix) {
    return s3.listObjectVersions(list -> list.bucket(BUCKET).prefix(prefix));
  }

  @Test
  void putObject_again_makesAnotherVersion_andTheFirstOneIsKept() {
    String first = put("a", "one");
    String second = put("a", "two");

    assertThat(second).isNotEqualTo(first);
    assertThat(content("a", null)).isEqualTo("two");
    assertThat(content("a", first)).isEqualTo("one");
    assertThat(versions("").versions())
        .extracting(ObjectVersion::versionId)
        .containsExactly(second, first);
    assertThat(versions("").versions())
        .extracting(ObjectVersion::isLatest)
        .containsExactly(true, false);
  }

  @Test
  void deleteObject_putsAMarkerOverTheVersions_andDeletingTheMarkerBringsTheObjectBack() {
    String version = put("a", "one");

    DeleteObjectResponse deleted = delete("a", null);

    assertThat(deleted.deleteMarker()).isTrue();
    assertThat(Refused.by(() -> content("a", null)))
        .isEqualTo(new Refused(NoSuchKeyException.class, 404, "NoSuchKey"));
    assertThat(content("a", version)).isEqualTo("one");
    assertThat(versions("").deleteMarkers())
        .extracting(DeleteMarkerEntry::versionId, DeleteMarkerEntry::isLatest)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(deleted.versionId(), true));
    assertThat(delete("a", deleted.versionId()).deleteMarker())
        .isEqualTo(world.expected(KnownDifference.MARKERS_ARE_DELETED_UNSAID, true, null));
    assertThat(content("a", null)).isEqualTo("one");
  }

  @Test
  void deleteObject_ofAVersion_isForGood_andOfOneThatIsNotThereSaysNothing() {
    String version = put("a", "one");

    assertThat(delete("a", version).deleteMarker()).isNull();

    assertThat(versions("").versions()).isEmpty();
    assertThat(Refused.by(() -> delete("a", version))).isEqualTo(Refused.NOT);
    assertThat(Refused.by(() -> content("a", version))).isEqualTo(NO_VERSION);
  }

  @Test
  void getObject_ofAMarker_isNotAllowed() {
    put("a", "one");
    String marker = delete("a", null).versionId();

    assertThat(Refused.by(() -> content("a", marker)))
        .isEqualTo(
            world.expected(
                KnownDifference.MARKERS_ARE_NO_VERSIONS,
                new Refused(S3Exception.class, 405, "MethodNotAllowed"),
                NO_VERSION));
  }

  @Test
  void copyObject_ofAnOldVersion_makesItTheNewest() {
    String first = put("a", "one");
    put("a", "two");
    delete("a", null);

    String copy =
        s3.copyObject(
                copying ->
                    copying
                        .sourceBucket(BUCKET)
                        .sourceKey("a")
                        .sourceVersionId(first)
                        .destinationBucket(BUCKET)
                        .destinationKey("a"))
            .versionId();

    assertThat(copy).isNotEqualTo(first);
    assertThat(content("a", null)).isEqualTo("one");
    assertThat(versions("").versions()).hasSize(3);
  }

  @Test
  void copyObject_fromABucketOfAnotherRegion_isAskedOfTheRegionThatItGoesTo() {
    S3Client peer = world.client(S3Client.class, ContractWorld.PEER_REGION);
    String version =
        peer.putObject(put -> put.bucket(PEER).key("a"), RequestBody.fromString("kept"))
            .versionId();

    s3.copyObject(
        copying ->
            copying
                .sourceBucket(PEER)
                .sourceKey("a")
                .sourceVersionId(version)
                .destinationBucket(BUCKET)
                .destinationKey("a"));

    assertThat(content("a", null)).isEqualTo("kept");
  }

  @Test
  void headObject_saysTheChecksumOfTheContent_whichIsACopysToo() {
    String first = put("a", "one");
    put("a", "two");
    s3.copyObject(
        copying ->
            copying
                .sourceBucket(BUCKET)
                .sourceKey("a")
                .sourceVersionId(first)
                .destinationBucket(BUCKET)
                .destinationKey("a"));

    // CRC-32 of "one", as the SDK sends it.
    assertThat(checksum(first)).isEqualTo("emyG8Q==");
    assertThat(checksum(null)).isEqualTo(checksum(first));
  }

  private String checksum(String version) {
    return s3.headObject(
            head ->
                head.bucket(BUCKET).key("a").versionId(version).checksumMode(ChecksumMode.ENABLED))
        .checksumCRC32();
  }

  private Refused copied(String key, String version) {
    return Refused.by(
        () ->
            s3.copyObject(
                copying ->
                    copying
                        .sourceBucket(BUCKET)
                        .sourceKey(key)
                        .sourceVersionId(version)
                        .destinationBucket(BUCKET)
                        .destinationKey("a")));
  }

  @Test
  void copyObject_ofNothing_ofAMarker_andOntoItself_isRefused() {
    put("a", "one");
    String marker = delete("a", null).versionId();
    Refused invalid = new Refused(InvalidRequestException.class, 400, "InvalidRequest");

    assertThat(copied("none", null).code()).isEqualTo("NoSuchKey");
    assertThat(copied("a", marker))
        .isEqualTo(world.expected(KnownDifference.MARKERS_ARE_NO_VERSIONS, invalid, NO_VERSION));
    put("a", "two");
    assertThat(copied("a", null)).isEqualTo(invalid);
  }

  @Test
  void listObjectVersions_endsAPageWhereItIsTold_andGoesOnThere() {
    put("a", "1");
    put("b/1", "2");
    put("b/1", "3");
    put("b/2", "4");

    ListObjectVersionsResponse first =
        s3.listObjectVersions(list -> list.bucket(BUCKET).prefix("b/").maxKeys(1));
    ListObjectVersionsResponse rest =
        s3.listObjectVersions(
            list ->
                list.bucket(BUCKET)
                    .prefix("b/")
                    .keyMarker(first.nextKeyMarker())
                    .versionIdMarker(first.nextVersionIdMarker()));

    assertThat(first.isTruncated()).isTrue();
    assertThat(first.versions()).extracting(ObjectVersion::key).isEqualTo(List.of("b/1"));
    assertThat(rest.isTruncated()).isFalse();
    assertThat(rest.versions()).extracting(ObjectVersion::key).isEqualTo(List.of("b/1", "b/2"));
  }

  @Test
  void aBucketThatIsNotThere_isNoSuchBucket() {
    Refused none = new Refused(NoSuchBucketException.class, 404, "NoSuchBucket");

    assertThat(Refused.by(() -> s3.listObjectVersions(list -> list.bucket("shop-none"))))
        .isEqualTo(none);
    assertThat(
            Refused.by(
                () ->
                    s3.putObject(
                        put -> put.bucket("shop-none").key("a"), RequestBody.fromString("x"))))
        .isEqualTo(none);
  }
}
