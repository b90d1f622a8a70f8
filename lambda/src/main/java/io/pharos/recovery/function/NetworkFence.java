package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.RuleAction;

/**
 * Closes a database to its application with numbered DENY entries in the network ACL of its
 * subnets. Unlike a security-group rule that is taken away, it cuts established connections as
 * well; marker and replication, which come from elsewhere, go on.
 *
 * @see <a href="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html">Network
 *     ACLs</a>
 */
record NetworkFence(Aws aws, String region, String networkAcl, List<String> cidrs, int port) {
  /** DENY entries stand before every ALLOW: the first entry that matches decides. */
  private static final int FIRST_NUMBER = 10;

  private static final String TCP = "6";

  /**
   * Adds the entries that are missing.
   *
   * @return how many were added; 0 when it was closed already
   */
  int close() {
    return close((cidr, number) -> {});
  }

  /**
   * Adds the entries that are missing.
   *
   * @param before is told of each entry, its block and its number, before the entry is made
   * @return how many were added; 0 when it was closed already
   */
  int close(BiConsumer<String, Integer> before) {
    try {
      return addMissing(before);
    } catch (Ec2Exception e) {
      if (!AwsErrors.code(e).equals("NetworkAclEntryAlreadyExists")) {
        throw e;
      }
      // Ours, when the answer to the call before was lost, or another's: look again, once.
      return 1 + addMissing(before);
    }
  }

  /**
   * Takes away exactly these entries, each only while it still is what {@link #close} makes.
   *
   * @param numbers of the entries, by their blocks
   * @return how many were taken away
   */
  int open(Map<String, Integer> numbers) {
    Ec2Client ec2 = aws.client(Ec2Client.class, region);
    List<NetworkAclEntry> ours =
        ingress(ec2).stream()
            .filter(entry -> entry.ruleNumber().equals(numbers.get(entry.cidrBlock())))
            .filter(this::made)
            .toList();
    for (NetworkAclEntry entry : ours) {
      ec2.deleteNetworkAclEntry(
          delete -> delete.networkAclId(networkAcl).ruleNumber(entry.ruleNumber()).egress(false));
    }
    return ours.size();
  }

  /** The blocks that are kept away now, by whomever. */
  List<String> closed() {
    List<NetworkAclEntry> entries = ingress(aws.client(Ec2Client.class, region));
    return cidrs.stream()
        .filter(cidr -> entries.stream().anyMatch(entry -> closes(entry, cidr, entries)))
        .toList();
  }

  /** The entries that {@link #close} made or would have made, by their blocks. */
  Map<String, Integer> entries() {
    Map<String, Integer> entries = new TreeMap<>();
    ingress(aws.client(Ec2Client.class, region)).stream()
        .filter(entry -> cidrs.contains(entry.cidrBlock()))
        .filter(this::made)
        .forEach(entry -> entries.put(entry.cidrBlock(), entry.ruleNumber()));
    return entries;
  }

  private boolean made(NetworkAclEntry entry) {
    return entry.ruleAction() == RuleAction.DENY
        && TCP.equals(entry.protocol())
        && entry.portRange() != null
        && entry.portRange().from() == port
        && entry.portRange().to() == port;
  }

  private int addMissing(BiConsumer<String, Integer> before) {
    Ec2Client ec2 = aws.client(Ec2Client.class, region);
    List<NetworkAclEntry> entries = ingress(ec2);
    Set<Integer> taken = new HashSet<>();
    entries.forEach(entry -> taken.add(entry.ruleNumber()));
    int added = 0;
    for (String cidr : cidrs) {
      if (entries.stream().noneMatch(entry -> closes(entry, cidr, entries))) {
        int number = free(taken);
        before.accept(cidr, number);
        ec2.createNetworkAclEntry(
            create ->
                create
                    .networkAclId(networkAcl)
                    .ruleNumber(number)
                    .protocol(TCP)
                    .ruleAction(RuleAction.DENY)
                    .egress(false)
                    .cidrBlock(cidr)
                    .portRange(range -> range.from(port).to(port)));
        taken.add(number);
        added++;
      }
    }
    return added;
  }

  private List<NetworkAclEntry> ingress(Ec2Client ec2) {
    NetworkAcl acl =
        ec2
            .describeNetworkAcls(describe -> describe.networkAclIds(networkAcl))
            .networkAcls()
            .stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new Failed(
                        ErrorCode.DEPLOYMENT_INCOMPLETE,
                        "network ACL " + networkAcl + " is missing in " + region));
    return acl.entries().stream().filter(entry -> !entry.egress()).toList();
  }

  private boolean closes(NetworkAclEntry entry, String cidr, List<NetworkAclEntry> all) {
    return entry.ruleAction() == RuleAction.DENY
        && cidr.equals(entry.cidrBlock())
        && covers(entry)
        && all.stream()
            .filter(other -> other.ruleAction() == RuleAction.ALLOW)
            .allMatch(other -> entry.ruleNumber() < other.ruleNumber());
  }

  private boolean covers(NetworkAclEntry entry) {
    return entry.portRange() == null
        || entry.portRange().from() <= port && port <= entry.portRange().to();
  }

  private static int free(Set<Integer> taken) {
    int number = FIRST_NUMBER;
    while (taken.contains(number)) {
      number++;
    }
    return number;
  }
}
