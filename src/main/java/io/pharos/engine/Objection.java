package io.pharos.engine;

import java.util.Optional;

/**
 * Why a gate refuses a plan.
 *
 * @param urn of the resource; empty when it is not about one
 * @param needed what would allow it; empty when nothing does
 */
public record Objection(StackName stack, Optional<Allowance> needed, String urn, String why) {
  @Override
  public String toString() {
    return "stack "
        + stack.word()
        + ": "
        + why
        + needed.map(allowance -> " (--allow " + allowance + ")").orElse("");
  }
}
