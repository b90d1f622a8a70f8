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

  /** What the CLI printed about errors, without its progress lines and without stack traces. */
  private static String said(String output) {
    Set<String> lines = new LinkedHashSet<>();
    boolean diagnostics = false;
    for (String line : output.lines().map(EngineFailure::text).toList()) {
      diagnostics |= line.startsWith("Diagnostics:");
      if (line.startsWith("Outputs:") || line.startsWith("Resources:")) {
        diagnostics = false;
      }
      boolean said = diagnostics && !line.isBlank() && !line.startsWith("Diagnostics:");
      if ((said || line.strip().startsWith("error:")) && !isTrace(line)) {
        lines.add("  " + line.strip());
      }
    }
    if (lines.isEmpty()) {
      return output.strip();
    }
    if (output.contains("PULUMI_ACCESS_TOKEN")) {
      lines.add(
          "  Log in to a backend that outlives the primary Region first: pulumi login s3://...");
    }
    return lines.stream().limit(MOST_LINES).collect(Collectors.joining("\n"));
  }

  private static String text(String line) {
    return line.replaceFirst("^(stdout|stderr): ?", "").stripTrailing();
  }

  private static boolean isTrace(String line) {
    return QuickStart.isNotice(line)
        || line.strip().startsWith("at ")
        || line.strip().matches("\\.\\.\\. \\d+ more");
  }
}
