package io.pharos.drill;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;

/**
 * What S3 keeps of one object: its versions and the delete markers among them, the newest first.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html">ListObjectVersions</a>
 */
record ObjectHistory(String key, List<Entry> entries) {

  /** A version, or a delete marker. */
  record Entry(
      String version, Instant written, boolean newest, boolean marker, long size, String tag) {}

  /** Every object with this prefix, in the order of their keys. */
  static TreeMap<String, ObjectHistory> of(S3Client s3, String bucket, String prefix) {
    TreeMap<String, ObjectHistory> all = new TreeMap<>();
    ListObjectVersionsRequest request =
        ListObjectVersionsRequest.builder().bucket(bucket).prefix(prefix).build();
    while (true) {
      ListObjectVersionsResponse page = s3.listObjectVersions(request);
      page.versions()
          .forEach(
              each ->
                  add(
                      all,
                      each.key(),
                      new Entry(
                          each.versionId(),
                          each.lastModified(),
                          each.isLatest(),
                          false,
                          each.size(),
                          each.eTag())));
      page.deleteMarkers()
          .forEach(
              each ->
                  add(
                      all,
                      each.key(),
                      new Entry(
                          each.versionId(), each.lastModified(), each.isLatest(), true, 0, "")));
      if (!Boolean.TRUE.equals(page.isTruncated())) {
        return all;
      }
      String key = page.nextKeyMarker();
      String version = page.nextVersionIdMarker();
      request = request.toBuilder().keyMarker(key).versionIdMarker(version).build();
    }
  }

  /**
   * S3 lists versions and markers apart. Where both were written in one second, which of them came
   * first is not said, but for the newest: the marker is taken for the older one, so that rather
   * too much is brought back than too little.
   */
  private static void add(TreeMap<String, ObjectHistory> all, String key, Entry entry) {
    List<Entry> entries =
        all.computeIfAbsent(key, any -> new ObjectHistory(key, new ArrayList<>())).entries();
    int place = 0;
    while (place < entries.size() && !entry.newest() && isBefore(entries.get(place), entry)) {
      place++;
    }
    entries.add(place, entry);
  }

  private static boolean isBefore(Entry listed, Entry entry) {
    return listed.newest() || !listed.written().isBefore(entry.written());
  }

  /** What was there just before a time; empty when nothing was, or it was deleted. */
  Optional<Entry> before(Instant time) {
    return upTo(time).stream().findFirst().filter(entry -> !entry.marker());
  }

  /** Whether S3 knows anything of it from before a time. */
  boolean knownBefore(Instant time) {
    return !upTo(time).isEmpty();
  }

  /** What came after it, the newest first. */
  List<Entry> since(Instant time) {
    return entries.stream().filter(entry -> !entry.written().isBefore(time)).toList();
  }

  Entry newest() {
    return entries.get(0);
  }

  private List<Entry> upTo(Instant time) {
    return entries.stream().filter(entry -> entry.written().isBefore(time)).toList();
  }
}
