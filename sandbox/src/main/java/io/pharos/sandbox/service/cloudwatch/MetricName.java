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
  public int hashCode() {
    return 31 * region.hashCode() + name.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MetricName that
        && name.equals(that.name)
        && region.equals(that.region)
        && namespace.equals(that.namespace)
        && dimensions.equals(that.dimensions);
  }

  @Override
  public int compareTo(MetricName other) {
    return toString().compareTo(other.toString());
  }
}
