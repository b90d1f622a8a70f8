package io.pharos.component;

import io.pharos.config.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What a canary runs, packed as Synthetics wants it: the same bytes wherever they are packed, so
 * that another machine's deployment changes nothing.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CanaryCodeInput.html">CanaryCodeInput</a>
 */
final class CanaryScript {
  /** File and function. */
  static final String HANDLER = "canary.handler";

  /** The variable of the script that says what to call, as a list in JSON. */
  static final String TARGETS = "TARGETS";

  private static final String RESOURCE = "/io/pharos/component/canary.js";
  private static final String ENTRY = "nodejs/node_modules/canary.js";
  private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 1, 1, 0, 0);

  private CanaryScript() {}

  /** The archive, in Base64. */
  static String base64() {
    return Base64.getEncoder().encodeToString(archive());
  }

  /** Another name for other content: who reads it by this name reads this. */
  static String key() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive());
      return "script/" + HexFormat.of().formatHex(digest).substring(0, 16) + ".zip";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static String targets(List<String> urls) {
    return Json.write(urls);
  }

  /** Not compressed: what a compressor makes of it depends on its version. */
  private static byte[] archive() {
    byte[] script = script();
    CRC32 checksum = new CRC32();
    checksum.update(script);
    ZipEntry entry = new ZipEntry(ENTRY);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(script.length);
    entry.setCompressedSize(script.length);
    entry.setCrc(checksum.getValue());
    entry.setTimeLocal(ALWAYS);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(entry);
      zip.write(script);
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] script() {
    try (InputStream file = CanaryScript.class.getResourceAsStream(RESOURCE)) {
      if (file == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
