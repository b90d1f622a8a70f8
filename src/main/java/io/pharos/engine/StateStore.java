package io.pharos.engine;

import io.pharos.world.BucketRegion;
import io.pharos.world.Cloud;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ReplicationRuleStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Where Pulumi keeps the states, as far as it can be looked into without Pulumi. */
interface StateStore {
  /**
   * Where Pulumi's own backends keep a lock; <a
   * href="https://www.pulumi.com/docs/iac/concepts/state-and-backends/#using-a-diy-backend">DIY
   * backends</a>.
   */
  String LOCKS = ".pulumi/locks/organization/pharos/";

  /** Whether a state there survives the loss of a Region. */
  BackendReadiness.Check survives(String active);

  /** Who holds the lock of a stack, as Pulumi wrote it; empty where that cannot be seen. */
  Optional<List<String>> locks(StackName stack) throws IOException;

  /**
   * The one at an address.
   *
   * @param region from which a bucket is asked where it is
   */
  static StateStore at(String url, Cloud cloud, String region) {
    URI uri = URI.create(url.replace(" ", "%20"));
    return switch (String.valueOf(uri.getScheme())) {
      case "file" -> new Folder(Path.of(url.substring("file://".length())), cloud.environment());
      case "s3" -> Bucket.find(uri, cloud, region);
      default -> new Elsewhere(url);
    };
  }

  /** A folder of this machine. */
  record Folder(Path folder, String environment) implements StateStore {
    @Override
    public BackendReadiness.Check survives(String active) {
      return environment.equals("sandbox")
          ? BackendReadiness.ok("backend", "the sandbox's own, in " + folder)
          : BackendReadiness.warns(
              "backend",
              folder
                  + " is on this machine: nobody else can reconcile, and it is lost with it. Use a"
                  + " bucket: pulumi login s3://...");
    }

    @Override
    public Optional<List<String>> locks(StackName stack) throws IOException {
      Path locks = folder.resolve(LOCKS + stack.word());
      List<String> held = new ArrayList<>();
      if (Files.isDirectory(locks)) {
        try (Stream<Path> files = Files.list(locks)) {
          for (Path file : files.filter(one -> one.toString().endsWith(".json")).toList()) {
            held.add(Files.readString(file));
          }
        }
      }
      return Optional.of(held);
    }
  }

  /** A bucket of S3. */
  record Bucket(S3Client s3, String name, String prefix, String region) implements StateStore {
    static Bucket find(URI uri, Cloud cloud, String from) {
      String path = Optional.ofNullable(uri.getPath()).orElse("").replaceFirst("^/", "");
      String prefix = path.isEmpty() || path.endsWith("/") ? path : path + "/";
      String region = BucketRegion.of(cloud.client(S3Client.class, from), uri.getHost());
      return new Bucket(cloud.client(S3Client.class, region), uri.getHost(), prefix, region);
    }

    @Override
    public BackendReadiness.Check survives(String active) {
      boolean versions =
          s3.getBucketVersioning(get -> get.bucket(name)).status()
              == BucketVersioningStatus.ENABLED;
      boolean replicated = replicated();
      String where = "s3://" + name + " in " + region;
      if (!versions) {
        return BackendReadiness.fails(
            "backend",
            where
                + " keeps no versions, so that a state that is overwritten is gone: aws s3api"
                + " put-bucket-versioning --bucket "
                + name
                + " --versioning-configuration Status=Enabled");
      }
      if (region.equals(active) && !replicated) {
        return BackendReadiness.fails(
            "backend",
            where
                + " is lost together with the Region that serves: replicate it to another Region, or"
                + " move it there (docs/runbooks/lost-state.md)");
      }
      return region.equals(active)
          ? BackendReadiness.warns(
              "backend",
              where
                  + ", where the application is served; without that Region log in to its replica"
                  + " (docs/runbooks/lost-state.md)")
          : BackendReadiness.ok(
              "backend", where + ", with versions" + (replicated ? ", replicated" : ""));
    }

    private boolean replicated() {
      try {
        return s3
            .getBucketReplication(get -> get.bucket(name))
            .replicationConfiguration()
            .rules()
            .stream()
            .anyMatch(rule -> rule.status() == ReplicationRuleStatus.ENABLED);
      } catch (S3Exception e) {
        if (e.statusCode() == 404) {
          return false;
        }
        throw e;
      }
    }

    @Override
    public Optional<List<String>> locks(StackName stack) {
      List<String> held = new ArrayList<>();
      String folder = prefix + LOCKS + stack.word() + "/";
      for (S3Object lock : s3.listObjectsV2(list -> list.bucket(name).prefix(folder)).contents()) {
        held.add(s3.getObjectAsBytes(get -> get.bucket(name).key(lock.key())).asUtf8String());
      }
      return Optional.of(held);
    }
  }

  /** Pulumi Cloud, or a store outside AWS: it says itself when it is locked. */
  record Elsewhere(String url) implements StateStore {
    @Override
    public BackendReadiness.Check survives(String active) {
      return BackendReadiness.ok("backend", url + ", outside of both Regions");
    }

    @Override
    public Optional<List<String>> locks(StackName stack) {
      return Optional.empty();
    }
  }
}
