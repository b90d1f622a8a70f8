package io.pharos.drill;

import io.pharos.engine.Interruptible;
import io.pharos.world.Cloud;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects are lost by a mistake in the Region that serves, and brought back: some are deleted, some
 * overwritten, and of some every version is erased. They are the drill's own, under a prefix of
 * their own, and both buckets are rid of them at the end, whatever happened.
 */
final class ObjectDrill {
  private static final int OF_EACH = 3;
  private static final Duration LOOK_EVERY = Duration.ofSeconds(15);

  /** S3 replicates most objects within 15 minutes. */
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  /** Times of S3 are full seconds: what is older, and what is younger, must be told apart. */
  private static final Duration APART = Duration.ofSeconds(5);

  private final Cloud cloud;
  private final Place here;
  private final Place peer;
  private final Consumer<String> progress;

  /** A bucket and its Region. */
  record Place(String region, String bucket) {}

  ObjectDrill(Cloud cloud, Place here, Place peer, Consumer<String> progress) {
    this.cloud = cloud;
    this.here = here;
    this.peer = peer;
    this.progress = progress;
  }

  /** Does it; what was not as expected. */
  List<String> run() {
    String prefix = "pharos-drill/" + cloud.clock().instant().truncatedTo(ChronoUnit.SECONDS) + "/";
    // An interrupt removes them as well.
    try (Interruptible interruptible = Interruptible.start(() -> remove(prefix))) {
      Map<String, String> written = write(prefix);
      if (!replicated(prefix, written.size())) {
        return List.of(
            "objects of "
                + here.bucket()
                + " have not reached "
                + peer.bucket()
                + " within "
                + PATIENCE.toMinutes()
                + " minutes");
      }
      cloud.pass(APART);
      Instant before = cloud.clock().instant().truncatedTo(ChronoUnit.SECONDS);
      cloud.pass(APART);
      spoil(written);
      List<String> spared =
          written.keySet().stream()
              .filter(key -> written.get(key).equals(content(key)))
              .map(key -> key + " was not spoiled: nothing is proved")
              .toList();
      return spared.isEmpty() ? restored(prefix, before, written) : spared;
    } finally {
      remove(prefix);
    }
  }

  private Map<String, String> write(String prefix) {
    Map<String, String> written = new TreeMap<>();
    for (String harm : List.of("deleted", "overwritten", "erased")) {
      for (int i = 1; i <= OF_EACH; i++) {
        written.put(prefix + harm + "-" + i, harm + " and back " + i);
      }
    }
    written.forEach(this::put);
    progress.accept(written.size() + " objects are in " + here.bucket());
    return written;
  }

  private void put(String key, String content) {
    s3(here).putObject(put -> put.bucket(here.bucket()).key(key), RequestBody.fromString(content));
  }

  private boolean replicated(String prefix, int count) {
    Instant end = cloud.clock().instant().plus(PATIENCE);
    while (ObjectHistory.of(s3(peer), peer.bucket(), prefix).size() < count) {
      if (cloud.clock().instant().isAfter(end)) {
        return false;
      }
      cloud.pass(LOOK_EVERY);
    }
    return true;
  }

  private void spoil(Map<String, String> written) {
    for (String key : written.keySet()) {
      if (key.contains("/deleted-")) {
        s3(here).deleteObject(delete -> delete.bucket(here.bucket()).key(key));
      } else if (key.contains("/overwritten-")) {
        put(key, "something else");
      } else {
        erase(here, key);
      }
    }
    progress.accept("they are deleted, overwritten and erased");
  }

  private List<String> restored(String prefix, Instant before, Map<String, String> written) {
    Instant start = cloud.clock().instant();
    ObjectRestore restore = new ObjectRestore(s3(here), here.bucket(), progress);
    List<ObjectRestore.Harmed> harmed = new ArrayList<>(restore.look(prefix, before).harmed());
    harmed.addAll(restore.erased(s3(peer), peer.bucket(), prefix, before));
    List<String> problems = new ArrayList<>();
    restore.restore(harmed).forEach(failure -> problems.add(failure.key() + ": " + failure.why()));
    written.forEach(
        (key, content) -> {
          if (!content.equals(content(key))) {
            problems.add(key + " did not come back: it is '" + content(key) + "'");
          }
        });
    progress.accept(
        harmed.size()
            + " objects are back after "
            + Duration.between(start, cloud.clock().instant()).toSeconds()
            + " s");
    return problems;
  }

  private String content(String key) {
    try {
      return s3(here).getObjectAsBytes(get -> get.bucket(here.bucket()).key(key)).asUtf8String();
    } catch (NoSuchKeyException e) {
      return "";
    }
  }

  /** Every version, and every marker: of a drill nothing stays. */
  private void remove(String prefix) {
    for (Place place : List.of(here, peer)) {
      try {
        ObjectHistory.of(s3(place), place.bucket(), prefix)
            .keySet()
            .forEach(key -> erase(place, key));
      } catch (S3Exception e) {
        progress.accept(place.bucket() + " keeps objects of " + prefix + ": " + e.getMessage());
      }
    }
  }

  private void erase(Place place, String key) {
    ObjectHistory.of(s3(place), place.bucket(), key).getOrDefault(key, none(key)).entries().stream()
        .map(ObjectHistory.Entry::version)
        .forEach(
            version ->
                s3(place)
                    .deleteObject(
                        delete -> delete.bucket(place.bucket()).key(key).versionId(version)));
  }

  private static ObjectHistory none(String key) {
    return new ObjectHistory(key, List.of());
  }

  private S3Client s3(Place place) {
    return cloud.client(S3Client.class, place.region());
  }
}
