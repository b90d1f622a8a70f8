package io.pharos.sandbox.service.cloudwatch;

import java.util.Map;
import java.util.TreeMap;

/** A metric of one Region: the same name with other dimensions is another metric. */
public record MetricName(
    String region, String namespace, String name, Map<String, String> dimensions)
    implements Comparable<MetricName> {

  public MetricName {
    dimensions = new TreeMap<>(dimensions);
  }

  @Override
  public int compareTo(MetricName other) {
    return toString().compareTo(other.toString());
  }
}
