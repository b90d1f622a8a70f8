package io.pharos.sandbox.states;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the fields of one state. */
final class StateCheck {
  private static final Pattern RESOURCE =
      Pattern.compile(
          "arn:aws[a-z-]*:(states:[a-z0-9-]*:[0-9]*:[a-z-]+(:[A-Za-z0-9.-]+)+"
              + "|lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9$_-]+)?)");
  private static final Pattern VARIABLE = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]{0,79}");
  private static final Set<String> RESERVED =
      Set.of(
          StateError.ALL,
          StateError.TASK_FAILED,
          StateError.TIMEOUT,
          StateError.HEARTBEAT_TIMEOUT,
          StateError.RUNTIME,
          StateError.DATA_LIMIT,
          StateError.QUERY,
          StateError.NO_CHOICE,
          "States.Permissions",
          "States.BranchFailed",
          "States.ExceedToleratedFailureThreshold",
          "States.ItemReaderFailed",
          "States.ResultWriterFailed",
          "States.Http.Socket");
  private static final Set<String> RULE =
      Set.of("Condition", "Next", "Assign", "Output", "Comment");
  private static final Set<String> RETRIER =
      Set.of(
          "ErrorEquals",
          "IntervalSeconds",
          "MaxAttempts",
          "BackoffRate",
          "MaxDelaySeconds",
          "JitterStrategy",
          "Comment");
  private static final Set<String> CATCHER =
      Set.of("ErrorEquals", "Next", "Assign", "Output", "Comment");

  private final DefinitionCheck check;
  private final String where;
  private final Set<String> states;
  private final Set<String> variables;

  StateCheck(DefinitionCheck check, String where, Set<String> states, Set<String> variables) {
    this.check = check;
    this.where = where;
    this.states = states;
    this.variables = variables;
  }

  void check(Object value) {
    if (!(value instanceof Map<?, ?>)) {
      check.problem("Expected value of type Object", where);
      return;
    }
    Map<String, Object> state = State.object(value);
    StateType type = StateType.of(state.get("Type")).orElse(null);
    if (type == null) {
      check.problem("Unknown state type " + state.get("Type"), where + "/Type");
      return;
    }
    for (String field : state.keySet()) {
      if (!type.allows(field)) {
        check.problem(
            "Field '" + field + "' is not supported by a JSONata " + type.word() + " state",
            where + "/" + field);
      }
    }
    if (state.containsKey("QueryLanguage") && !"JSONata".equals(state.get("QueryLanguage"))) {
      check.problem("the sandbox runs JSONata states only", where + "/QueryLanguage");
    }
    end(type, state);
    templates(state, where);
    retries(state.get("Retry"));
    catches(state.get("Catch"));
    special(type, state);
  }

  private void end(StateType type, Map<String, Object> state) {
    if (!type.continues()) {
      return;
    }
    boolean next = state.containsKey("Next");
    if (next == Boolean.TRUE.equals(state.get("End"))) {
      check.problem("Exactly one of 'Next' and 'End' is needed", where);
    }
    if (next) {
      check.transition(state.get("Next"), "Next", where + "/Next", states);
    }
  }

  private void special(StateType type, Map<String, Object> state) {
    switch (type) {
      case PASS, SUCCEED, FAIL -> {}
      case TASK -> task(state);
      case CHOICE -> choice(state);
      case WAIT -> {
        if (state.containsKey("Seconds") == state.containsKey("Timestamp")) {
          check.problem("Exactly one of 'Seconds' and 'Timestamp' is needed", where);
        }
        seconds(state, "Seconds", 0);
      }
      case PARALLEL -> {
        if (!(state.get("Branches") instanceof List<?> branches) || branches.isEmpty()) {
          check.problem("Missing or empty 'Branches'", where + "/Branches");
          return;
        }
        for (int i = 0; i < branches.size(); i++) {
          check.branch(branches.get(i), false, where + "/Branches[" + i + "]", variables);
        }
      }
      case MAP -> map(state);
    }
  }

  private void task(Map<String, Object> state) {
    if (!(state.get("Resource") instanceof String resource)
        || !RESOURCE.matcher(resource).matches()) {
      check.problem(
          "Value is not a valid resource ARN: " + state.get("Resource"), where + "/Resource");
    }
    seconds(state, "TimeoutSeconds", 1);
    seconds(state, "HeartbeatSeconds", 1);
    if (state.get("TimeoutSeconds") instanceof Integer timeout
        && state.get("HeartbeatSeconds") instanceof Integer heartbeat
        && heartbeat >= timeout) {
      check.problem(
          "HeartbeatSeconds must be smaller than TimeoutSeconds", where + "/HeartbeatSeconds");
    }
  }

  private void map(Map<String, Object> state) {
    check.branch(state.get("ItemProcessor"), true, where + "/ItemProcessor", variables);
    if (state.get("ItemProcessor") instanceof Map<?, ?> processor
        && processor.get("ProcessorConfig") instanceof Map<?, ?> config
        && !"INLINE".equals(config.get("Mode"))) {
      check.problem(
          "the sandbox runs INLINE item processors only", where + "/ItemProcessor/ProcessorConfig");
    }
    seconds(state, "MaxConcurrency", 0);
    Object items = state.get("Items");
    if (items != null && !(items instanceof List<?>) && !Expressions.isExpression(items)) {
      check.problem("Expected an array or a JSONata expression", where + "/Items");
    }
  }

  private void choice(Map<String, Object> state) {
    if (state.containsKey("Default")) {
      check.transition(state.get("Default"), "Default", where + "/Default", states);
    }
    if (!(state.get("Choices") instanceof List<?> rules) || rules.isEmpty()) {
      check.problem("Missing or empty 'Choices'", where + "/Choices");
      return;
    }
    for (int i = 0; i < rules.size(); i++) {
      String at = where + "/Choices[" + i + "]";
      Map<String, Object> rule = entry(rules.get(i), RULE, at);
      Object condition = rule.get("Condition");
      if (!(condition instanceof Boolean) && !Expressions.isExpression(condition)) {
        check.problem("Expected a boolean or a JSONata expression", at + "/Condition");
      }
      check.transition(rule.get("Next"), "Next", at + "/Next", states);
    }
  }

  private void retries(Object value) {
    List<?> retriers = value instanceof List<?> list ? list : List.of();
    for (int i = 0; i < retriers.size(); i++) {
      String at = where + "/Retry[" + i + "]";
      Map<String, Object> retrier = entry(retriers.get(i), RETRIER, at);
      errors(retrier, at, i == retriers.size() - 1);
      number(retrier, "IntervalSeconds", 1, at);
      number(retrier, "MaxAttempts", 0, at);
      number(retrier, "MaxDelaySeconds", 1, at);
      number(retrier, "BackoffRate", 1, at);
      Object jitter = retrier.getOrDefault("JitterStrategy", "NONE");
      if (!jitter.equals("NONE") && !jitter.equals("FULL")) {
        check.problem("JitterStrategy is NONE or FULL", at + "/JitterStrategy");
      }
    }
  }

  private void catches(Object value) {
    List<?> catchers = value instanceof List<?> list ? list : List.of();
    for (int i = 0; i < catchers.size(); i++) {
      String at = where + "/Catch[" + i + "]";
      Map<String, Object> catcher = entry(catchers.get(i), CATCHER, at);
      errors(catcher, at, i == catchers.size() - 1);
      check.transition(catcher.get("Next"), "Next", at + "/Next", states);
    }
  }

  private void errors(Map<String, Object> entry, String at, boolean last) {
    if (!(entry.get("ErrorEquals") instanceof List<?> names) || names.isEmpty()) {
      check.problem("Missing or empty 'ErrorEquals'", at + "/ErrorEquals");
      return;
    }
    if (names.contains(StateError.ALL) && (names.size() > 1 || !last)) {
      check.problem("States.ALL must stand alone and last", at + "/ErrorEquals");
    }
    for (Object name : names) {
      if (!(name instanceof String text)
          || text.startsWith("States.") && !RESERVED.contains(text)) {
        check.problem("Unknown error name " + name, at + "/ErrorEquals");
      }
    }
  }

  private Map<String, Object> entry(Object value, Set<String> allowed, String at) {
    if (!(value instanceof Map<?, ?>)) {
      check.problem("Expected value of type Object", at);
      return Map.of();
    }
    Map<String, Object> entry = State.object(value);
    entry.keySet().stream()
        .filter(field -> !allowed.contains(field))
        .forEach(
            field -> check.problem("Field '" + field + "' is not supported", at + "/" + field));
    return entry;
  }

  private void number(Map<String, Object> entry, String field, double least, String at) {
    Object value = entry.get(field);
    if (value != null && !(value instanceof Number number && number.doubleValue() >= least)) {
      check.problem("Expected a number of " + (int) least + " or more", at + "/" + field);
    }
  }

  private void seconds(Map<String, Object> state, String field, int least) {
    Object value = state.get(field);
    boolean right =
        value == null
            || Expressions.isExpression(value)
            || value instanceof Integer number && number >= least && number <= 99_999_999;
    if (!right) {
      check.problem("Expected an integer of " + least + " or more", where + "/" + field);
    }
  }

  /** Every expression parses, every variable has a name that can be read again. */
  private void templates(Object value, String at) {
    if (Expressions.isExpression(value)) {
      String error = Expressions.syntaxError((String) value);
      if (error != null) {
        check.problem("The JSONata expression does not parse: " + error, at);
      }
    } else if (value instanceof Map<?, ?> map) {
      State.object(map)
          .forEach(
              (key, entry) -> {
                if (key.equals("Assign") && entry instanceof Map<?, ?> assign) {
                  assign.keySet().forEach(name -> variable((String) name, at + "/Assign"));
                }
                if (!key.equals("Branches") && !key.equals("ItemProcessor")) {
                  templates(entry, at + "/" + key);
                }
              });
    } else if (value instanceof List<?> list) {
      list.forEach(entry -> templates(entry, at));
    }
  }

  private void variable(String name, String at) {
    if (name.equals("states") || !VARIABLE.matcher(name).matches()) {
      check.problem("'" + name + "' cannot be the name of a variable", at);
    }
  }
}
