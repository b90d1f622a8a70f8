package io.pharos.sandbox.service.iam;

import io.pharos.sandbox.core.Refusal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** IAM's errors, with the texts that it sends. */
final class IamRefusal {
  private IamRefusal() {}

  static AwsServiceException alreadyExists(String what) {
    return of(409, "EntityAlreadyExists", what + " already exists.");
  }

  static AwsServiceException noRole(String name) {
    return of(404, "NoSuchEntity", "The role with name " + name + " cannot be found.");
  }

  static AwsServiceException deleteConflict(String message) {
    return of(409, "DeleteConflict", message);
  }

  static AwsServiceException limit(String message) {
    return of(409, "LimitExceeded", message);
  }

  static AwsServiceException malformed(String message) {
    return of(400, "MalformedPolicyDocument", message);
  }

  static AwsServiceException of(int status, String code, String message) {
    return Refusal.of(AwsServiceException.builder(), "Iam", status, code, message);
  }

  /** Names are 1 to {@code most} of letters, digits and {@code +=,.@_-}. */
  static void checkName(String field, String name, int most) {
    if (name.length() > most) {
      throw invalid(field, name, "Member must have length less than or equal to " + most);
    }
    if (!name.matches("[\\w+=,.@-]+")) {
      throw invalid(field, name, "Member must satisfy regular expression pattern: [\\w+=,.@-]+");
    }
  }

  private static AwsServiceException invalid(String field, String value, String constraint) {
    return of(
        400,
        "ValidationError",
        "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s"
            .formatted(value, field, constraint));
  }

  /** Parses the document, or refuses it as IAM does. */
  static PolicyDocument check(String text, PolicyDocument.Kind kind) {
    try {
      return PolicyDocument.parse(text, kind);
    } catch (MalformedPolicy e) {
      throw malformed(e.getMessage());
    }
  }

  /** IAM counts characters of policies without white space. */
  static int size(String policy) {
    return (int) policy.chars().filter(character -> !Character.isWhitespace(character)).count();
  }
}
