package io.pharos.drill;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an operation would do if it were started now: each check with the values that it would see,
 * each step with what it would change. Making one changes nothing.
 */
public record Rehearsal(String operation, List<Check> checks) {

  /**
   * One check or step.
   *
   * @param passes whether the operation would get past it
   */
  public record Check(String step, boolean passes, String text) {
    static Check passes(String step, String text) {
      return new Check(step, true, text);
    }

    static Check refuses(String step, String text) {
      return new Check(step, false, text);
    }
  }

  /** What the operation would stop at, if anything. */
  public Optional<Check> objection() {
    return checks.stream().filter(check -> !check.passes()).findFirst();
  }

  /** As a document of schema {@code pharos.rehearsal/1}. */
  public Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "pharos.rehearsal/1");
    document.put("operation", operation);
    document.put("passes", objection().isEmpty());
    document.put(
        "checks",
        checks.stream()
            .map(
                check -> {
                  Map<String, Object> node = new LinkedHashMap<>();
                  node.put("step", check.step());
                  node.put("passes", check.passes());
                  node.put("text", check.text());
                  return node;
                })
            .toList());
    return document;
  }
}
