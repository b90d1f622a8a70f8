package io.pharos.sandbox.service.rds;

import software.amazon.awssdk.services.rds.model.DBInstanceStatusInfo;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/** Small parts of an instance's description. */
final class Membership {
  private Membership() {}

  static VpcSecurityGroupMembership active(String securityGroupId) {
    return VpcSecurityGroupMembership.builder()
        .vpcSecurityGroupId(securityGroupId)
        .status("active")
        .build();
  }

  /** As DescribeDBInstances reports a replica's state. */
  static DBInstanceStatusInfo replication(boolean connected) {
    return DBInstanceStatusInfo.builder()
        .statusType("read replication")
        .status(connected ? "replicating" : "error")
        .normal(connected)
        .message(connected ? null : "Replication has failed: cannot connect to the source")
        .build();
  }
}
