package io.pharos.component;

import io.pharos.config.Site;
import io.pharos.recovery.contract.Metric;
import java.util.Map;

/** The dimensions of Pharos' own metrics, and of the database's. */
final class MetricDimensions {
  private MetricDimensions() {}

  static Map<String, String> of(Site site) {
    return Map.of(
        Metric.APP, site.settings().app(), Metric.ENVIRONMENT, site.settings().environment());
  }

  /** What RDS calls the database's identifier. */
  static String database(Site site) {
    return site.settings().database().engine().aurora()
        ? "DBClusterIdentifier"
        : "DBInstanceIdentifier";
  }
}
