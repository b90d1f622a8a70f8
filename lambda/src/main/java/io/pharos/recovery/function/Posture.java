package io.pharos.recovery.function;

import io.pharos.recovery.contract.LocalParameter;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;

/** How much of the application runs in a role: its limits and its size. */
record Posture(int minSize, int maxSize, int desiredCapacity) {
  private static final double MINIMUM_HEALTHY = 0.5;

  /** What a Region runs when it is active. */
  static Posture active(LocalParameters parameters) {
    return of(parameters, "active");
  }

  /** What a Region runs when it stands by. */
  static Posture standby(LocalParameters parameters) {
    return of(parameters, "standby");
  }

  private static Posture of(LocalParameters parameters, String role) {
    return of(parameters.get(LocalParameter.POSTURE), role);
  }

  /** What a document says that a role runs. */
  static Posture of(String json, String role) {
    try {
      JsonNode size = JsonNodeParser.create().parse(json).field(role).orElseThrow();
      return new Posture(
          number(size, "minSize"), number(size, "maxSize"), number(size, "desiredCapacity"));
    } catch (RuntimeException e) {
      throw new Failed(
          ErrorCode.DEPLOYMENT_INCOMPLETE,
          "parameter local/" + LocalParameter.POSTURE + " is not a posture: " + json,
          e);
    }
  }

  /** How many targets must be healthy before users may come: half, the rest follows. */
  int minimumHealthy() {
    return Math.max(1, (int) Math.ceil(desiredCapacity * MINIMUM_HEALTHY));
  }

  private static int number(JsonNode json, String name) {
    return Integer.parseInt(json.field(name).orElseThrow().asNumber());
  }
}
