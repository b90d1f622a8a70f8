package io.pharos.simulation;

import io.pharos.engine.SandboxStage;
import io.pharos.sandbox.core.Latency;
import java.time.Duration;
import java.util.Map;

/**
 * Copies in the vault, as often and as quickly as a run can wait for one: users have come before
 * the first backup begins, five minutes after midnight, and its copy is there two minutes later.
 */
final class Copies {
  /** So much longer a run lasts before the disaster: the beacon has seen the first copy by then. */
  static final Duration ARRIVED = Duration.ofSeconds(230);

  private Copies() {}

  /** A backup every hour, but in windows of the database and the hours before. */
  static Map<String, String> settings() {
    Map<String, String> settings = SandboxStage.restoredFromVault();
    settings.put("pharos:database.backupWindow", "13:00-13:30");
    settings.put("pharos:database.maintenanceWindow", "sun:19:00-sun:19:30");
    settings.put(
        "pharos:backup",
        "{\"rules\":[{\"name\":\"hourly\",\"at\":\"cron(5 0-11,14-17,20-23 * * ? *)\","
            + "\"retentionDays\":7,\"copyRetentionDays\":7}],\"objects\":false}");
    return settings;
  }

  /** A small database, of which nothing takes longer than it has to. */
  static void hurry(Latency latency) {
    latency.with("backup.start", Duration.ofSeconds(20));
    latency.with("rds.snapshot", Duration.ofSeconds(30));
    latency.with("rds.copySnapshot", Duration.ofMinutes(1));
  }
}
