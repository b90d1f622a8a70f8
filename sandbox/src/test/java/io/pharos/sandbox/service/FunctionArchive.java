package io.pharos.sandbox.service;

import io.pharos.recovery.aws.Aws;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;

/** A deployment package with the example functions and what they need of the SDK. */
final class FunctionArchive {
  private static final List<Class<?>> SHARED =
      List.of(
          Aws.class,
          SsmClient.class,
          ParameterType.class,
          PutParameterRequest.class,
          PutParameterRequest.Builder.class);

  private FunctionArchive() {}

  /** The {@code code} attribute of a function with these classes. */
  static Map<String, Object> of(Path directory, Class<?>... classes) {
    Path file = directory.resolve("functions.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Class<?> type : classes) {
        add(zip, type);
      }
      for (Class<?> type : SHARED) {
        add(zip, type);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of("path", file.toString(), "hash", "0");
  }

  private static void add(ZipOutputStream zip, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    zip.putNextEntry(entry);
    try (InputStream code = type.getClassLoader().getResourceAsStream(name)) {
      code.transferTo(zip);
    }
    zip.closeEntry();
  }
}
