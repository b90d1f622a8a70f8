package io.pharos.engine;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Pulumi could not do what it was asked to; the message is for people: which stack, what, and what
 * Pulumi says.
 */
public final class EngineFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_LINES = 30;

  public EngineFailure(String message, Throwable cause) {
    super(message, cause);
  }

  static EngineFailure of(StackName stack, String operation, Throwable cause) {
    return new EngineFailure(
        "stack "
            + stack.word()
            + ": "
            + operation
            + " failed.\n"
            + said(String.valueOf(cause.getMessage())),
        cause);
  }

  /** What the CLI printed about errors, without its progress lines. */
  private static String said(String output) {
    Set<String> lines = new LinkedHashSet<>();
    boolean diagnostics = false;
    for (String line : output.lines().map(String::stripTrailing).toList()) {
      diagnostics |= line.startsWith("Diagnostics:");
      if (line.startsWith("Outputs:")
          || line.startsWith("Resources:")
          || line.startsWith("stderr:")) {
        diagnostics = false;
      }
      if (diagnostics && !line.isBlank() && !line.startsWith("Diagnostics:")
          || line.stripLeading().startsWith("error:")) {
        lines.add("  " + line.strip());
      }
    }
    if (lines.isEmpty()) {
      return output.strip();
    }
    return lines.stream().limit(MOST_LINES).collect(Collectors.joining("\n"));
  }
}
