package io.pharos.sandbox.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names that look like AWS's and follow from what they name: equal deployments have equal ids. */
public final class Ids {
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Ids::sha256);

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

  /**
   * A number that follows from the parts alone, for random generators: quick to find, and far from
   * that of parts that differ in one letter.
   */
  public static long number(Object... parts) {
    long number = 0x9E3779B97F4A7C15L;
    for (Object part : parts) {
      String text = part.toString();
      for (int i = 0; i < text.length(); i++) {
        number = (number ^ text.charAt(i)) * 0x100000001B3L;
      }
      number = mixed(number ^ text.length());
    }
    return number;
  }

  private static long mixed(long number) {
    long mixed = (number ^ number >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }

  private static byte[] hash(Object... parts) {
    MessageDigest digest = SHA_256.get();
    for (Object part : parts) {
      digest.update(part.toString().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
