package io.pharos.sandbox.service.backup;

import io.pharos.sandbox.core.Resource;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One of an instance's own windows, in which AWS Backup does not begin, nor in the hour before.
 *
 * @param start minute of the period, which is a day, or a week that starts on Monday
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/troubleshooting.html">Troubleshooting
 *     AWS Backup</a>
 */
record RdsWindow(int period, int start, int minutes) {
  private static final int DAY = 24 * 60;
  private static final int AHEAD = 60;
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  static List<RdsWindow> all(Resource instance) {
    List<RdsWindow> windows = new ArrayList<>();
    if (instance.integer("backupRetentionPeriod") > 0 && instance.has("backupWindow")) {
      windows.add(of(instance.string("backupWindow"), DAY));
    }
    if (instance.has("maintenanceWindow")) {
      windows.add(of(instance.string("maintenanceWindow"), 7 * DAY));
    }
    return windows;
  }

  private static RdsWindow of(String text, int period) {
    String[] ends = text.split("-");
    int start = minute(ends[0]);
    return new RdsWindow(period, start, Math.floorMod(minute(ends[1]) - start, period));
  }

  /** {@code 02:00}, or {@code sun:04:00}. */
  private static int minute(String text) {
    String[] parts = text.split(":");
    int time =
        Integer.parseInt(parts[parts.length - 2]) * 60 + Integer.parseInt(parts[parts.length - 1]);
    return parts.length == 3 ? DAYS.indexOf(parts[0].toLowerCase(Locale.ROOT)) * DAY + time : time;
  }

  boolean near(Instant time) {
    ZonedDateTime utc = time.atZone(ZoneOffset.UTC);
    int minute = (utc.getDayOfWeek().getValue() - 1) * DAY + utc.getHour() * 60 + utc.getMinute();
    return Math.floorMod(minute - start + AHEAD, period) < minutes + AHEAD;
  }
}
