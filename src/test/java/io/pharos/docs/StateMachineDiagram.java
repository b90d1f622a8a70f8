package io.pharos.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A state machine's definition as a mermaid flowchart. What only prepares values (Pass) is left
 * out, as are the ways to the state that every failure leads to.
 */
final class StateMachineDiagram {
  private static final Pattern FUNCTION = Pattern.compile("\\$\\{([a-z]+)}");
  private static final String END_OF_FAILURES = "Stop";

  private final JsonNode definition;
  private final StringBuilder text = new StringBuilder();

  StateMachineDiagram(JsonNode definition) {
    this.definition = definition;
  }

  String mermaid() {
    text.append("flowchart TD\n");
    line("  ", "begin((\"begin\"))");
    machine(definition, "  ");
    line(
        "  ",
        "begin --> " + target(definition.path("States"), definition.path("StartAt").asText()));
    return text.toString();
  }

  /** Each task with its function and what its comment says, in the order of the definition. */
  Map<String, String> tasks() {
    Map<String, String> tasks = new LinkedHashMap<>();
    tasks(definition, tasks);
    return tasks;
  }

  private static void tasks(JsonNode machine, Map<String, String> tasks) {
    machine
        .path("States")
        .properties()
        .forEach(
            state -> {
              if (state.getValue().path("Type").asText().equals("Task")) {
                tasks.put(
                    state.getKey(),
                    "`"
                        + function(state.getValue())
                        + "` | "
                        + state.getValue().path("Comment").asText(""));
              }
              state.getValue().path("Branches").forEach(branch -> tasks(branch, tasks));
            });
  }

  private void machine(JsonNode machine, String indent) {
    JsonNode states = machine.path("States");
    List<String> edges = new ArrayList<>();
    states
        .properties()
        .forEach(
            state -> {
              if (!type(state.getValue()).equals("Pass")) {
                node(state.getKey(), state.getValue(), indent);
                edges(states, state.getKey(), state.getValue(), edges);
              }
            });
    edges.forEach(edge -> text.append(indent).append(edge).append('\n'));
  }

  private void node(String name, JsonNode state, String indent) {
    switch (type(state)) {
      case "Task" -> line(indent, name + "[\"" + name + "<br/>" + function(state) + "\"]");
      case "Choice" -> line(indent, name + "{\"" + name + "\"}");
      case "Wait" -> line(indent, name + "(\"wait " + seconds(state) + "\")");
      case "Succeed" -> line(indent, name + "([\"" + name + "\"])");
      case "Fail" -> line(indent, name + "[/\"" + name + "\"/]");
      case "Parallel" -> {
        line(indent, "subgraph " + name + " [\"" + name + ": at the same time\"]");
        state.path("Branches").forEach(branch -> machine(branch, indent + "  "));
        line(indent, "end");
      }
      default -> throw new IllegalArgumentException(type(state) + " has no shape yet");
    }
  }

  private void line(String indent, String what) {
    text.append(indent).append(what).append('\n');
  }

  private static void edges(JsonNode states, String name, JsonNode state, List<String> edges) {
    state
        .path("Choices")
        .forEach(
            choice ->
                edges.add(
                    name
                        + " -- \""
                        + condition(choice.path("Condition").asText())
                        + "\" --> "
                        + target(states, choice.path("Next").asText())));
    if (state.has("Default")) {
      edges.add(name + " -- \"else\" --> " + target(states, state.path("Default").asText()));
    }
    if (state.has("Next")) {
      edges.add(name + " --> " + target(states, state.path("Next").asText()));
    }
    state.path("Catch").forEach(caught -> caught(states, name, caught, edges));
  }

  private static void caught(JsonNode states, String name, JsonNode caught, List<String> edges) {
    String target = target(states, caught.path("Next").asText());
    String edge = name + " -. \"refused or failed\" .-> " + target;
    if (!target.equals(END_OF_FAILURES) && !edges.contains(edge)) {
      edges.add(edge);
    }
  }

  /** Where a state leads to, past everything that only prepares values. */
  private static String target(JsonNode states, String name) {
    JsonNode state = states.path(name);
    return type(state).equals("Pass") ? target(states, state.path("Next").asText()) : name;
  }

  private static String type(JsonNode state) {
    return state.path("Type").asText();
  }

  private static String function(JsonNode state) {
    String name = state.path("Arguments").path("FunctionName").asText();
    Matcher matcher = FUNCTION.matcher(name);
    return matcher.find() ? matcher.group(1) : name;
  }

  private static String seconds(JsonNode state) {
    JsonNode seconds = state.path("Seconds");
    return seconds.isNumber() ? seconds.asInt() + " s" : "until the time is right";
  }

  /** Conditions that every machine has are said in a word. */
  private static String condition(String jsonata) {
    String text = jsonata.replace("{%", "").replace("%}", "").strip();
    if (text.equals("$states.input.outcome != 'waiting'")) {
      return "done";
    }
    if (text.matches("\\$toMillis\\(.*\\) > \\$\\w+Deadline")) {
      return "too late";
    }
    return text.replace("$states.input.", "")
        .replace("$request.", "")
        .replace("$exists", "exists")
        .replace("\"", "'");
  }
}
