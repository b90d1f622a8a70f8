package io.pharos.sandbox.states;

import io.pharos.sandbox.core.Ids;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/** One visit of a state: from entering it with an input to leaving it, retries included. */
final class Visit {
  /** What a state may take in or give out, as UTF-8 text. */
  static final int MAX_BYTES = 256 * 1024;

  private final Flow flow;
  private final State state;
  private final Object input;
  private final String entered;
  private final Retries retries;
  private Work work;

  Visit(Flow flow, State state, Object input) {
    this.flow = flow;
    this.state = state;
    this.input = input;
    this.entered = flow.execution().now().toString();
    this.retries = new Retries(state.objects("Retry"));
  }

  State state() {
    return state;
  }

  Object input() {
    return input;
  }

  Flow flow() {
    return flow;
  }

  void begin() {
    flow.record(
        state.type().word() + "StateEntered", "name", state.name(), "input", Json.text(input));
    guarded(this::act);
  }

  void cancel() {
    if (work != null) {
      work.cancel();
    }
    switch (state.type()) {
      case TASK, PARALLEL, MAP, WAIT -> flow.record(state.type().word() + "StateAborted");
      case PASS, CHOICE, SUCCEED, FAIL -> {}
    }
  }

  /** The work has ended well. */
  void done(Object result) {
    work = null;
    guarded(
        () -> {
          limit(result);
          Map<String, Object> seen = new LinkedHashMap<>();
          seen.put("result", result);
          leave(state.fields(), seen, result);
        });
  }

  /** The work, or something around it, has failed. */
  void failed(StateError error) {
    if (work != null) {
      work.cancel();
      work = null;
    }
    if (StateError.QUERY.equals(error.error())) {
      flow.record(
          "EvaluationFailed",
          "error",
          error.error(),
          "cause",
          error.reason(),
          "state",
          state.name());
    }
    Duration delay = retries.delay(error);
    if (delay != null) {
      flow.later(delay, () -> guarded(this::attempt));
      return;
    }
    for (Map<String, Object> catcher : state.objects("Catch")) {
      if (State.strings(catcher.get("ErrorEquals")).stream().anyMatch(error::matches)) {
        caught(catcher, error);
        return;
      }
    }
    flow.fail(error);
  }

  /** The field's value, or the other one where the state has no such field. */
  Object evaluate(String field, Object otherwise) {
    if (!state.has(field)) {
      return otherwise;
    }
    Object value = state.get(field);
    return value instanceof Number ? value : expressions(Map.of(), Map.of()).evaluate(field, value);
  }

  /** The field's value as a whole number, null where the state has no such field. */
  Integer seconds(String field) {
    Object value = evaluate(field, null);
    if (value == null && !state.has(field)) {
      return null;
    }
    if (value instanceof Integer number && number >= 0 && number <= 99_999_999) {
      return number;
    }
    throw new StateError(
        StateError.QUERY, "The field '" + field + "' must be a non-negative integer, not " + value);
  }

  /**
   * @param seen what {@code $states} has besides input and context
   * @param context what {@code $states.context} has besides execution, state and item
   */
  Expressions expressions(Map<String, Object> seen, Map<String, Object> context) {
    Map<String, Object> all = new LinkedHashMap<>(flow.execution().context());
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("EnteredTime", entered);
    about.put("Name", state.name());
    about.put("RetryCount", retries.count());
    all.put("State", about);
    if (!flow.item().isEmpty()) {
      all.put("Map", flow.item());
    }
    all.putAll(context);
    Map<String, Object> states = new LinkedHashMap<>();
    states.put("input", input);
    states.put("context", all);
    states.putAll(seen);
    Map<String, Object> visible = flow.variables().visible();
    visible.put("states", states);
    Execution execution = flow.execution();
    return new Expressions(
        visible,
        new ExpressionFunctions(
            execution.now(), Ids.number(execution.start().executionArn(), execution.recorded())));
  }

