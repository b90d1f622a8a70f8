package io.pharos.stack;

/** A stack that Pharos does not know; for people, so without a stack trace. */
final class UnknownStack extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownStack(String name) {
    super(
        "The stack '"
            + name
            + "' is none of Pharos'. Its stacks are primary, secondary and global: pulumi stack select primary",
        null,
        false,
        false);
  }
}
