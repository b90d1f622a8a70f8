package io.pharos.recovery.function;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** How the runtime writes figures: decimals with at most three digits, never an exponent. */
final class Figures {
  private static final int DIGITS = 3;
  private static final double MILLIS = 1000.0;

  private Figures() {}

  static String text(Number number) {
    if (number instanceof Long || number instanceof Integer) {
      return number.toString();
    }
    BigDecimal rounded =
        BigDecimal.valueOf(number.doubleValue())
            .setScale(DIGITS, RoundingMode.HALF_UP)
            .stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }

  static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS;
  }
}
