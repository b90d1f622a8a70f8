package io.pharos.sandbox.service.ssm;

import io.pharos.sandbox.core.Refusal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ssm.model.AccessDeniedException;
import software.amazon.awssdk.services.ssm.model.InvalidKeyIdException;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterPatternMismatchException;
import software.amazon.awssdk.services.ssm.model.ParameterVersionNotFoundException;
import software.amazon.awssdk.services.ssm.model.ValidationException;

/** Parameter Store's errors, as the SDK throws them. */
final class SsmRefusal {
  private SsmRefusal() {}

  static AwsServiceException invalid(String message) {
    return of(ValidationException.builder(), "ValidationException", message);
  }

  static AwsServiceException reserved(String name) {
    return of(
        AccessDeniedException.builder(),
        "AccessDeniedException",
        "No access to reserved parameter name: " + name + ".");
  }

  static AwsServiceException alreadyExists() {
    return of(
        ParameterAlreadyExistsException.builder(),
        "ParameterAlreadyExists",
        "The parameter already exists. To overwrite this value, set the overwrite option in the"
            + " request to true.");
  }

  static AwsServiceException notFound(String name) {
    return of(
        ParameterNotFoundException.builder(),
        "ParameterNotFound",
        "Parameter " + name + " not found.");
  }

  static AwsServiceException versionNotFound(String name, String version) {
    return of(
        ParameterVersionNotFoundException.builder(),
        "ParameterVersionNotFound",
        "Systems Manager could not find version %s of %s. Verify the version and try again."
            .formatted(version, name));
  }

  static AwsServiceException patternMismatch(String pattern) {
    return of(
        ParameterPatternMismatchException.builder(),
        "ParameterPatternMismatchException",
        "Parameter value, cannot be validated against allowedPattern: " + pattern);
  }

  static AwsServiceException invalidKey(String key) {
    return of(InvalidKeyIdException.builder(), "InvalidKeyId", "Invalid keyId " + key);
  }

  private static AwsServiceException of(
      AwsServiceException.Builder builder, String code, String message) {
    return Refusal.of(builder, "Ssm", 400, code, message);
  }
}
