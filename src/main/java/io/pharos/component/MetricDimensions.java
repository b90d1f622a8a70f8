package io.pharos.component;

import io.pharos.config.Site;
import io.pharos.recovery.contract.Metric;
import java.util.Map;

/** The dimensions of Pharos' own metrics. */
final class MetricDimensions {
  private MetricDimensions() {}

  static Map<String, String> of(Site site) {
    return Map.of(
        Metric.APP, site.settings().app(), Metric.ENVIRONMENT, site.settings().environment());
  }
}
