package io.pharos.recovery.function;

import io.pharos.recovery.contract.StateMachine;
import io.pharos.recovery.contract.WakeUpCall;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;

/**
 * The operation that a step belongs to, as the state machine passes it on.
 *
 * @param id the execution's name
 * @param acceptDataLoss whether a person accepts that data are lost, or that nobody knows how many
 * @param acceptedBy who; empty when nobody
 * @param input all of the input, for what only one step reads
 */
record Operation(
    String id,
    Instant started,
    Mode mode,
    String reason,
    String trigger,
    boolean acceptDataLoss,
    String acceptedBy,
    JsonNode input) {

  /** Whether both Regions are healthy and nothing may be lost, or one is gone. */
  enum Mode {
    PLANNED,
    UNPLANNED;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Which state machine it runs in; a failover where the input does not say. */
  StateMachine kind() {
    String word = text(input, "kind").orElse(StateMachine.FAILOVER.word());
    for (StateMachine machine : StateMachine.values()) {
      if (machine.word().equals(word) && !machine.scheduled()) {
        return machine;
      }
    }
    throw new Failed(ErrorCode.INPUT_INVALID, "no state machine is called '" + word + "'");
  }

  /** Whether an alarm started it, also when a person has approved it since. */
  boolean raisedByAlarm() {
    return trigger.equals("automatic") || trigger.equals("approval");
  }

  boolean planned() {
    return mode == Mode.PLANNED;
  }

  /** How often the state machine has tried this step again; 0 where it does not say. */
  int attempt() {
    return field(input, "attempt").map(value -> Integer.parseInt(value.asNumber())).orElse(0);
  }

  /** Whether it is no operation at all: nothing but a {@link WakeUpCall}. */
  static boolean isWakeUpCall(JsonNode input) {
    return input.isObject()
        && input.asObject().size() == 1
        && input.field(WakeUpCall.FIELD).filter(JsonNode::isBoolean).isPresent()
        && yes(input, WakeUpCall.FIELD);
  }

  static JsonNode parse(InputStream json) {
    try {
      return JsonNodeParser.create().parse(json);
    } catch (RuntimeException e) {
      throw new Failed(ErrorCode.INPUT_INVALID, "the input is not JSON: " + e.getMessage(), e);
    }
  }

  static Operation of(JsonNode input) {
    return new Operation(
        text(input, "operation").orElseThrow(() -> missing("operation")),
        started(input),
        mode(text(input, "mode").orElse("unplanned")),
        text(input, "reason").orElse("not given"),
        text(input, "trigger").orElse("manual"),
        yes(input, "acceptDataLoss"),
        text(input, "acceptedBy").orElse("").strip(),
        input);
  }

  static Optional<String> text(JsonNode input, String name) {
    return field(input, name)
        .map(
            value -> {
              if (!value.isString()) {
                throw new Failed(
                    ErrorCode.INPUT_INVALID, "'" + name + "' must be text, not " + value);
              }
              return value.asString();
            });
  }

  static boolean yes(JsonNode input, String name) {
    return field(input, name)
        .map(
            value -> {
              if (!value.isBoolean()) {
                throw new Failed(
                    ErrorCode.INPUT_INVALID, "'" + name + "' must be true or false, not " + value);
              }
              return value.asBoolean();
            })
        .orElse(false);
  }

  static Optional<JsonNode> field(JsonNode input, String name) {
    return input.isObject() ? input.field(name).filter(value -> !value.isNull()) : Optional.empty();
  }

  private static Instant started(JsonNode input) {
    String text = text(input, "started").orElseThrow(() -> missing("started"));
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new Failed(
          ErrorCode.INPUT_INVALID, "'started' must be a time in ISO 8601, not '" + text + "'", e);
    }
  }

  private static Mode mode(String word) {
    for (Mode mode : Mode.values()) {
      if (mode.word().equals(word)) {
        return mode;
      }
    }
    throw new Failed(
        ErrorCode.INPUT_INVALID, "'mode' must be planned or unplanned, not '" + word + "'");
  }

  private static Failed missing(String name) {
    return new Failed(ErrorCode.INPUT_INVALID, "'" + name + "' is missing in the input");
  }
}
