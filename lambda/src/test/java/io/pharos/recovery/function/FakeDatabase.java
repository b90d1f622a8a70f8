package io.pharos.recovery.function;

import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.InvalidDbInstanceStateException;
import software.amazon.awssdk.services.rds.model.PromoteReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.PromoteReadReplicaResponse;

/** RDS with the one database {@code shop-prod-secondary-1}, in the state that a test gives it. */
final class FakeDatabase implements RdsClient {
  static final String IDENTIFIER = "shop-prod-secondary-1";

  PromoteReadReplicaRequest promoted;
  private final String status;
  private final String source;
  private boolean refusesPromotion;

  private FakeDatabase(String status, String source) {
    this.status = status;
    this.source = source;
  }

  static FakeDatabase replica(String status) {
    return new FakeDatabase(status, "arn:aws:rds:eu-west-1:123456789012:db:shop-prod-primary-1");
  }

  static FakeDatabase standalone(String status) {
    return new FakeDatabase(status, null);
  }

  FakeDatabase refusingPromotion() {
    refusesPromotion = true;
    return this;
  }

  @Override
  public DescribeDbInstancesResponse describeDBInstances(DescribeDbInstancesRequest request) {
    if (!request.dbInstanceIdentifier().equals(IDENTIFIER)) {
      throw DbInstanceNotFoundException.builder().message("DBInstance not found").build();
    }
    return DescribeDbInstancesResponse.builder()
        .dbInstances(
            DBInstance.builder()
                .dbInstanceIdentifier(IDENTIFIER)
                .dbInstanceStatus(status)
                .readReplicaSourceDBInstanceIdentifier(source)
                .build())
        .build();
  }

  @Override
  public PromoteReadReplicaResponse promoteReadReplica(PromoteReadReplicaRequest request) {
    if (refusesPromotion) {
      throw InvalidDbInstanceStateException.builder().message("not in available state").build();
    }
    promoted = request;
    return PromoteReadReplicaResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return "rds";
  }

  @Override
  public void close() {}
}
