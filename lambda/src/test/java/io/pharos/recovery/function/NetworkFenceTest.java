package io.pharos.recovery.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclEntryResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsResponse;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.RuleAction;

final class NetworkFenceTest {
  private static final List<String> CIDRS = List.of("10.0.1.0/24", "10.0.2.0/24");

  @Test
  void close_deniesEachSubnetBeforeWhatIsAllowed() {
    FakeAcl acl = new FakeAcl();

    assertThat(fence(acl).close()).isEqualTo(2);

    assertThat(acl.entries)
        .filteredOn(entry -> entry.ruleAction() == RuleAction.DENY)
        .allSatisfy(entry -> assertThat(entry.ruleNumber()).isLessThan(100))
        .extracting(NetworkAclEntry::cidrBlock)
        .containsExactlyElementsOf(CIDRS);
  }

  @Test
  void close_twice_changesNothing() {
    FakeAcl acl = new FakeAcl();
    fence(acl).close();

    assertThat(fence(acl).close()).isZero();
    assertThat(acl.entries).hasSize(3);
  }

  @Test
  void close_whenOnlyAPartWasClosed_addsTheRestUnderAFreeNumber() {
    FakeAcl acl = new FakeAcl();
    fence(acl).close();
    acl.entries.removeIf(entry -> CIDRS.get(0).equals(entry.cidrBlock()));

    assertThat(fence(acl).close()).isEqualTo(1);
    assertThat(acl.entries).extracting(NetworkAclEntry::ruleNumber).doesNotHaveDuplicates();
  }

  private static NetworkFence fence(FakeAcl acl) {
    FakeAws aws = new FakeAws().with(Ec2Client.class, "eu-west-1", acl);
    return new NetworkFence(aws, "eu-west-1", "acl-1", CIDRS, 3306);
  }

  /** A network ACL that allows the application's network under number 100. */
  private static final class FakeAcl implements Ec2Client {
    final List<NetworkAclEntry> entries = new ArrayList<>();

    FakeAcl() {
      entries.add(
          NetworkAclEntry.builder()
              .ruleNumber(100)
              .ruleAction(RuleAction.ALLOW)
              .cidrBlock("10.0.0.0/16")
              .egress(false)
              .build());
    }

    @Override
    public DescribeNetworkAclsResponse describeNetworkAcls(DescribeNetworkAclsRequest request) {
      return DescribeNetworkAclsResponse.builder()
          .networkAcls(acl -> acl.networkAclId("acl-1").entries(entries))
          .build();
    }

    @Override
    public CreateNetworkAclEntryResponse createNetworkAclEntry(
        CreateNetworkAclEntryRequest request) {
      entries.add(
          NetworkAclEntry.builder()
              .ruleNumber(request.ruleNumber())
              .ruleAction(request.ruleAction())
              .cidrBlock(request.cidrBlock())
              .portRange(request.portRange())
              .egress(request.egress())
              .build());
      return CreateNetworkAclEntryResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "ec2";
    }

    @Override
    public void close() {}
  }
}
