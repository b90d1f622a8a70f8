package io.pharos.sandbox.service.lambda;

/**
 * How a function is named: by name or ARN, with a version or alias or without.
 *
 * @param qualifier null when there is none
 */
public record FunctionName(String name, String qualifier) {
  public static final String LATEST = "$LATEST";

  private static final int ARN_PARTS = 7;

  /** From {@code name}, {@code name:qualifier}, or either as an ARN. */
  public static FunctionName of(String text) {
    String rest = text.startsWith("arn:") ? text.split(":", ARN_PARTS)[ARN_PARTS - 1] : text;
    int colon = rest.indexOf(':');
    return colon < 0
        ? new FunctionName(rest, null)
        : new FunctionName(rest.substring(0, colon), rest.substring(colon + 1));
  }

  FunctionName qualified(String other) {
    return other.isEmpty() ? this : new FunctionName(name, other);
  }

  /** The ARN as it was asked for: policies compare it with the qualifier. */
  public String arn(String region, String accountId) {
    String arn = "arn:aws:lambda:" + region + ":" + accountId + ":function:" + name;
    return qualifier == null ? arn : arn + ":" + qualifier;
  }
}
