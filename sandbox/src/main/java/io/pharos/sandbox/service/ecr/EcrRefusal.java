package io.pharos.sandbox.service.ecr;

import io.pharos.sandbox.core.Refusal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.ValidationException;

/**
 * The ways in which ECR says no, with the codes of its API reference.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutReplicationConfiguration.html">PutReplicationConfiguration</a>
 */
final class EcrRefusal {
  private EcrRefusal() {}

  static AwsServiceException noRepository(String repository, String registry) {
    return of(
        RepositoryNotFoundException.builder(),
        "RepositoryNotFoundException",
        "The repository with name '"
            + repository
            + "' does not exist in the registry with id '"
            + registry
            + "'");
  }

  static AwsServiceException noImage(String image, String repository, String registry) {
    return of(
        ImageNotFoundException.builder(),
        "ImageNotFoundException",
        "The image with imageId {"
            + image
            + "} does not exist within the repository with name '"
            + repository
            + "' in the registry with id '"
            + registry
            + "'");
  }

  static AwsServiceException invalid(String message) {
    return of(InvalidParameterException.builder(), "InvalidParameterException", message);
  }

  static AwsServiceException outsideOfLimits(String message) {
    return of(ValidationException.builder(), "ValidationException", message);
  }

  static AwsServiceException denied(String message) {
    return of(EcrException.builder(), "AccessDeniedException", message);
  }

  private static AwsServiceException of(
      AwsServiceException.Builder builder, String code, String message) {
    return Refusal.of(builder, "Ecr", 400, code, message);
  }
}
