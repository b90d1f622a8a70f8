package io.pharos.drill;

import io.pharos.config.Settings;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.RuleAction;

/**
 * Takes the primary Region's database away from everything in its network, established connections
 * included, by one entry of a network ACL. It is made of EC2's own calls, so that it is the same
 * wherever commands act, and the entry is none that a fence makes or looks for.
 *
 * @see <a href="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html">Network
 *     ACLs</a>
 */
record DatabaseCut(Cloud cloud, String region, String networkAcl, String network, int port)
    implements Breakage {
  /** Before every entry of the stack, and before those of the fence. */
  private static final int NUMBER = 5;

  private static final String TCP = "6";

  static DatabaseCut of(Cloud cloud, Settings settings, String networkAcl) {
    return new DatabaseCut(
        cloud,
        settings.regions().primary(),
        networkAcl,
        settings.network().cidr(Position.PRIMARY).toString(),
        settings.database().port());
  }

  @Override
  public String what() {
    return "the database of " + region;
  }

  @Override
  public void begin() {
    ec2()
        .createNetworkAclEntry(
            create ->
                create
                    .networkAclId(networkAcl)
                    .ruleNumber(NUMBER)
                    .protocol(TCP)
                    .ruleAction(RuleAction.DENY)
                    .egress(false)
                    .cidrBlock(network)
                    .portRange(range -> range.from(port).to(port)));
  }

  @Override
  public void end() {
    try {
      ec2()
          .deleteNetworkAclEntry(
              delete -> delete.networkAclId(networkAcl).ruleNumber(NUMBER).egress(false));
    } catch (Ec2Exception e) {
      if (!"InvalidNetworkAclEntry.NotFound".equals(e.awsErrorDetails().errorCode())) {
        throw e;
      }
    }
  }

  private Ec2Client ec2() {
    return cloud.client(Ec2Client.class, region);
  }
}
