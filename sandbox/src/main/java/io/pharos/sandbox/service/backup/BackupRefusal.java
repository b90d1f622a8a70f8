package io.pharos.sandbox.service.backup;

import io.pharos.sandbox.core.Refusal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.backup.model.AlreadyExistsException;
import software.amazon.awssdk.services.backup.model.BackupException;
import software.amazon.awssdk.services.backup.model.InvalidParameterValueException;
import software.amazon.awssdk.services.backup.model.InvalidRequestException;
import software.amazon.awssdk.services.backup.model.ResourceNotFoundException;

/** The ways in which AWS Backup says no. */
final class BackupRefusal {
  private BackupRefusal() {}

  static AwsServiceException exists(String message) {
    return of(AlreadyExistsException.builder(), "AlreadyExistsException", message);
  }

  static AwsServiceException value(String message) {
    return of(InvalidParameterValueException.builder(), "InvalidParameterValueException", message);
  }

  static AwsServiceException request(String message) {
    return of(InvalidRequestException.builder(), "InvalidRequestException", message);
  }

  static AwsServiceException none(String message) {
    return of(ResourceNotFoundException.builder(), "ResourceNotFoundException", message);
  }

  static AwsServiceException denied(String message) {
    return Refusal.of(BackupException.builder(), "Backup", 403, "AccessDeniedException", message);
  }

  private static AwsServiceException of(
      AwsServiceException.Builder builder, String code, String message) {
    return Refusal.of(builder, "Backup", 400, code, message);
  }
}
