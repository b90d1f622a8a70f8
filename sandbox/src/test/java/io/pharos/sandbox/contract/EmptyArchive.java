package io.pharos.sandbox.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The package of a function that nobody calls. */
final class EmptyArchive {
  private EmptyArchive() {}

  static byte[] zip() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("shop/Orders.class"));
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Path file() {
    try {
      Path file = Files.createTempFile("function", ".jar");
      file.toFile().deleteOnExit();
      return Files.write(file, zip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
