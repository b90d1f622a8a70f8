package io.pharos.sandbox.service.s3;

import io.pharos.sandbox.core.Resource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * S3 as the SDK's client of one Region: objects and their versions, as far as restoring them needs
 * it.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html">Working
 *     with delete markers</a>
 */
public final class S3Api implements S3Client {
  private static final int PAGE = 1000;

  private final Buckets buckets;
  private final String region;

  public S3Api(Buckets buckets, String region) {
    this.buckets = buckets;
    this.region = region;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
    here(request.bucket());
    try {
      StoredObject stored =
          buckets.put(
              request.bucket(),
              request.key(),
              body.contentStreamProvider().newStream().readAllBytes());
      return PutObjectResponse.builder().eTag(stored.tag()).versionId(versionOf(stored)).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public <T> T getObject(
      GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
    here(request.bucket());
    StoredObject found = readable(request.bucket(), request.key(), request.versionId());
    byte[] content = found.content();
    try {
      return transformer.transform(
          GetObjectResponse.builder()
              .eTag(found.tag())
              .versionId(versionOf(found))
              .lastModified(found.written())
              .contentLength((long) content.length)
              .build(),
          AbortableInputStream.create(new ByteArrayInputStream(content)));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public HeadObjectResponse headObject(HeadObjectRequest request) {
    here(request.bucket());
    StoredObject found = readable(request.bucket(), request.key(), request.versionId());
    HeadObjectResponse.Builder answer =
        HeadObjectResponse.builder()
            .eTag(found.tag())
            .versionId(versionOf(found))
            .lastModified(found.written())
            .contentLength((long) found.content().length);
    if (request.checksumMode() == ChecksumMode.ENABLED) {
      answer.checksumCRC32(found.checksum()).checksumType(ChecksumType.FULL_OBJECT);
    }
    return answer.build();
  }

  @Override
  public CopyObjectResponse copyObject(CopyObjectRequest request) {
    here(request.destinationBucket());
    String version = request.sourceVersionId();
    boolean itself =
        version == null
            && request.sourceBucket().equals(request.destinationBucket())
            && request.sourceKey().equals(request.destinationKey());
    if (itself) {
      throw S3Refusal.request(
          "This copy request is illegal because it is trying to copy an object to itself without"
              + " changing the object's metadata, storage class, website redirect location or"
              + " encryption attributes.");
    }
    // The source may be in another Region: S3 fetches it by itself.
    if (buckets.find(request.sourceBucket()).isEmpty()) {
      throw S3Refusal.noBucket(request.sourceBucket());
    }
    if (version != null && find(request.sourceBucket(), request.sourceKey(), version).deleted()) {
      throw S3Refusal.request(
          "The source of a copy request may not specifically refer to a delete marker by version"
              + " id.");
    }
    StoredObject source = readable(request.sourceBucket(), request.sourceKey(), version);
    StoredObject copy =
        buckets.put(request.destinationBucket(), request.destinationKey(), source.content());
    return CopyObjectResponse.builder()
        .versionId(versionOf(copy))
        .copySourceVersionId(versionOf(source))
        .copyObjectResult(result -> result.eTag(copy.tag()).lastModified(copy.written()))
        .build();
  }

  /** Without a version a delete marker is put; of a version that is not there nothing is said. */
  @Override
  public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
    Resource bucket = here(request.bucket());
    if (request.versionId() != null) {
      boolean marker =
          buckets
              .erase(request.bucket(), request.key(), request.versionId())
              .filter(StoredObject::deleted)
              .isPresent();
      return DeleteObjectResponse.builder()
          .versionId(request.versionId())
          .deleteMarker(marker ? true : null)
          .build();
    }
    StoredObject marker = buckets.delete(request.bucket(), request.key());
    return buckets.versioned(bucket)
        ? DeleteObjectResponse.builder().versionId(marker.version()).deleteMarker(true).build()
        : DeleteObjectResponse.builder().build();
  }

  /** By key, and of each key the newest first; a page ends at {@code MaxKeys}. */
  @Override
  public ListObjectVersionsResponse listObjectVersions(ListObjectVersionsRequest request) {
    here(request.bucket());
    if (request.delimiter() != null) {
      throw new UnsupportedOperationException(
          "the sandbox does not simulate the delimiter of ListObjectVersions");
    }
    int most = request.maxKeys() == null ? PAGE : Math.min(PAGE, request.maxKeys());
    List<Listed> all = listed(request);
    List<Listed> page = all.subList(0, Math.min(most, all.size()));
    ListObjectVersionsResponse.Builder answer =
        ListObjectVersionsResponse.builder()
            .name(request.bucket())
            .prefix(request.prefix())
            .isTruncated(page.size() < all.size())
            .versions(
                page.stream()
                    .filter(each -> !each.stored().deleted())
                    .map(Listed::version)
                    .toList())
            .deleteMarkers(
                page.stream().filter(each -> each.stored().deleted()).map(Listed::marker).toList());
    if (page.size() < all.size()) {
      StoredObject last = page.get(page.size() - 1).stored();
      answer.nextKeyMarker(last.key()).nextVersionIdMarker(last.version());
    }
    return answer.build();
  }

  private List<Listed> listed(ListObjectVersionsRequest request) {
    List<Listed> all = new ArrayList<>();
    String after = request.keyMarker() == null ? "" : request.keyMarker();
    for (Map.Entry<String, List<StoredObject>> entry :
        buckets.versions(request.bucket()).entrySet()) {
      boolean begun = entry.getKey().equals(after) && request.versionIdMarker() != null;
      if (!entry.getKey().startsWith(request.prefix() == null ? "" : request.prefix())
          || entry.getKey().compareTo(after) < 0
          || entry.getKey().equals(after) && !begun) {
        continue;
      }
      List<StoredObject> newestFirst = new ArrayList<>(entry.getValue());
      Collections.reverse(newestFirst);
      boolean told = begun;
      for (StoredObject each : newestFirst) {
        if (told) {
          told = !each.version().equals(request.versionIdMarker());
        } else {
          all.add(new Listed(each, each == newestFirst.get(0)));
        }
      }
    }
    return all;
  }

  private record Listed(StoredObject stored, boolean latest) {
    ObjectVersion version() {
      return ObjectVersion.builder()
          .key(stored.key())
          .versionId(stored.version())
          .isLatest(latest)
          .lastModified(stored.written())
          .eTag(stored.tag())
          .size((long) stored.content().length)
          .storageClass("STANDARD")
          .build();
    }

    DeleteMarkerEntry marker() {
      return DeleteMarkerEntry.builder()
          .key(stored.key())
          .versionId(stored.version())
          .isLatest(latest)
          .lastModified(stored.written())
          .build();
    }
  }

  private StoredObject readable(String bucket, String key, String version) {
    StoredObject found = find(bucket, key, version);
    if (found.deleted()) {
      throw version == null ? S3Refusal.noKey(key) : S3Refusal.isMarker();
    }
    return found;
  }

  private StoredObject find(String bucket, String key, String version) {
    List<StoredObject> versions = buckets.versions(bucket).getOrDefault(key, List.of());
    if (version != null) {
      return versions.stream()
          .filter(each -> each.version().equals(version))
          .findFirst()
          .orElseThrow(() -> S3Refusal.noVersion(key));
    }
    if (versions.isEmpty()) {
      throw S3Refusal.noKey(key);
    }
    return versions.get(versions.size() - 1);
  }

  private static String versionOf(StoredObject stored) {
    return stored.version().equals("null") ? null : stored.version();
  }

  /** A bucket is reached in its own Region. */
  private Resource here(String name) {
    Resource bucket = buckets.find(name).orElseThrow(() -> S3Refusal.noBucket(name));
    if (!bucket.region().equals(region)) {
      throw S3Refusal.elsewhere(name, bucket.region());
    }
    return bucket;
  }
}