  static void limit(Object value) {
    if (Json.longer(value, MAX_BYTES)) {
      throw new StateError(
          StateError.DATA_LIMIT,
          "The state/task returned a result with a size exceeding the maximum number of bytes"
              + " service limit.");
    }
  }

  private void act() {
    switch (state.type()) {
      case PASS, SUCCEED -> leave(state.fields(), Map.of(), input);
      case FAIL -> flow.fail(new StateError(text("Error"), text("Cause")));
      case CHOICE -> choose();
      case WAIT ->
          flow.later(waiting(), () -> guarded(() -> leave(state.fields(), Map.of(), input)));
      case TASK, PARALLEL, MAP -> attempt();
    }
  }

  private String text(String field) {
    Object value = evaluate(field, null);
    if (value == null && !state.has(field) || value instanceof String) {
      return (String) value;
    }
    throw new StateError(
        StateError.QUERY, "The field '" + field + "' must be a string, not " + value);
  }

  private void attempt() {
    work = Work.of(this);
    work.start();
  }

  private void choose() {
    Expressions expressions = expressions(Map.of(), Map.of());
    for (Map<String, Object> rule : state.objects("Choices")) {
      Object answer = expressions.evaluate("Condition", rule.get("Condition"));
      if (!(answer instanceof Boolean right)) {
        throw new StateError(
            StateError.QUERY,
            "The JSONata expression '"
                + rule.get("Condition")
                + "' specified for the field 'Condition' returned an unexpected result type.");
      }
      if (right) {
        leave(rule, Map.of(), input);
        return;
      }
    }
    if (!state.has("Default")) {
      throw new StateError(
          StateError.NO_CHOICE,
          "No choice rule of '" + state.name() + "' matched, and it has no Default");
    }
    Map<String, Object> rest = new LinkedHashMap<>(state.fields());
    rest.put("Next", state.get("Default"));
    leave(rest, Map.of(), input);
  }

  private Duration waiting() {
    if (state.has("Seconds")) {
      return Duration.ofSeconds(seconds("Seconds"));
    }
    Object until = evaluate("Timestamp", null);
    try {
      Duration left =
          Duration.between(
              flow.execution().now(), OffsetDateTime.parse((String) until).toInstant());
      return left.isNegative() ? Duration.ZERO : left;
    } catch (DateTimeParseException | ClassCastException | NullPointerException e) {
      throw new StateError(
          StateError.QUERY, "The field 'Timestamp' must be an RFC3339 timestamp, not " + until);
    }
  }

  private void caught(Map<String, Object> catcher, StateError error) {
    Map<String, Object> seen = new LinkedHashMap<>();
    seen.put("errorOutput", error.output());
    try {
      leave(catcher, seen, error.output());
    } catch (StateError second) {
      flow.fail(second);
    }
  }

  /**
   * @param fields the state's, a rule's or a catcher's: what has Output, Assign and Next
   * @param otherwise the output where there is no Output
   */
  @SuppressWarnings("unchecked")
  private void leave(Map<String, Object> fields, Map<String, Object> seen, Object otherwise) {
    Object output = otherwise;
    Map<String, Object> assigned = Map.of();
    if (fields.containsKey("Output") || fields.containsKey("Assign")) {
      Expressions expressions = expressions(seen, Map.of());
      if (fields.containsKey("Output")) {
        output = expressions.evaluate("Output", fields.get("Output"));
      }
      assigned =
          (Map<String, Object>)
              expressions.evaluate("Assign", fields.getOrDefault("Assign", Map.of()));
    }
    limit(output);
    limit(assigned);
    flow.variables().assign(assigned);
    flow.record(
        state.type().word() + "StateExited", "name", state.name(), "output", Json.text(output));
    if (fields.get("Next") instanceof String next) {
      flow.enter(next, output);
    } else {
      flow.succeed(output);
    }
  }

  private void guarded(Runnable action) {
    try {
      action.run();
    } catch (StateError error) {
      failed(error);
    }
  }
}
