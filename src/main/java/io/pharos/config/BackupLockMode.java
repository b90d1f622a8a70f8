package io.pharos.config;

/** Who can take the lock of a backup vault off again. */
public enum BackupLockMode implements Choice {
  /** Whoever may change it in IAM. */
  GOVERNANCE("governance"),
  /** Nobody, neither AWS nor the account's owner, once it can no longer be changed. */
  COMPLIANCE("compliance");

  private final String word;

  BackupLockMode(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
