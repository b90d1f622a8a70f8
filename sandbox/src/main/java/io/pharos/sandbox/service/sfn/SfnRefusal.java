package io.pharos.sandbox.service.sfn;

import io.pharos.sandbox.core.Refusal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;
import software.amazon.awssdk.services.sfn.model.InvalidDefinitionException;
import software.amazon.awssdk.services.sfn.model.InvalidExecutionInputException;
import software.amazon.awssdk.services.sfn.model.InvalidNameException;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StateMachineAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;

/** The errors of Step Functions, with the texts that it sends. */
final class SfnRefusal {
  private SfnRefusal() {}

  static AwsServiceException noMachine(String arn) {
    return of(
        StateMachineDoesNotExistException.builder(),
        "StateMachineDoesNotExist",
        "State Machine Does Not Exist: '" + arn + "'");
  }

  static AwsServiceException machineExists(String arn) {
    return of(
        StateMachineAlreadyExistsException.builder(),
        "StateMachineAlreadyExists",
        "State Machine Already Exists: '" + arn + "'");
  }

  static AwsServiceException noExecution(String arn) {
    return of(
        ExecutionDoesNotExistException.builder(),
        "ExecutionDoesNotExist",
        "Execution Does Not Exist: '" + arn + "'");
  }

  static AwsServiceException executionExists(String arn) {
    return of(
        ExecutionAlreadyExistsException.builder(),
        "ExecutionAlreadyExists",
        "Execution Already Exists: '" + arn + "'");
  }

  static AwsServiceException invalidName(String name) {
    return of(InvalidNameException.builder(), "InvalidName", "Invalid Name: '" + name + "'");
  }

  static AwsServiceException invalidInput(String why) {
    return of(InvalidExecutionInputException.builder(), "InvalidExecutionInput", why);
  }

  static AwsServiceException invalidDefinition(String why) {
    return of(InvalidDefinitionException.builder(), "InvalidDefinition", why);
  }

  static AwsServiceException invalidArn(String arn) {
    return of(InvalidArnException.builder(), "InvalidArn", "Invalid Arn: '" + arn + "'");
  }

  static AwsServiceException invalidToken() {
    return of(InvalidTokenException.builder(), "InvalidToken", "Invalid Token: 'Invalid token'");
  }

  static AwsServiceException taskTimedOut() {
    return of(
        TaskTimedOutException.builder(),
        "TaskTimedOut",
        "Task Timed Out: 'Provided task does not exist anymore'");
  }

  static AwsServiceException denied(String why) {
    return of(SfnException.builder(), "AccessDeniedException", why);
  }

  private static AwsServiceException of(
      AwsServiceException.Builder builder, String code, String message) {
    return Refusal.of(builder, "Sfn", 400, code, message);
  }
}
