package io.pharos.cli;

import io.pharos.drill.Verdict;

/** How a command ends. */
final class ExitCode {
  static final int DONE = 0;

  /** Refused, or an objective missed. */
  static final int MISSED = 1;

  /** Wrong usage or configuration, a missing tool, a port in use. */
  static final int USAGE = 2;

  /** Failed; the state is safe. */
  static final int FAILED = 3;

  private ExitCode() {}

  static int of(Verdict verdict) {
    return switch (verdict) {
      case MET -> DONE;
      case MISSED, REFUSED -> MISSED;
      case STOPPED -> FAILED;
    };
  }
}
