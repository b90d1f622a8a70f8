package io.pharos.sandbox.service.sns;

import io.pharos.sandbox.core.Refusal;
import io.pharos.sandbox.service.iam.MalformedPolicy;
import io.pharos.sandbox.service.iam.PolicyDocument;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.NotFoundException;

/** SNS's errors, as the SDK throws them. */
final class SnsRefusal {
  private SnsRefusal() {}

  static AwsServiceException noTopic() {
    return Refusal.of(NotFoundException.builder(), "Sns", 404, "NotFound", "Topic does not exist");
  }

  static AwsServiceException invalid(String what) {
    return Refusal.of(
        InvalidParameterException.builder(),
        "Sns",
        400,
        "InvalidParameter",
        "Invalid parameter: " + what);
  }

  static void checkPolicy(String policy) {
    boolean inScope;
    try {
      inScope = PolicyDocument.parse(policy, PolicyDocument.Kind.RESOURCE).onlyActionsOf("sns");
    } catch (MalformedPolicy e) {
      throw invalid("Policy Error: " + e.getMessage());
    }
    if (!inScope) {
      throw invalid("Policy statement action out of service scope!");
    }
  }
}
