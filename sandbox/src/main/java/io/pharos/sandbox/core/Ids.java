package io.pharos.sandbox.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names that look like AWS's and follow from what they name: equal deployments have equal ids. */
public final class Ids {
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Ids() {}

  /** {@code prefix} and a number of hexadecimal digits (64 at most). */
  public static String hex(String prefix, int digits, Object... parts) {
    return prefix + HexFormat.of().formatHex(hash(parts)).substring(0, digits);
  }

  /** {@code prefix} and a number of upper-case letters and digits (32 at most). */
  public static String letters(String prefix, int count, Object... parts) {
    byte[] hash = hash(parts);
    StringBuilder id = new StringBuilder(prefix);
    for (int i = 0; i < count; i++) {
      id.append(LETTERS.charAt(hash[i] & 31));
    }
    return id.toString();
  }

  /** A number that follows from the parts alone, for random generators. */
  public static long number(Object... parts) {
    byte[] hash = hash(parts);
    long number = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      number = number << 8 | hash[i] & 0xff;
    }
    return number;
  }

  private static byte[] hash(Object... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Object part : parts) {
        digest.update(part.toString().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
