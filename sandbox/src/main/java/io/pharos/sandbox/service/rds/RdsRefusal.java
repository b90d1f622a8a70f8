package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Refusal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.model.DbInstanceAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbInstanceAutomatedBackupNotFoundException;
import software.amazon.awssdk.services.rds.model.DbInstanceAutomatedBackupQuotaExceededException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DbParameterGroupNotFoundException;
import software.amazon.awssdk.services.rds.model.DbSnapshotAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupDoesNotCoverEnoughAZsException;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupNotFoundException;
import software.amazon.awssdk.services.rds.model.InstanceQuotaExceededException;
import software.amazon.awssdk.services.rds.model.InsufficientDbInstanceCapacityException;
import software.amazon.awssdk.services.rds.model.InvalidDbInstanceStateException;
import software.amazon.awssdk.services.rds.model.InvalidDbSnapshotStateException;
import software.amazon.awssdk.services.rds.model.KmsKeyNotAccessibleException;
import software.amazon.awssdk.services.rds.model.PointInTimeRestoreNotEnabledException;
import software.amazon.awssdk.services.rds.model.RdsException;
import software.amazon.awssdk.services.rds.model.SnapshotQuotaExceededException;

/** The ways in which RDS says no, with the codes of its API reference. */
final class RdsRefusal {
  private RdsRefusal() {}

  static AwsServiceException noInstance(String identifier) {
    return Refusal.of(
        DbInstanceNotFoundException.builder(),
        "Rds",
        404,
        "DBInstanceNotFound",
        "DBInstance " + identifier + " not found.");
  }

  static AwsServiceException exists() {
    return Refusal.of(
        DbInstanceAlreadyExistsException.builder(),
        "Rds",
        400,
        "DBInstanceAlreadyExists",
        "DB instance already exists");
  }

  static AwsServiceException tooMany() {
    return Refusal.of(
        InstanceQuotaExceededException.builder(),
        "Rds",
        400,
        "InstanceQuotaExceeded",
        "The requested DB instance would exceed the number of allowed DB instances.");
  }

  static AwsServiceException capacity() {
    return Refusal.of(
        InsufficientDbInstanceCapacityException.builder(),
        "Rds",
        400,
        "InsufficientDBInstanceCapacity",
        "The requested DB instance class is not available in the specified Availability Zone.");
  }

  static AwsServiceException snapshotExists(String identifier) {
    return Refusal.of(
        DbSnapshotAlreadyExistsException.builder(),
        "Rds",
        400,
        "DBSnapshotAlreadyExists",
        "Cannot create the snapshot because a snapshot with the identifier "
            + identifier
            + " already exists.");
  }

  static AwsServiceException noSnapshot(String identifier) {
    return Refusal.of(
        DbSnapshotNotFoundException.builder(),
        "Rds",
        404,
        "DBSnapshotNotFound",
        "DBSnapshot " + identifier + " not found.");
  }

  static AwsServiceException snapshotState(String message) {
    return Refusal.of(
        InvalidDbSnapshotStateException.builder(), "Rds", 400, "InvalidDBSnapshotState", message);
  }

  static AwsServiceException tooManySnapshots() {
    return Refusal.of(
        SnapshotQuotaExceededException.builder(),
        "Rds",
        400,
        "SnapshotQuotaExceeded",
        "Cannot create more than 100 manual snapshots");
  }

  static AwsServiceException noAutomatedBackup(String arn) {
    return Refusal.of(
        DbInstanceAutomatedBackupNotFoundException.builder(),
        "Rds",
        404,
        "DBInstanceAutomatedBackupNotFound",
        "No automated backup for this DB instance was found: " + arn);
  }

  static AwsServiceException tooManyBackups() {
    return Refusal.of(
        DbInstanceAutomatedBackupQuotaExceededException.builder(),
        "Rds",
        400,
        "DBInstanceAutomatedBackupQuotaExceeded",
        "Cannot replicate the automated backups of more than 20 DB instances to this Region");
  }

  static AwsServiceException notRestorable(String identifier) {
    return Refusal.of(
        PointInTimeRestoreNotEnabledException.builder(),
        "Rds",
        400,
        "PointInTimeRestoreNotEnabled",
        "Automated backups are not enabled for DB instance " + identifier + ".");
  }

  static AwsServiceException unreached(String region) {
    return Refusal.of(
        RdsException.builder(),
        "Rds",
        500,
        "InternalFailure",
        "The request to the source Region " + region + " has failed; try again later.");
  }

  static AwsServiceException state(String message) {
    return Refusal.of(
        InvalidDbInstanceStateException.builder(), "Rds", 400, "InvalidDBInstanceState", message);
  }

  static AwsServiceException key(String keyArn, String region) {
    return Refusal.of(
        KmsKeyNotAccessibleException.builder(),
        "Rds",
        400,
        "KMSKeyNotAccessibleFault",
        "The specified KMS key ["
            + keyArn
            + "] does not exist, is not enabled or you do not have permissions to access it in "
            + region
            + ".");
  }

  static AwsServiceException noSubnetGroup(String name) {
    return Refusal.of(
        DbSubnetGroupNotFoundException.builder(),
        "Rds",
        404,
        "DBSubnetGroupNotFoundFault",
        "DB subnet group '" + name + "' does not exist.");
  }

  static AwsServiceException tooFewZones(int zones) {
    return Refusal.of(
        DbSubnetGroupDoesNotCoverEnoughAZsException.builder(),
        "Rds",
        400,
        "DBSubnetGroupDoesNotCoverEnoughAZs",
        "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ"
            + " coverage: "
            + zones
            + ". Add subnets to cover at least 2 AZs.");
  }

  static AwsServiceException noParameterGroup(String name) {
    return Refusal.of(
        DbParameterGroupNotFoundException.builder(),
        "Rds",
        404,
        "DBParameterGroupNotFound",
        "DBParameterGroup not found: " + name);
  }

  static AwsServiceException combination(String message) {
    return of("InvalidParameterCombination", message);
  }

  static AwsServiceException value(String message) {
    return of("InvalidParameterValue", message);
  }

  static AwsServiceException of(String code, String message) {
    return Refusal.of(RdsException.builder(), "Rds", 400, code, message);
  }
}
