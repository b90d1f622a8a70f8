package io.pharos.sandbox.states;

import java.util.List;

/** A definition is refused; every reason is listed. */
public final class InvalidDefinition extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  InvalidDefinition(List<String> problems) {
    super("Invalid State Machine Definition: '" + String.join(", ", problems) + "'");
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
