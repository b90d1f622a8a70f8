package io.pharos.sandbox.service;

/**
 * Why KMS does not let a key be used.
 *
 * @param code KMS's error code: {@code AccessDeniedException}, {@code DisabledException}, {@code
 *     KMSInvalidStateException} or {@code NotFoundException}
 */
public record KeyRefusal(String code, String message) {
  public boolean denied() {
    return code.equals("AccessDeniedException");
  }
}
