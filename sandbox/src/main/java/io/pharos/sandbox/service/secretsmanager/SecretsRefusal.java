package io.pharos.sandbox.service.secretsmanager;

import io.pharos.sandbox.core.Refusal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** Secrets Manager's errors, as the SDK throws them. */
final class SecretsRefusal {
  private SecretsRefusal() {}

  static AwsServiceException noSecret() {
    return notFound("Secrets Manager can't find the specified secret.");
  }

  static AwsServiceException noValue(String stage) {
    return notFound(
        "Secrets Manager can't find the specified secret value for staging label: " + stage);
  }

  static AwsServiceException noVersion(String versionId) {
    return notFound(
        "Secrets Manager can't find the specified secret value for VersionId: " + versionId);
  }

  static AwsServiceException exists(String message) {
    return of(ResourceExistsException.builder(), "ResourceExistsException", message);
  }

  static AwsServiceException scheduledForDeletion() {
    return of(
        InvalidRequestException.builder(),
        "InvalidRequestException",
        "You can't create this secret because a secret with this name is already scheduled for"
            + " deletion.");
  }

  static AwsServiceException markedForDeletion() {
    return of(
        InvalidRequestException.builder(),
        "InvalidRequestException",
        "You can't perform this operation on the secret because it was marked for deletion.");
  }

  static AwsServiceException invalid(String message) {
    return of(InvalidParameterException.builder(), "InvalidParameterException", message);
  }

  static AwsServiceException malformedPolicy(String message) {
    return of(
        MalformedPolicyDocumentException.builder(), "MalformedPolicyDocumentException", message);
  }

  private static AwsServiceException notFound(String message) {
    return of(ResourceNotFoundException.builder(), "ResourceNotFoundException", message);
  }

  private static AwsServiceException of(
      AwsServiceException.Builder builder, String code, String message) {
    return Refusal.of(builder, "SecretsManager", 400, code, message);
  }
}
