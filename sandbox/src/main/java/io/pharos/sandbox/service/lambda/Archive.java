package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * A function's deployment package: a zip or jar on disk, checked like an upload. Archives are kept
 * by path, time and size, because many worlds deploy the same few.
 *
 * @param sha256 Base64, as Lambda says it
 */
record Archive(Path path, String sha256, long bytes) {
  private static final long MAX_ZIPPED = 50L * 1024 * 1024;
  private static final long MAX_UNZIPPED = 262_144_000;
  private static final Map<String, Archive> KNOWN = new ConcurrentHashMap<>();

  /**
   * The archive that the function's {@code code} names, and its classes, kept for later
   * invocations.
   *
   * @throws AwsServiceException when Lambda would not take it
   */
  static Archive of(Resource function) {
    Object path = function.map("code").get("path");
    if (path == null) {
      throw LambdaRefusal.invalid("Please provide a source for function code.");
    }
    Path file = Path.of(path.toString());
    if (!Files.isRegularFile(file)) {
      throw LambdaRefusal.invalid("unable to read the function's archive " + file);
    }
    try {
      String key = file + "|" + Files.getLastModifiedTime(file).toMillis() + "|" + Files.size(file);
      Archive archive = KNOWN.get(key);
      if (archive == null) {
        archive = read(file);
        KNOWN.put(key, archive);
      }
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Archive read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_ZIPPED) {
      throw LambdaRefusal.of(
          413,
          "RequestEntityTooLargeException",
          "Request must be smaller than 69905067 bytes for the CreateFunction operation");
    }
    Archive archive = new Archive(file, sha256(Files.readAllBytes(file)), size);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.stream().mapToLong(entry -> Math.max(0, entry.getSize())).sum() >= MAX_UNZIPPED) {
        throw LambdaRefusal.invalid("Unzipped size must be smaller than 262144000 bytes");
      }
    } catch (ZipException e) {
      throw LambdaRefusal.invalid(
          "Could not unzip uploaded file. Please check your file, then try to upload again.");
    }
    ArchiveClassLoader.keep(archive);
    return archive;
  }

  private static String sha256(byte[] content) {
    try {
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
