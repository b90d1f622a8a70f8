package io.pharos.sandbox.service.backup;

/** The types of AWS Backup's resources. */
public final class BackupTypes {
  public static final String VAULT = "aws:backup/vault:Vault";
  public static final String POLICY = "aws:backup/vaultPolicy:VaultPolicy";
  public static final String LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";
  public static final String PLAN = "aws:backup/plan:Plan";
  public static final String SELECTION = "aws:backup/selection:Selection";

  public static final String TESTING_PLAN = "aws:backup/restoreTestingPlan:RestoreTestingPlan";
  public static final String TESTING_SELECTION =
      "aws:backup/restoreTestingSelection:RestoreTestingSelection";

  /** Made by restore testing, never by a program. */
  public static final String RESTORE_JOB = "aws:backup/restoreJob:RestoreJob";

  /** Made by jobs, never by a program. */
  public static final String RECOVERY_POINT = "aws:backup/recoveryPoint:RecoveryPoint";

  static final String SERVICE = "backup.amazonaws.com";

  private BackupTypes() {}
}
