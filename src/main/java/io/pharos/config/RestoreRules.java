package io.pharos.config;

/**
 * What strategy {@code backup-restore} can promise, and what it cannot: it loses what is newer than
 * the newest backup, so neither an alarm alone nor an objective that is too narrow goes with it.
 * Other strategies are not touched.
 */
record RestoreRules(Strategy strategy) {
  /** RDS uploads transaction logs of a database so often. */
  private static final int UPLOAD_SECONDS = 300;

  /** Three uploads: one that has just been missed, one that is being copied, and one to spare. */
  static final int RPO_SECONDS = 3 * UPLOAD_SECONDS;

  /** An hour within which a job begins, and one for its snapshot and the copy of that. */
  private static final int COPY_SECONDS = 60 * (BackupSettings.START_MINUTES + 60);

  private boolean restores() {
    return strategy == Strategy.BACKUP_RESTORE;
  }

  void objectives(Section section, Objectives objectives) {
    if (restores() && section.sound("rpoSeconds") && objectives.rpoSeconds() < RPO_SECONDS) {
      section.wrong(
          "rpoSeconds",
          "at least "
              + RPO_SECONDS
              + " with strategy "
              + strategy.word()
              + ": RDS uploads transaction logs every "
              + UPLOAD_SECONDS
              + " s and copies them to the other Region afterwards; less needs a replica ("
              + Strategy.PILOT_LIGHT.word()
              + ")",
          "14400");
    }
  }

  void trigger(Section section, Trigger trigger) {
    if (restores() && trigger == Trigger.AUTOMATIC) {
      section.wrong(
          "trigger",
          "manual or approval with strategy "
              + strategy.word()
              + ": all that is newer than the newest backup is lost, which a person decides",
          "manual");
    }
  }

  /** Automated backups go to any Region of the same partition, and to no other. */
  void regions(Section root, Regions regions) {
    if (restores() && !partition(regions.primary()).equals(partition(regions.secondary()))) {
      root.section("regions", true)
          .wrong(
              "secondary",
              "a Region of the same AWS partition as "
                  + regions.primary()
                  + ": RDS replicates automated backups within one only",
              "eu-central-1");
    }
  }

  /** Copies must be there, and so often that the newest one is young enough at any time. */
  void origin(Section root, Settings settings) {
    if (settings.database().restoreFrom() == RestoreFrom.AUTOMATED_BACKUPS) {
      return;
    }
    Section database = root.section("database", true);
    if (!restores()) {
      database.wrong(
          "restoreFrom",
          "left out with strategy "
              + strategy.word()
              + ", which promotes a replica: only "
              + Strategy.BACKUP_RESTORE.word()
              + " restores the database",
          RestoreFrom.AUTOMATED_BACKUPS.word());
    } else if (!root.has("backup")) {
      database.wrong(
          "restoreFrom",
          RestoreFrom.AUTOMATED_BACKUPS.word()
              + ", unless pharos:backup has a rule: AWS Backup makes the copies",
          RestoreFrom.AUTOMATED_BACKUPS.word());
    } else if (root.sound("backup", "objectives", "failover")) {
      often(root, settings);
    }
  }

  private static void often(Section root, Settings settings) {
    int apart =
        settings.backup().orElseThrow().rules().stream()
            .mapToInt(rule -> Periods.longestSeconds(rule.at()))
            .min()
            .orElseThrow();
    int least = apart + COPY_SECONDS;
    String allowed =
        "at least "
            + least
            + " with database.restoreFrom: vault, as old as the newest copy may be: the backups of"
            + " pharos:backup are up to "
            + apart
            + " s apart, and "
            + COPY_SECONDS
            + " s are for a job's beginning, its snapshot and the copy. Shorter: a rule that fires"
            + " more often, or restoreFrom: "
            + RestoreFrom.AUTOMATED_BACKUPS.word()
            + " (from "
            + RPO_SECONDS
            + " on)";
    if (settings.objectives().rpoSeconds() < least) {
      root.section("objectives", true).wrong("rpoSeconds", allowed, String.valueOf(least));
    } else if (settings.failover().maxReplicaLagSeconds() < least) {
      root.section("failover", false).wrong("maxReplicaLagSeconds", allowed, String.valueOf(least));
    }
  }

  private static String partition(String region) {
    if (region.startsWith("cn-")) {
      return "aws-cn";
    }
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }
}
