package io.pharos.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pharos.config.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Plans and what speaks against them, as a table for people, as JSON, and as Markdown for a pull
 * request. It names resources and properties and shows no value, so it can be published.
 */
public record PlanReport(List<Plan> plans, List<Objection> objections) {
  private static final int STACK = 10;
  private static final int KIND = 8;
  private static final int NAME = 46;

  public PlanReport {
    plans = List.copyOf(plans);
    objections = List.copyOf(objections);
  }

  /** Whether nothing speaks against it. */
  public boolean passes() {
    return objections.isEmpty();
  }

  /** For the terminal. */
  public String table() {
    StringBuilder text = new StringBuilder();
    for (Plan plan : plans) {
      text.append(String.format("%-" + STACK + "s %s%n", plan.stack().word(), plan.counts()));
      for (PlannedChange change : plan.changes()) {
        text.append(
            String.format(
                    "  %-" + KIND + "s %-" + NAME + "s %s",
                    change.kind().word(),
                    change.shortType() + " " + change.name(),
                    String.join(", ", change.properties()))
                .stripTrailing());
        text.append(System.lineSeparator());
      }
    }
    for (Objection objection : objections) {
      text.append("REFUSED  ").append(objection.why()).append(System.lineSeparator());
      objection
          .needed()
          .ifPresent(
              allowance ->
                  text.append("         to allow it: --allow ")
                      .append(allowance)
                      .append(System.lineSeparator()));
    }
    return text.toString();
  }

  /** Schema {@code pharos.plan/1}. */
  public String json() {
    ObjectNode document = Json.MAPPER.createObjectNode();
    document.put("schema", "pharos.plan/1");
    document.put("verdict", passes() ? "passed" : "refused");
    ArrayNode stacks = document.putArray("stacks");
    plans.forEach(plan -> stack(stacks.addObject(), plan));
    objections(document.putArray("objections"), objections);
    return Json.write(document) + "\n";
  }

  static void objections(ArrayNode array, List<Objection> objections) {
    for (Objection objection : objections) {
      ObjectNode node = array.addObject();
      node.put("stack", objection.stack().word());
      if (!objection.urn().isEmpty()) {
        node.put("urn", objection.urn());
      }
      node.put("why", objection.why());
      objection.needed().ifPresent(allowance -> node.put("allow", allowance.toString()));
    }
  }

  static void stack(ObjectNode node, Plan plan) {
    node.put("name", plan.stack().word());
    counts(node.putObject("counts"), plan);
    ArrayNode changes = node.putArray("changes");
    for (PlannedChange change : plan.changes()) {
      ObjectNode each = changes.addObject();
      each.put("operation", change.kind().word());
      each.put("type", change.type());
      each.put("name", change.name());
      each.put("urn", change.urn());
      each.put("stateful", change.stateful());
      ArrayNode properties = each.putArray("properties");
      change.properties().forEach(properties::add);
      if (!change.opens().isEmpty()) {
        ArrayNode opens = each.putArray("opens");
        change.opens().forEach(opens::add);
      }
    }
  }

  /** How many resources change in each way; of a resource that is imported and changed both. */
  public static void counts(ObjectNode node, Plan plan) {
    for (PlannedChange.Kind kind : PlannedChange.Kind.values()) {
      node.put(
          kind.word(), plan.changes().stream().filter(change -> change.kind() == kind).count());
    }
  }

  /** For a comment. */
  public String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add(passes() ? "### Pharos: the gate lets this pass" : "### Pharos: refused");
    lines.add("");
    for (Objection objection : objections) {
      lines.add(
          "- :no_entry: **"
              + objection.stack().word()
              + "** "
              + cell(objection.why())
              + objection.needed().map(each -> ". To allow it: `--allow " + each + "`").orElse(""));
    }
    if (!objections.isEmpty()) {
      lines.add("");
    }
    String kinds =
        Arrays.stream(PlannedChange.Kind.values())
            .map(PlannedChange.Kind::word)
            .collect(Collectors.joining(" | "));
    lines.add("| stack | " + kinds + " |");
    lines.add("|---|" + "---|".repeat(PlannedChange.Kind.values().length));
    for (Plan plan : plans) {
      lines.add(
          "| "
              + plan.stack().word()
              + " | "
              + Arrays.stream(PlannedChange.Kind.values())
                  .map(
                      kind ->
                          String.valueOf(
                              plan.changes().stream().filter(c -> c.kind() == kind).count()))
                  .collect(Collectors.joining(" | "))
              + " |");
    }
    plans.forEach(plan -> details(lines, plan));
    return String.join("\n", lines) + "\n";
  }

  private static void details(List<String> lines, Plan plan) {
    if (plan.changes().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "<details><summary>%s: %d changes</summary>",
            plan.stack().word(),
            plan.changes().size()));
    lines.add("");
    lines.add("| | resource | properties |");
    lines.add("|---|---|---|");
    for (PlannedChange change : plan.changes()) {
      lines.add(
          "| "
              + change.kind().word()
              + (change.stateful() ? " (holds data)" : "")
              + " | `"
              + cell(change.shortType() + " " + change.name())
              + "` | "
              + cell(String.join(", ", change.properties()))
              + " |");
    }
    lines.add("");
    lines.add("</details>");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
