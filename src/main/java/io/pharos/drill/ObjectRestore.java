package io.pharos.drill;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Brings the objects of a bucket back to what they were just before a time: those that were deleted
 * and those that were overwritten, and on demand those of which only the other Region's bucket
 * knows. No version is ever taken away, and started again it does what is left.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/RestoringPreviousVersions.html">Restoring
 *     previous versions</a>
 */
public final class ObjectRestore {
  private static final int TOLD_EVERY = 1000;

  private final S3Client s3;
  private final String bucket;
  private final Consumer<String> progress;

  /** What happened to an object since. */
  public enum Harm {
    /** Delete markers cover it: they are taken away, and it is there as it was. */
    DELETED,
    /** Something else was written in its place: the older version is copied over it. */
    OVERWRITTEN,
    /** Its versions are gone: it is copied from the other Region's bucket. */
    ERASED;

    /** As people and reports say it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An object that is not what it was.
   *
   * @param version the one to go back to
   * @param markers versions of the delete markers over it
   */
  public record Harmed(
      String key, Harm harm, String sourceBucket, String version, List<String> markers) {}

  /**
   * What a bucket needs.
   *
   * @param untouched objects that are as they were
   * @param younger objects that were not there at that time, and stay
   */
  public record Needed(List<Harmed> harmed, int untouched, int younger) {}

  /** An object that could not be brought back, and S3's reason. */
  public record Failure(String key, String why) {}

  /**
   * @param s3 a client of the bucket's Region
   */
  public ObjectRestore(S3Client s3, String bucket, Consumer<String> progress) {
    this.s3 = s3;
    this.bucket = bucket;
    this.progress = progress;
  }

  /** What the objects with this prefix need to be as they were; nothing is changed. */
  public Needed look(String prefix, Instant before) {
    List<Harmed> harmed = new ArrayList<>();
    int untouched = 0;
    int younger = 0;
    for (ObjectHistory history : ObjectHistory.of(s3, bucket, prefix).values()) {
      Optional<ObjectHistory.Entry> then = history.before(before);
      if (then.isEmpty()) {
        younger += history.newest().marker() ? 0 : 1;
        continue;
      }
      Optional<Harmed> harm = harm(history, then.get(), before);
      harm.ifPresent(harmed::add);
      untouched += harm.isEmpty() ? 1 : 0;
    }
    return new Needed(List.copyOf(harmed), untouched, younger);
  }

  private Optional<Harmed> harm(ObjectHistory history, ObjectHistory.Entry then, Instant before) {
    List<ObjectHistory.Entry> since = history.since(before);
    if (since.isEmpty()) {
      return Optional.empty();
    }
    boolean onlyMarkers = since.stream().allMatch(ObjectHistory.Entry::marker);
    if (onlyMarkers) {
      List<String> markers = since.stream().map(ObjectHistory.Entry::version).toList();
      return Optional.of(new Harmed(history.key(), Harm.DELETED, bucket, then.version(), markers));
    }
    return !history.newest().marker()
            && same(history.key(), new In(s3, bucket), then, history.newest())
        ? Optional.empty()
        : Optional.of(
            new Harmed(history.key(), Harm.OVERWRITTEN, bucket, then.version(), List.of()));
  }

  /** Where a version is. */
  private record In(S3Client s3, String bucket) {}

  /** A copy has another version, and under a customer's key another tag: the checksum decides. */
  private boolean same(String key, In in, ObjectHistory.Entry one, ObjectHistory.Entry newest) {
    if (one.size() != newest.size()) {
      return false;
    }
    List<String> sums = checksums(in, key, one);
    return one.tag().equals(newest.tag())
        || !sums.isEmpty() && sums.equals(checksums(new In(s3, bucket), key, newest));
  }

  private static List<String> checksums(In in, String key, ObjectHistory.Entry entry) {
    HeadObjectResponse head =
        in.s3()
            .headObject(
                ask ->
                    ask.bucket(in.bucket())
                        .key(key)
                        .versionId(entry.version())
                        .checksumMode(ChecksumMode.ENABLED));
    List<String> sums = new ArrayList<>();
    for (String sum :
        new String[] {
          head.checksumCRC64NVME(),
          head.checksumCRC32(),
          head.checksumCRC32C(),
          head.checksumSHA1(),
          head.checksumSHA256()
        }) {
      if (sum != null) {
        sums.add(sum);
      }
    }
    return sums;
  }

  /**
   * Objects that were in the other Region's bucket, and of which this one knows nothing from before
   * that time: not even that they had been deleted.
   *
   * @param peer a client of the other Region
   */
  public List<Harmed> erased(S3Client peer, String peerBucket, String prefix, Instant before) {
    Map<String, ObjectHistory> here = ObjectHistory.of(s3, bucket, prefix);
    TreeMap<String, Harmed> erased = new TreeMap<>();
    ObjectHistory.of(peer, peerBucket, prefix)
        .forEach(
            (key, there) -> {
              ObjectHistory own = here.get(key);
              there
                  .before(before)
                  .filter(then -> own == null || !own.knownBefore(before))
                  .filter(
                      then ->
                          own == null
                              || own.newest().marker()
                              || !same(key, new In(peer, peerBucket), then, own.newest()))
                  .ifPresent(
                      then ->
                          erased.put(
                              key,
                              new Harmed(key, Harm.ERASED, peerBucket, then.version(), List.of())));
            });
    return List.copyOf(erased.values());
  }

  /** Brings them back, each by itself: one that fails keeps no other. */
  public List<Failure> restore(List<Harmed> harmed) {
    List<Failure> failures = new ArrayList<>();
    int done = 0;
    for (Harmed each : harmed) {
      try {
        restore(each);
      } catch (S3Exception e) {
        failures.add(new Failure(each.key(), String.valueOf(e.getMessage())));
      }
      done++;
      if (done % TOLD_EVERY == 0) {
        progress.accept(done + " of " + harmed.size() + " objects");
      }
    }
    return failures;
  }

  private void restore(Harmed object) {
    switch (object.harm()) {
      case DELETED ->
          object
              .markers()
              .forEach(
                  marker ->
                      s3.deleteObject(
                          delete -> delete.bucket(bucket).key(object.key()).versionId(marker)));
      case OVERWRITTEN, ERASED ->
          s3.copyObject(
              copy ->
                  copy.sourceBucket(object.sourceBucket())
                      .sourceKey(object.key())
                      .sourceVersionId(object.version())
                      .destinationBucket(bucket)
                      .destinationKey(object.key()));
    }
  }
}
