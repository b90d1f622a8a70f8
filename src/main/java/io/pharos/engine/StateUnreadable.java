package io.pharos.engine;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The backend has something as the state of a stack that Pulumi cannot read; the message says what,
 * where, and how to put it right. Nothing was changed.
 */
public final class StateUnreadable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What Pulumi says of a state that is no JSON, or not of a kind that it knows. */
  private static final Pattern SAID =
      Pattern.compile(
          "error: (?:getting snapshot: )?(?:failed to load checkpoint: )?"
              + "((?:place \\d+|unsupported checkpoint version|could not deserialize).*)");

  StateUnreadable(StackName stack, String backend, String why, Throwable cause) {
    super(
        "the state of stack "
            + stack.word()
            + " cannot be read: "
            + why
            + "\n  It is .pulumi/stacks/pharos/"
            + stack.word()
            + ".json in "
            + backend
            + "; nothing was changed there.\n"
            + "  Put a version or a backup of it back (docs/runbooks/lost-state.md); the one before"
            + " the last change is beside it, "
            + stack.word()
            + ".json.bak.\n"
            + "  Failing over needs no state: pharos status, failover and failback work meanwhile.",
        cause);
  }

  /** Why a state cannot be read, where that is what a command of Pulumi's says. */
  static Optional<String> why(String said) {
    Matcher matcher = SAID.matcher(said);
    return matcher.find()
        ? Optional.of(matcher.group(1).replaceFirst("^place \\d+: ", "").strip())
        : Optional.empty();
  }
}
