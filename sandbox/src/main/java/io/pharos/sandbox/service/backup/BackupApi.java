package io.pharos.sandbox.service.backup;

import io.pharos.sandbox.core.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.backup.model.DeleteRecoveryPointRequest;
import software.amazon.awssdk.services.backup.model.DeleteRecoveryPointResponse;
import software.amazon.awssdk.services.backup.model.DescribeBackupVaultRequest;
import software.amazon.awssdk.services.backup.model.DescribeBackupVaultResponse;
import software.amazon.awssdk.services.backup.model.DescribeRestoreJobRequest;
import software.amazon.awssdk.services.backup.model.DescribeRestoreJobResponse;
import software.amazon.awssdk.services.backup.model.ListRecoveryPointsByBackupVaultRequest;
import software.amazon.awssdk.services.backup.model.ListRecoveryPointsByBackupVaultResponse;
import software.amazon.awssdk.services.backup.model.PutRestoreValidationResultRequest;
import software.amazon.awssdk.services.backup.model.PutRestoreValidationResultResponse;
import software.amazon.awssdk.services.backup.model.RecoveryPointByBackupVault;

/**
 * AWS Backup as the SDK's client of one Region: vaults and what is in them are looked at, recovery
 * points deleted, and restore tests judged.
 */
public final class BackupApi implements BackupClient {
  private static final int PAGE = 1000;

  private final Vaults vaults;
  private final RecoveryPoints points;
  private final RestoreJobs restores;
  private final String region;

  public BackupApi(Vaults vaults, RecoveryPoints points, RestoreJobs restores, String region) {
    this.vaults = vaults;
    this.points = points;
    this.restores = restores;
    this.region = region;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public DescribeBackupVaultResponse describeBackupVault(DescribeBackupVaultRequest request) {
    Resource vault = vaults.named(region, request.backupVaultName());
    Optional<Resource> lock = vaults.lock(vault);
    DescribeBackupVaultResponse.Builder described =
        DescribeBackupVaultResponse.builder()
            .backupVaultName(vault.id())
            .backupVaultArn(vault.string("arn"))
            .encryptionKeyArn(vault.string("kmsKeyArn"))
            .numberOfRecoveryPoints((long) points.in(vault).size())
            .locked(lock.isPresent());
    lock.ifPresent(
        found -> {
          if (found.has("minRetentionDays")) {
            described.minRetentionDays((long) found.integer("minRetentionDays"));
          }
          if (found.has("maxRetentionDays")) {
            described.maxRetentionDays((long) found.integer("maxRetentionDays"));
          }
          VaultLocks.date(found).ifPresent(described::lockDate);
        });
    return described.build();
  }

  @Override
  public ListRecoveryPointsByBackupVaultResponse listRecoveryPointsByBackupVault(
      ListRecoveryPointsByBackupVaultRequest request) {
    Resource vault = vaults.named(region, request.backupVaultName());
    int size = request.maxResults() == null ? PAGE : request.maxResults();
    if (size < 1 || size > PAGE) {
      throw BackupRefusal.value("MaxResults must be between 1 and 1000");
    }
    List<Resource> found =
        points.in(vault).stream()
            .filter(point -> wanted(request.byResourceArn(), point.string("resourceArn")))
            .filter(point -> wanted(request.byResourceType(), point.string("resourceType")))
            .filter(point -> within(point, request.byCreatedAfter(), request.byCreatedBefore()))
            .toList();
    int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
    int to = Math.min(found.size(), from + size);
    return ListRecoveryPointsByBackupVaultResponse.builder()
        .recoveryPoints(
            found.subList(from, to).stream().map(point -> described(vault, point)).toList())
        .nextToken(to < found.size() ? String.valueOf(to) : null)
        .build();
  }

  private static boolean wanted(String value, String real) {
    return value == null || value.equals(real);
  }

  private static boolean within(Resource point, Instant after, Instant before) {
    Instant created = Instant.parse(point.string("creationDate"));
    return (after == null || created.isAfter(after))
        && (before == null || created.isBefore(before));
  }

  private static RecoveryPointByBackupVault described(Resource vault, Resource point) {
    return RecoveryPointByBackupVault.builder()
        .recoveryPointArn(point.id())
        .backupVaultName(vault.id())
        .backupVaultArn(vault.string("arn"))
        // Not told within one account, as its documentation says.
        .sourceBackupVaultArn(null)
        .resourceArn(point.string("resourceArn"))
        .resourceType(point.string("resourceType"))
        .iamRoleArn(point.string("iamRoleArn"))
        .encryptionKeyArn(point.string("encryptionKeyArn"))
        .isEncrypted(true)
        .status(point.string("status"))
        .creationDate(Instant.parse(point.string("creationDate")))
        .completionDate(time(point, "completionDate"))
        .createdBy(by -> by.backupPlanArn(point.string("planArn")))
        .lifecycle(life -> life.deleteAfterDays((long) point.integer("deleteAfterDays")))
        .calculatedLifecycle(life -> life.deleteAt(time(point, "deleteAt")))
        .build();
  }

  private static Instant time(Resource point, String attribute) {
    return point.has(attribute) ? Instant.parse(point.string(attribute)) : null;
  }

  @Override
  public DeleteRecoveryPointResponse deleteRecoveryPoint(DeleteRecoveryPointRequest request) {
    Resource vault = vaults.named(region, request.backupVaultName());
    Resource point =
        points
            .find(vault, request.recoveryPointArn())
            .orElseThrow(
                () ->
                    BackupRefusal.none("Cannot find recovery point " + request.recoveryPointArn()));
    points.delete(vault, point);
    return DeleteRecoveryPointResponse.builder().build();
  }

  @Override
  public DescribeRestoreJobResponse describeRestoreJob(DescribeRestoreJobRequest request) {
    Resource job = restoreJob(request.restoreJobId());
    return DescribeRestoreJobResponse.builder()
        .restoreJobId(job.id())
        .status(job.string("status"))
        .statusMessage(text(job, "statusMessage"))
        .recoveryPointArn(job.string("recoveryPointArn"))
        .recoveryPointCreationDate(time(job, "recoveryPointCreationDate"))
        .backupVaultArn(job.string("backupVaultArn"))
        .sourceResourceArn(job.string("sourceResourceArn"))
        .resourceType(job.string("resourceType"))
        .iamRoleArn(job.string("iamRoleArn"))
        .creationDate(time(job, "creationDate"))
        .completionDate(time(job, "completionDate"))
        .createdResourceArn(text(job, "createdResourceArn"))
        .createdBy(by -> by.restoreTestingPlanArn(job.string("restoreTestingPlanArn")))
        .validationStatus(text(job, "validationStatus"))
        .validationStatusMessage(text(job, "validationStatusMessage"))
        .deletionStatus(text(job, "deletionStatus"))
        .deletionStatusMessage(text(job, "deletionStatusMessage"))
        .build();
  }

  private Resource restoreJob(String id) {
    return restores
        .find(region, id)
        .orElseThrow(() -> BackupRefusal.none("Could not find restore job " + id));
  }

  private static String text(Resource resource, String attribute) {
    return resource.has(attribute) ? resource.string(attribute) : null;
  }

  @Override
  public PutRestoreValidationResultResponse putRestoreValidationResult(
      PutRestoreValidationResultRequest request) {
    restores.validated(
        restoreJob(request.restoreJobId()),
        request.validationStatusAsString(),
        request.validationStatusMessage());
    return PutRestoreValidationResultResponse.builder().build();
  }
}
