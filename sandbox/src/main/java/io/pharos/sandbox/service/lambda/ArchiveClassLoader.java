package io.pharos.sandbox.service.lambda;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Loads a function's classes from its archive and from nowhere else: a class that was not packed is
 * missing here as on Lambda. The AWS SDK, the Lambda interfaces and the SPI are the sandbox's own,
 * so that simulated clients fit; the first and the last must be in the archive all the same.
 */
final class ArchiveClassLoader extends ClassLoader {
  /** What Java's runtime on Lambda brings. */
  private static final String RUNTIME = "com.amazonaws.services.lambda.runtime.";

  private static final List<String> SHARED =
      List.of("software.amazon.awssdk.", "io.pharos.recovery.aws.");
  private static final Map<String, ArchiveClassLoader> BY_HASH = new ConcurrentHashMap<>();

  static {
    registerAsParallelCapable();
  }

  private final Set<String> packed = new HashSet<>();
  private final Map<String, byte[]> files = new HashMap<>();

  /** Every cold start of every world asks for a handler's class. */
  private final Map<String, Class<?>> defined = new ConcurrentHashMap<>();

  private ArchiveClassLoader() {
    super("function", ArchiveClassLoader.class.getClassLoader());
  }

  /** The class loader of an archive that was deployed in this process. */
  static ArchiveClassLoader of(String sha256) {
    return BY_HASH.get(sha256);
  }

  /** Whether an archive with this hash was deployed in this process. */
  static boolean knows(String sha256) {
    return BY_HASH.containsKey(sha256);
  }

  /** Reads the archive's classes; the file may change or go afterwards. */
  static void keep(Archive archive) throws IOException {
    if (knows(archive.sha256())) {
      return;
    }
    ArchiveClassLoader loader = new ArchiveClassLoader();
    try (ZipFile zip = new ZipFile(archive.path().toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = entry.getName();
        if (name.startsWith("lib/") && name.endsWith(".jar")) {
          loader.keepLibrary(zip.getInputStream(entry));
        } else if (loader.wants(name)) {
          loader.files.put(name, zip.getInputStream(entry).readAllBytes());
        }
      }
    }
    BY_HASH.putIfAbsent(archive.sha256(), loader);
  }

  private void keepLibrary(InputStream jar) throws IOException {
    ZipInputStream entries = new ZipInputStream(jar);
    for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
      if (wants(entry.getName())) {
        files.putIfAbsent(entry.getName(), entries.readAllBytes());
      }
    }
  }

  private boolean wants(String name) {
    packed.add(name);
    return !name.endsWith("/") && SHARED.stream().noneMatch(name.replace('/', '.')::startsWith);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    Class<?> known = defined.get(name);
    if (known != null) {
      return known;
    }
    if (name.startsWith(RUNTIME)) {
      return getParent().loadClass(name);
    }
    String file = name.replace('.', '/') + ".class";
    if (SHARED.stream().anyMatch(name::startsWith)) {
      if (!packed.contains(file)) {
        throw new ClassNotFoundException(name);
      }
      return getParent().loadClass(name);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = defined.get(name);
      if (loaded != null) {
        return loaded;
      }
      byte[] code = files.get(file);
      if (code == null) {
        return ClassLoader.getPlatformClassLoader().loadClass(name);
      }
      Class<?> made = defineClass(name, code, 0, code.length);
      defined.put(name, made);
      return made;
    }
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    byte[] content = files.get(name);
    return content == null ? null : new ByteArrayInputStream(content);
  }

  @Override
  public URL getResource(String name) {
    return null;
  }

  @Override
  public Enumeration<URL> getResources(String name) {
    return Collections.enumeration(new ArrayList<>());
  }
}
