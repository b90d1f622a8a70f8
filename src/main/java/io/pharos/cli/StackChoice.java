package io.pharos.cli;

import io.pharos.engine.StackName;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Parameters;

/** Which stacks a command is about: one of them, or all in the order that suits the command. */
final class StackChoice {
  enum Word {
    PRIMARY,
    SECONDARY,
    GLOBAL,
    ALL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      paramLabel = "STACK",
      defaultValue = "all",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Word word;

  List<StackName> in(List<StackName> order) {
    return word == Word.ALL ? order : List.of(StackName.valueOf(word.name()));
  }
}
