package io.pharos.cli;

import io.pharos.config.Json;
import io.pharos.drill.Refusals;
import io.pharos.drill.Rehearsal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;

/** What an operation would do: told, written, and turned into the exit code that it would have. */
record RehearsedOperation(CommandLine command) {

  int report(Rehearsal rehearsal, Optional<Path> json) throws IOException {
    PrintWriter out = command.getOut();
    out.println("Dry run of " + rehearsal.operation() + ": nothing is changed.");
    out.println();
    for (Rehearsal.Check check : rehearsal.checks()) {
      out.printf("  %-12s %-8s %s%n", check.step(), check.passes() ? "" : "REFUSED", check.text());
    }
    out.println();
    Optional<Rehearsal.Check> objection = rehearsal.objection();
    out.println(
        objection
            .map(check -> "It would be refused at step " + check.step() + ".")
            .orElse("It would start."));
    objection
        .flatMap(check -> Refusals.about(check.text()))
        .ifPresent(advice -> out.println("What to do: " + advice.todo()));
    out.flush();
    if (json.isPresent()) {
      Files.writeString(json.get(), Json.write(rehearsal.document()) + "\n");
    }
    return objection.isPresent() ? ExitCode.MISSED : ExitCode.DONE;
  }
}
