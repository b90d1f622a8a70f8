package io.pharos.sandbox.contract;

import static io.pharos.sandbox.contract.ContractWorld.PEER_REGION;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.GlobalCluster;
import software.amazon.awssdk.services.rds.model.GlobalClusterMember;
import software.amazon.awssdk.services.rds.model.GlobalClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.InvalidGlobalClusterStateException;

/**
 * A global database whose writer is in the peer Region: what the recovery functions read of it, how
 * it is moved, and how a cluster gets other security groups.
 */
abstract class AuroraContract {
  private static final String GLOBAL = "shop-prod";
  private static final String WRITER = "shop-prod-primary-1";
  private static final String READER = "shop-prod-secondary-1";

  private final ContractWorld world;
  private final RdsClient rds;
  private final RdsClient peer;

  AuroraContract(ContractWorld world) {
    this.world = world;
    this.rds = world.client(RdsClient.class);
    this.peer = world.client(RdsClient.class, PEER_REGION);
  }

  private DBCluster describe(String identifier) {
    return rds.describeDBClusters(describe -> describe.dbClusterIdentifier(identifier))
        .dbClusters()
        .get(0);
  }

  /** moto keeps a global cluster where it was made. */
  private GlobalCluster global() {
    return peer.describeGlobalClusters(describe -> describe.globalClusterIdentifier(GLOBAL))
        .globalClusters()
        .get(0);
  }

  private String writer() {
    List<GlobalClusterMember> writers =
        global().globalClusterMembers().stream().filter(GlobalClusterMember::isWriter).toList();
    assertThat(writers).hasSize(1);
    return writers.get(0).dbClusterArn();
  }

  /** moto does not know the operations. */
  private boolean moves() {
    return world.expected(KnownDifference.GLOBAL_DATABASES_DO_NOT_MOVE, true, false);
  }

  @Test
  void describeDBClusters_showsAReaderOfTheGlobalDatabase() {
    world.globalDatabase(GLOBAL, WRITER, READER);

    DBCluster reader = describe(READER);

    assertThat(reader.status()).isEqualTo("available");
    assertThat(reader.dbClusterArn())
        .isEqualTo("arn:aws:rds:eu-west-1:123456789012:cluster:" + READER);
    assertThat(reader.endpoint()).startsWith(READER + ".cluster-");
    assertThat(reader.readerEndpoint()).startsWith(READER + ".cluster-ro-");
    assertThat(reader.engine()).isEqualTo("aurora-mysql");
  }

  @Test
  void describeDBClusters_whenThereIsNone_isNotFound() {
    assertThat(Refused.by(() -> describe("nothing")))
        .isEqualTo(new Refused(DbClusterNotFoundException.class, 404, "DBClusterNotFoundFault"));
  }

  @Test
  void describeGlobalClusters_saysWhoWrites() {
    world.globalDatabase(GLOBAL, WRITER, READER);

    assertThat(writer()).endsWith(":cluster:" + WRITER);
    assertThat(global().globalClusterMembers()).hasSize(2);
    assertThat(global().failoverState()).isNull();
    assertThat(global().status()).isEqualTo("available");
  }

  @Test
  void describeGlobalClusters_whenThereIsNone_isNotFound() {
    assertThat(
            Refused.by(
                () -> rds.describeGlobalClusters(of -> of.globalClusterIdentifier("nothing"))))
        .isEqualTo(
            world.expected(
                KnownDifference.GLOBAL_CLUSTERS_ARE_NOT_LOOKED_FOR,
                new Refused(
                    GlobalClusterNotFoundException.class, 404, "GlobalClusterNotFoundFault"),
                Refused.NOT));
  }

  @Test
  void modifyDBCluster_putsItIntoOtherGroups() {
    world.globalDatabase(GLOBAL, WRITER, READER);
    String quarantine = world.securityGroup("quarantine");

    rds.modifyDBCluster(
        modify ->
            modify
                .dbClusterIdentifier(READER)
                .vpcSecurityGroupIds(quarantine)
                .applyImmediately(true));

    assertThat(describe(READER).vpcSecurityGroups())
        .extracting(group -> group.vpcSecurityGroupId())
        .containsExactly(quarantine);
  }

  @Test
  void failoverGlobalCluster_makesTheReaderTheWriter() {
    if (!moves()) {
      return;
    }
    world.globalDatabase(GLOBAL, WRITER, READER);
    String target = describe(READER).dbClusterArn();

    rds.failoverGlobalCluster(
        to ->
            to.globalClusterIdentifier(GLOBAL)
                .targetDbClusterIdentifier(target)
                .allowDataLoss(true));

    assertThat(global().failoverState().toDbClusterArn()).isEqualTo(target);
    assertThat(global().failoverState().isDataLossAllowed()).isTrue();
    assertThat(writer()).endsWith(":cluster:" + WRITER);
    assertThat(Refused.by(() -> switchOver(target)))
        .isEqualTo(
            new Refused(
                InvalidGlobalClusterStateException.class, 400, "InvalidGlobalClusterStateFault"));
    world.settle();
    assertThat(writer()).isEqualTo(target);
    assertThat(global().failoverState()).isNull();
  }

  @Test
  void switchoverGlobalCluster_exchangesTheRoles() {
    if (!moves()) {
      return;
    }
    world.globalDatabase(GLOBAL, WRITER, READER);
    String target = describe(READER).dbClusterArn();

    switchOver(target);
    world.settle();

    assertThat(writer()).isEqualTo(target);
    assertThat(describe(READER).status()).isEqualTo("available");
  }

  /** Asked for where the writer is. */
  private void switchOver(String target) {
    peer.switchoverGlobalCluster(
        to -> to.globalClusterIdentifier(GLOBAL).targetDbClusterIdentifier(target));
  }
}
