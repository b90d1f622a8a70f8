package io.pharos.cli;

import io.pharos.config.SettingsException;
import io.pharos.drill.Operations;
import io.pharos.engine.EngineFailure;
import io.pharos.engine.PulumiMissing;
import io.pharos.engine.Refused;
import io.pharos.engine.StateUnreadable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.BindException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import software.amazon.awssdk.core.exception.SdkException;

/** Errors as people should see them: what is wrong and what to do, without a stack trace. */
final class Errors {
  private Errors() {}

  static int usage(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("pharos: " + error.getMessage());
    UnmatchedArgumentException.printSuggestions(error, err);
    err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return ExitCode.USAGE;
  }

  static int report(Exception error, PrintWriter err, boolean debug) {
    err.println("pharos: " + message(error));
    if (debug) {
      error.printStackTrace(err);
    }
    err.flush();
    return code(error);
  }

  private static int code(Exception error) {
    if (error instanceof Refused) {
      return ExitCode.MISSED;
    }
    return error instanceof SettingsException
            || error instanceof PulumiMissing
            || error instanceof StateUnreadable
            || error instanceof Operations.NotDeployed
            || error instanceof IOException
            || error instanceof UncheckedIOException
            || error instanceof IllegalArgumentException
        ? ExitCode.USAGE
        : ExitCode.FAILED;
  }

  private static String message(Exception error) {
    if (error instanceof UncheckedIOException unchecked) {
      return io(error.getMessage(), unchecked.getCause());
    }
    if (error instanceof IOException exception) {
      return io("", exception);
    }
    if (error instanceof EngineFailure
        || error instanceof SettingsException
        || error instanceof SdkException) {
      return error.getMessage();
    }
    return error.getMessage() == null ? error + " (with --debug: where)" : error.getMessage();
  }

  private static String io(String what, IOException cause) {
    String why =
        cause instanceof BindException
            ? "the port is in use; choose another one with --port"
            : cause instanceof java.nio.file.AccessDeniedException denied
                ? denied.getFile() + " cannot be written"
                : cause instanceof java.nio.file.FileSystemException file
                    ? file.getFile()
                        + ": "
                        + (file.getReason() == null ? reason(file) : file.getReason())
                    : String.valueOf(cause.getMessage());
    return what.isEmpty() || what.startsWith("java.") ? why : what + ": " + why;
  }

  private static String reason(java.nio.file.FileSystemException error) {
    return error instanceof java.nio.file.FileAlreadyExistsException
        ? "is no folder; choose another one"
        : error instanceof java.nio.file.DirectoryNotEmptyException ? "is not empty" : "not there";
  }
}
