package io.pharos.stack;

/**
 * A stack needs what another one does not give yet. It is for people: a stack trace would only hide
 * what it says.
 */
final class MissingOutput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MissingOutput(String reference, String stack, String output) {
    super(
        "Stack '"
            + reference
            + "' has no output '"
            + output
            + "'. Deploy it first: pulumi up --stack "
            + stack,
        null,
        false,
        false);
  }
}
