package io.pharos.config;

/**
 * What goes with an Aurora Global Database, and what does not. Other engines are not touched.
 *
 * @param engine of the database
 */
record AuroraRules(Engine engine) {

  void strategy(Section root, Strategy strategy) {
    if (engine.aurora() && strategy == Strategy.BACKUP_RESTORE) {
      root.wrong(
          "strategy",
          Strategy.PILOT_LIGHT.word()
              + " or "
              + Strategy.WARM_STANDBY.word()
              + " with "
              + engine.word()
              + ": a global database has its copy in the other Region all the time, and AWS"
              + " replicates the automated backups of instances only",
          Strategy.PILOT_LIGHT.word());
    }
  }

  void backup(Section root) {
    if (engine.aurora() && root.has("backup")) {
      root.wrong(
          "backup",
          "nothing with "
              + engine.word()
              + " so far: AWS Backup of clusters has not been shown to work with Pharos. Aurora"
              + " keeps backups of its own for database.backupRetentionDays",
          "(leave it out)");
    }
  }

  void schedules(Section root) {
    Section schedules = root.section("schedules", false);
    if (engine.aurora() && schedules.has("snapshot")) {
      schedules.wrong(
          "snapshot",
          "nothing with "
              + engine.word()
              + ": no daily snapshot is made of a cluster, which can be restored to any second"
              + " within database.backupRetentionDays",
          "(leave it out)");
    }
  }

  void rehearsal(Section drills, boolean wanted) {
    if (engine.aurora() && wanted) {
      drills.wrong(
          "rehearsal",
          "false with " + engine.word() + ": no copy of a cluster is promoted in a rehearsal",
          "false");
    }
  }
}
