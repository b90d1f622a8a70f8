package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Ids;

/** Identifiers in the form of a UUID that follow from what they name. */
public final class UniqueId {
  private static final int DIGITS = 32;

  private UniqueId() {}

  public static String of(Object... parts) {
    String digits = Ids.hex("", DIGITS, parts);
    return String.join(
        "-",
        digits.substring(0, 8),
        digits.substring(8, 12),
        "4" + digits.substring(13, 16),
        "a" + digits.substring(17, 20),
        digits.substring(20));
  }
}
