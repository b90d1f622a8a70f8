package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import java.time.Instant;
import java.util.Map;

/** Amazon CloudWatch: metric streams, and alarms that are evaluated on the clock. */
public final class CloudWatch implements Service {

  public CloudWatch(World world) {}

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of();
  }

  /** Publishes one datapoint in a Region. */
  public void put(
      String region,
      String namespace,
      String metric,
      Map<String, String> dimensions,
      Instant at,
      double value) {}
}
