package io.pharos.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * A command about the two Regions as they are. In the shell of a served sandbox it is carried out
 * there, where time and the simulated services are.
 */
abstract class RegionsCommand implements Callable<Integer> {
  @ParentCommand private Pharos pharos;
  @Spec private CommandSpec spec;

  @Override
  public final Integer call() throws IOException {
    check();
    Optional<String> served = surroundings().served();
    return served.isPresent() ? ServedSandbox.at(served.get()).run(commandLine()) : act();
  }

  /** Throws when the options cannot be meant so; nothing has been asked by then. */
  void check() {}

  /** Does it; the exit code. */
  abstract int act() throws IOException;

  final Surroundings surroundings() {
    return pharos.surroundings();
  }

  final CommandLine commandLine() {
    return spec.commandLine();
  }
}
