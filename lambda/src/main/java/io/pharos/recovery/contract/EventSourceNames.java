package io.pharos.recovery.contract;

import java.util.Arrays;
import java.util.List;

/**
 * The application's event sources, which are on in the Region that serves and off in the other one:
 * functions (with all that is mapped to them) and EventBridge rules, by names that are the same in
 * both Regions. They belong to the application's own program.
 */
public record EventSourceNames(List<String> functions, List<String> rules) {
  private static final String FUNCTIONS = "functions=";
  private static final String RULES = "rules=";

  public EventSourceNames {
    functions = List.copyOf(functions);
    rules = List.copyOf(rules);
  }

  /** Whether nothing is named, so that nothing is called. */
  public boolean none() {
    return functions.isEmpty() && rules.isEmpty();
  }

  /** As the functions' environment has it: {@code functions=orders,mail;rules=nightly}. */
  public String text() {
    return FUNCTIONS + String.join(",", functions) + ";" + RULES + String.join(",", rules);
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static EventSourceNames of(String text) {
    String[] parts = text.split(";", -1);
    if (parts.length != 2 || !parts[0].startsWith(FUNCTIONS) || !parts[1].startsWith(RULES)) {
      throw new IllegalArgumentException(
          "'" + text + "' is not of the form functions=a,b;rules=c,d");
    }
    return new EventSourceNames(
        names(parts[0].substring(FUNCTIONS.length())), names(parts[1].substring(RULES.length())));
  }

  private static List<String> names(String list) {
    return Arrays.stream(list.split(",")).filter(name -> !name.isEmpty()).toList();
  }
}
