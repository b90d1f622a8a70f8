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

  private static String partition(String region) {
    if (region.startsWith("cn-")) {
      return "aws-cn";
    }
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }
}
