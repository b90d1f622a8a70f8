package io.pharos.sandbox.service.iam;

import java.util.List;

/**
 * The condition keys of a call to a service: its Region, and at most one that only the service has.
 * A value, so that a question that was asked before is known again.
 *
 * @param key of the service, in lower case; empty when there is none
 */
public record CallKeys(String region, String key, String value) implements ConditionContext {
  /** Not even a Region. */
  public static final CallKeys NONE = new CallKeys("", "", "");

  private static final String REGION = "aws:requestedregion";

  public static CallKeys of(String region) {
    return new CallKeys(region, "", "");
  }

  /** The same call, with the key of its service. */
  public CallKeys with(String key, String value) {
    return new CallKeys(region, key, value);
  }

  @Override
  public List<String> values(String asked) {
    if (asked.equals(REGION)) {
      return region.isEmpty() ? null : List.of(region);
    }
    return asked.equals(key) ? List.of(value) : null;
  }
}
