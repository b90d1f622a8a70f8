package io.pharos.recovery.function;

import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;

/** Operations as the state machine passes them on. */
final class Operations {
  private Operations() {}

  static Operation manual() {
    return with("");
  }

  /**
   * @param more further fields of the JSON object, each after a comma
   */
  static Operation with(String more) {
    return Operation.of(
        JsonNodeParser.create()
            .parse(
                "{\"operation\": \"failover-1\", \"started\": \"2026-01-01T11:59:00Z\""
                    + more
                    + "}"));
  }
}
