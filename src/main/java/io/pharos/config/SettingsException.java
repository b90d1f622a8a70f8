package io.pharos.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration is wrong; it lists every wrong setting, so that one round of fixes is enough.
 */
public class SettingsException extends RuntimeException {
  private final transient List<Problem> problems;

  SettingsException(List<Problem> problems) {
    // For people: a stack trace would only hide what it says.
    super(message(problems), null, false, false);
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }

  private static String message(List<Problem> problems) {
    String count = problems.size() == 1 ? "1 setting is" : problems.size() + " settings are";
    return problems.stream()
        .map(problem -> "\n  " + problem)
        .collect(Collectors.joining("", count + " wrong; nothing was deployed:", ""));
  }
}
