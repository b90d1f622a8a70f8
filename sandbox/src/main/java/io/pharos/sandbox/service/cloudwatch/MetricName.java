package io.pharos.sandbox.service.cloudwatch;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A metric of one Region: the same name with other dimensions is another metric. */
public final class MetricName {
  private final String region;
  private final String namespace;
  private final String name;
  private final Map<String, String> dimensions;

  /** Alarms look the same metrics up all the time. */
  private final int hash;

  public MetricName(String region, String namespace, String name, Map<String, String> dimensions) {
    this.region = region;
    this.namespace = namespace;
    this.name = name;
    this.dimensions = Collections.unmodifiableMap(new TreeMap<>(dimensions));
    this.hash = Objects.hash(region, namespace, name, dimensions);
  }

  public String region() {
    return region;
  }

  public String namespace() {
    return namespace;
  }

  public String name() {
    return name;
  }

  public Map<String, String> dimensions() {
    return dimensions;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MetricName that
        && hash == that.hash
        && name.equals(that.name)
        && region.equals(that.region)
        && namespace.equals(that.namespace)
        && dimensions.equals(that.dimensions);
  }
}
