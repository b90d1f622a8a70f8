package io.pharos.sandbox.service.cloudwatch;

import java.util.Optional;

/** How a datapoint is compared with the threshold. */
public enum Comparison {
  GreaterThanOrEqualToThreshold {
    @Override
    boolean breaches(double value, double threshold) {
      return value >= threshold;
    }
  },
  GreaterThanThreshold {
    @Override
    boolean breaches(double value, double threshold) {
      return value > threshold;
    }
  },
  LessThanThreshold {
    @Override
    boolean breaches(double value, double threshold) {
      return value < threshold;
    }
  },
  LessThanOrEqualToThreshold {
    @Override
    boolean breaches(double value, double threshold) {
      return value <= threshold;
    }
  };

  abstract boolean breaches(double value, double threshold);

  static Optional<Comparison> of(String name) {
    for (Comparison comparison : values()) {
      if (comparison.name().equals(name)) {
        return Optional.of(comparison);
      }
    }
    return Optional.empty();
  }
}
