package io.pharos.config;

import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.StandbyWord;
import java.util.Optional;

/** One Region's place in the whole: what every component of a regional stack is built from. */
public record Site(Settings settings, Position position) {

  public Names names() {
    return settings.names();
  }

  public String region() {
    return settings.regions().of(position);
  }

  public String peerRegion() {
    return settings.regions().of(position.peer());
  }

  public Role role() {
    return settings.role(position);
  }

  /** Whether this Region is the active one. */
  public boolean serves() {
    return role() == Role.ACTIVE;
  }

  /** Whether what holds data is guarded against deletion. */
  public boolean isProtected() {
    return settings.protection().isOn();
  }

  /** Whether this Region has the trail of all of them. */
  public boolean hasTrail() {
    return settings.audit().trail() && position == Position.PRIMARY;
  }

  /** How backups are restored for a test, where they are. */
  public Optional<BackupSettings.RestoreTest> restoreTest() {
    return settings.backup().flatMap(BackupSettings::restoreTest);
  }

  public Generations generations() {
    return settings.generations(position);
  }

  /** Whether a standby is restored from backups, so that it needs no database before. */
  public boolean restores() {
    return settings.strategy() == Strategy.BACKUP_RESTORE;
  }

  /** Whether RDS replicates the automated backups that it is restored from. */
  public boolean replicatesBackups() {
    return settings.standby().equals(StandbyWord.BACKUPS);
  }

  /** {@code <app>-<env>-<position>-<generation>} of the current generation. */
  public String databaseIdentifier() {
    return names().database(position, generations().current());
  }
}
