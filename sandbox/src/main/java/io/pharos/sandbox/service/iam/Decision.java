package io.pharos.sandbox.service.iam;

/** What a set of policies says about a request. */
public enum Decision {
  /** A statement allows it, none denies it. */
  ALLOW,
  /** A statement denies it, whatever else allows it. */
  EXPLICIT_DENY,
  /** No statement speaks of it. */
  IMPLICIT_DENY;

  /** What two sets of policies say together, when either may allow. */
  public Decision and(Decision other) {
    if (this == EXPLICIT_DENY || other == EXPLICIT_DENY) {
      return EXPLICIT_DENY;
    }
    return this == ALLOW || other == ALLOW ? ALLOW : IMPLICIT_DENY;
  }
}
