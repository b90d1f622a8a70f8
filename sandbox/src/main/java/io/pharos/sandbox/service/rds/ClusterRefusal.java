package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Refusal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.model.DbClusterAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.GlobalClusterAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.GlobalClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.InvalidDbClusterStateException;
import software.amazon.awssdk.services.rds.model.InvalidGlobalClusterStateException;

/** The ways in which RDS says no about clusters, with the codes of its API reference. */
final class ClusterRefusal {
  private ClusterRefusal() {}

  static AwsServiceException noCluster(String identifier) {
    return Refusal.of(
        DbClusterNotFoundException.builder(),
        "Rds",
        404,
        "DBClusterNotFoundFault",
        "DBCluster " + identifier + " not found.");
  }

  static AwsServiceException exists() {
    return Refusal.of(
        DbClusterAlreadyExistsException.builder(),
        "Rds",
        400,
        "DBClusterAlreadyExistsFault",
        "DB Cluster already exists");
  }

  static AwsServiceException state(String message) {
    return Refusal.of(
        InvalidDbClusterStateException.builder(),
        "Rds",
        400,
        "InvalidDBClusterStateFault",
        message);
  }

  static AwsServiceException noGlobal(String identifier) {
    return Refusal.of(
        GlobalClusterNotFoundException.builder(),
        "Rds",
        404,
        "GlobalClusterNotFoundFault",
        "Global cluster " + identifier + " not found.");
  }

  static AwsServiceException globalExists(String identifier) {
    return Refusal.of(
        GlobalClusterAlreadyExistsException.builder(),
        "Rds",
        400,
        "GlobalClusterAlreadyExistsFault",
        "Global cluster " + identifier + " already exists");
  }

  static AwsServiceException globalState(String message) {
    return Refusal.of(
        InvalidGlobalClusterStateException.builder(),
        "Rds",
        400,
        "InvalidGlobalClusterStateFault",
        message);
  }
}
