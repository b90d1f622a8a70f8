package io.pharos.sandbox.service.cloudwatch;

/** What one datapoint, or several of one period, amount to. */
public record Statistics(double sampleCount, double sum, double minimum, double maximum) {

  static Statistics of(double value) {
    return new Statistics(1, value, value, value);
  }

  Statistics plus(Statistics other) {
    return new Statistics(
        sampleCount + other.sampleCount,
        sum + other.sum,
        Math.min(minimum, other.minimum),
        Math.max(maximum, other.maximum));
  }

  double average() {
    return sum / sampleCount;
  }
}
