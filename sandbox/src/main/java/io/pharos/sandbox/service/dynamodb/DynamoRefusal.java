package io.pharos.sandbox.service.dynamodb;

import io.pharos.sandbox.core.Refusal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** DynamoDB's errors, as the SDK throws them. */
final class DynamoRefusal {
  private DynamoRefusal() {}

  static AwsServiceException invalid(String message) {
    return of(DynamoDbException.builder(), "ValidationException", message);
  }

  static AwsServiceException noTable() {
    return of(
        ResourceNotFoundException.builder(),
        "ResourceNotFoundException",
        "Requested resource not found");
  }

  static AwsServiceException noTable(String name) {
    return of(
        ResourceNotFoundException.builder(),
        "ResourceNotFoundException",
        "Requested resource not found: Table: " + name + " not found");
  }

  static AwsServiceException tableExists(String name) {
    return of(
        ResourceInUseException.builder(),
        "ResourceInUseException",
        "Table already exists: " + name);
  }

  /**
   * @param item as it was, for who asked for it; else null
   */
  static AwsServiceException conditionFailed(Map<String, AttributeValue> item) {
    return of(
        ConditionalCheckFailedException.builder().item(item),
        "ConditionalCheckFailedException",
        "The conditional request failed");
  }

  static AwsServiceException canceled(List<CancellationReason> reasons) {
    return of(
        TransactionCanceledException.builder().cancellationReasons(reasons),
        "TransactionCanceledException",
        "Transaction cancelled, please refer cancellation reasons for specific reasons ["
            + reasons.stream().map(CancellationReason::code).collect(Collectors.joining(", "))
            + "]");
  }

  private static AwsServiceException of(
      AwsServiceException.Builder builder, String code, String message) {
    return Refusal.of(builder, "DynamoDb", 400, code, message);
  }
}
