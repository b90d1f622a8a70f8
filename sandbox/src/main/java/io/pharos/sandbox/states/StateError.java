package io.pharos.sandbox.states;

import java.util.LinkedHashMap;
import java.util.Map;

/** An error of a state: a name that Retry and Catch compare, and a cause for people. */
public final class StateError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  static final String ALL = "States.ALL";
  static final String TASK_FAILED = "States.TaskFailed";
  static final String TIMEOUT = "States.Timeout";
  static final String HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";
  static final String RUNTIME = "States.Runtime";
  static final String DATA_LIMIT = "States.DataLimitExceeded";
  static final String QUERY = "States.QueryEvaluationError";
  static final String NO_CHOICE = "States.NoChoiceMatched";

  private final String error;
  private final String reason;

  public StateError(String error, String cause) {
    super(error + ": " + cause, null, false, false);
    this.error = error;
    this.reason = cause;
  }

  /** The name; null when a Fail state gave none. */
  public String error() {
    return error;
  }

  /** The text under {@code Cause}; null when there is none. */
  public String reason() {
    return reason;
  }

  /** What {@code $states.errorOutput} is. */
  Map<String, Object> output() {
    Map<String, Object> output = new LinkedHashMap<>();
    if (error != null) {
      output.put("Error", error);
    }
    output.put("Cause", reason == null ? "" : reason);
    return output;
  }

  /**
   * Whether a name in {@code ErrorEquals} means this error. States.ALL means neither States.Runtime
   * nor States.DataLimitExceeded, and States.TaskFailed means everything but a timeout:
   * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
   */
  boolean matches(String name) {
    boolean terminal = RUNTIME.equals(error) || DATA_LIMIT.equals(error);
    boolean timeout = TIMEOUT.equals(error) || HEARTBEAT_TIMEOUT.equals(error);
    return switch (name) {
      case ALL -> !terminal;
      case TASK_FAILED -> !terminal && !timeout;
      case TIMEOUT -> timeout;
      default -> !RUNTIME.equals(error) && name.equals(error);
    };
  }
}
