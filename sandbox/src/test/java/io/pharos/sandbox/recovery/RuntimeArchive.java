package io.pharos.sandbox.recovery;

import io.pharos.recovery.contract.RecoveryFunction;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The recovery functions as a deployment package, made from the classes under test. The classes of
 * the AWS SDK are in it by name only: the sandbox brings its own.
 */
final class RuntimeArchive {
  private static final String SDK = "software/amazon/awssdk/";

  /** What the SDK uses itself and functions never name: most of it. */
  private static final List<String> INSIDE =
      List.of("/transform/", "/internal/", "/paginators/", "BuilderImpl", "Async", "Serializable");

  private static final Map<String, Object> CODE = write();

  private RuntimeArchive() {}

  /** The {@code code} attribute of a function. */
  static Map<String, Object> code() {
    return CODE;
  }

  private static Map<String, Object> write() {
    Map<String, byte[]> entries = new TreeMap<>();
    try {
      own(entries);
      for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
        if (part.endsWith(".jar")) {
          sdk(Path.of(part), entries);
        }
      }
      Path file = Files.createTempFile("pharos-functions", ".jar");
      file.toFile().deleteOnExit();
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
        for (Map.Entry<String, byte[]> each : entries.entrySet()) {
          ZipEntry entry = new ZipEntry(each.getKey());
          entry.setTime(0);
          zip.putNextEntry(entry);
          zip.write(each.getValue());
          zip.closeEntry();
        }
      }
      return Map.of("path", file.toString());
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("the recovery functions cannot be packed", e);
    }
  }

  private static void own(Map<String, byte[]> entries) throws IOException, URISyntaxException {
    Path root =
        Path.of(RecoveryFunction.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (!Files.isDirectory(root)) {
      try (JarFile jar = new JarFile(root.toFile())) {
        for (var entry : Collections.list(jar.entries())) {
          if (!entry.isDirectory()) {
            try (InputStream content = jar.getInputStream(entry)) {
              entries.put(entry.getName(), content.readAllBytes());
            }
          }
        }
      }
      return;
    }
    try (Stream<Path> files = Files.walk(root.resolve("io"))) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> entries.put(root.relativize(file).toString(), bytes(file)));
    }
  }

  private static void sdk(Path path, Map<String, byte[]> entries) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      Collections.list(jar.entries()).stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith(SDK) && name.endsWith(".class"))
          .filter(name -> INSIDE.stream().noneMatch(name::contains))
          .forEach(name -> entries.put(name, new byte[0]));
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
