package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.RuleAction;

/** The fence: entries of a network ACL are looked at, added and taken away. */
abstract class NetworkAclContract {
  private static final int LAST = 32_767;

  private final Ec2Client ec2;
  private final ContractWorld world;
  private String acl;

  NetworkAclContract(ContractWorld world) {
    this.world = world;
    this.ec2 = world.client(Ec2Client.class);
  }

  @BeforeEach
  void aNetworkAcl() {
    acl = world.networkAcl(ContractWorld.REGION);
  }

  private static Refused refused(String code) {
    return new Refused(Ec2Exception.class, 400, code);
  }

  private Refused unlessUnchecked(String code) {
    return world.expected(KnownDifference.ENTRIES_ARE_NOT_CHECKED, refused(code), Refused.NOT);
  }

  private Refused noEntry() {
    return world.expected(
        KnownDifference.DELETING_NO_ENTRY_IS_A_SERVER_ERROR,
        refused("InvalidNetworkAclEntry.NotFound"),
        Refused.serverError(Ec2Exception.class));
  }

  private CreateNetworkAclEntryRequest.Builder deny(int number, String cidr) {
    return CreateNetworkAclEntryRequest.builder()
        .networkAclId(acl)
        .ruleNumber(number)
        .protocol("6")
        .ruleAction(RuleAction.DENY)
        .egress(false)
        .cidrBlock(cidr)
        .portRange(range -> range.from(3306).to(3306));
  }

  private List<NetworkAclEntry> ingress() {
    return ec2
        .describeNetworkAcls(describe -> describe.networkAclIds(acl))
        .networkAcls()
        .get(0)
        .entries()
        .stream()
        .filter(entry -> !entry.egress())
        .toList();
  }

  private void delete(int number, boolean egress) {
    ec2.deleteNetworkAclEntry(delete -> delete.networkAclId(acl).ruleNumber(number).egress(egress));
  }

  @Test
  void describeNetworkAcls_showsEntries_withAWSsLastOne() {
    Tuple own = tuple(100, RuleAction.ALLOW, "6", "0.0.0.0/0");
    Tuple last = tuple(LAST, RuleAction.DENY, "-1", "0.0.0.0/0");

    assertThat(ingress())
        .extracting(
            NetworkAclEntry::ruleNumber,
            NetworkAclEntry::ruleAction,
            NetworkAclEntry::protocol,
            NetworkAclEntry::cidrBlock)
        .containsExactlyInAnyOrderElementsOf(
            world.expected(
                KnownDifference.LAST_ENTRY_IS_MISSING, List.of(own, last), List.of(own)));
    assertThat(ingress().stream().filter(entry -> entry.ruleNumber() == 100).findFirst())
        .get()
        .satisfies(
            entry -> {
              assertThat(entry.portRange().from()).isEqualTo(3306);
              assertThat(entry.portRange().to()).isEqualTo(3306);
            });
    assertThat(ingress())
        .filteredOn(entry -> entry.ruleNumber() == LAST)
        .allSatisfy(entry -> assertThat(entry.portRange()).isNull());
  }

  @Test
  void createNetworkAclEntry_addsIt() {
    ec2.createNetworkAclEntry(deny(10, "10.0.0.0/24").build());

    assertThat(ingress())
        .filteredOn(entry -> entry.ruleNumber() == 10)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.ruleAction()).isEqualTo(RuleAction.DENY);
              assertThat(entry.protocol()).isEqualTo("6");
              assertThat(entry.cidrBlock()).isEqualTo("10.0.0.0/24");
              assertThat(entry.portRange().from()).isEqualTo(3306);
            });
  }

  @Test
  void createNetworkAclEntry_withANumberThatIsTaken_isRefused() {
    ec2.createNetworkAclEntry(deny(10, "10.0.0.0/24").build());

    assertThat(Refused.by(() -> ec2.createNetworkAclEntry(deny(10, "10.0.1.0/24").build())))
        .isEqualTo(refused("NetworkAclEntryAlreadyExists"));
    ec2.createNetworkAclEntry(deny(10, "10.0.1.0/24").egress(true).build());
    assertThat(ingress())
        .filteredOn(entry -> entry.ruleNumber() == 10)
        .extracting(NetworkAclEntry::cidrBlock)
        .containsExactly("10.0.0.0/24");
  }

  @Test
  void createNetworkAclEntry_ofAnUnknownAcl_isNotFound() {
    assertThat(
            Refused.by(
                () ->
                    ec2.createNetworkAclEntry(
                        deny(10, "10.0.0.0/24").networkAclId("acl-0123456789abcdef0").build())))
        .isEqualTo(refused("InvalidNetworkAclID.NotFound"));
  }

  @Test
  void createNetworkAclEntry_withWhatIsNoCidr_isRefused() {
    assertThat(Refused.by(() -> ec2.createNetworkAclEntry(deny(10, "10.0.0.0/99").build())))
        .isEqualTo(unlessUnchecked("InvalidParameterValue"));
  }

  @Test
  void createNetworkAclEntry_withANumberBeyondTheLast_isRefused() {
    assertThat(Refused.by(() -> ec2.createNetworkAclEntry(deny(40_000, "10.0.0.0/24").build())))
        .isEqualTo(unlessUnchecked("InvalidParameterValue"));
  }

  @Test
  void createNetworkAclEntry_ofTcpWithoutPorts_isRefused() {
    assertThat(
            Refused.by(
                () ->
                    ec2.createNetworkAclEntry(
                        deny(10, "10.0.0.0/24")
                            .portRange((software.amazon.awssdk.services.ec2.model.PortRange) null)
                            .build())))
        .isEqualTo(unlessUnchecked("MissingParameter"));
  }

  @Test
  void deleteNetworkAclEntry_takesItAway_onceAndInItsDirection() {
    ec2.createNetworkAclEntry(deny(10, "10.0.0.0/24").build());

    assertThat(Refused.by(() -> delete(10, true))).isEqualTo(noEntry());
    delete(10, false);

    assertThat(ingress()).extracting(NetworkAclEntry::ruleNumber).doesNotContain(10);
    assertThat(Refused.by(() -> delete(10, false))).isEqualTo(noEntry());
  }

  @Test
  void describeNetworkAcls_ofAnUnknownOne_isNotFound() {
    assertThat(
            Refused.by(
                () ->
                    ec2.describeNetworkAcls(
                        describe -> describe.networkAclIds("acl-0123456789abcdef0"))))
        .isEqualTo(
            world.expected(
                KnownDifference.MISSING_ACL_IS_A_MISSING_ROUTE_TABLE,
                refused("InvalidNetworkAclID.NotFound"),
                refused("InvalidRouteTableID.NotFound")));
  }
}
