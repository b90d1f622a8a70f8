package io.pharos.sandbox.service.sqs;

import io.pharos.sandbox.core.Refusal;
import io.pharos.sandbox.service.iam.MalformedPolicy;
import io.pharos.sandbox.service.iam.PolicyDocument;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** SQS's errors. */
final class SqsRefusal {
  private SqsRefusal() {}

  static AwsServiceException noQueue() {
    return invalid(
        "AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.");
  }

  static AwsServiceException invalid(String code, String message) {
    return Refusal.of(AwsServiceException.builder(), "Sqs", 400, code, message);
  }

  static void checkPolicy(String policy) {
    try {
      if (PolicyDocument.parse(policy, PolicyDocument.Kind.RESOURCE).onlyActionsOf("sqs")) {
        return;
      }
    } catch (MalformedPolicy e) {
      // Falls through: SQS does not say what is wrong.
    }
    throw invalid("InvalidAttributeValue", "Invalid value for the parameter Policy.");
  }
}
