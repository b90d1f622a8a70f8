package io.pharos.component;

import com.pulumi.aws.ec2.NetworkAcl;
import com.pulumi.aws.ec2.NetworkAclArgs;
import com.pulumi.aws.ec2.NetworkAclRule;
import com.pulumi.aws.ec2.NetworkAclRuleArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import io.pharos.config.Cidr;
import io.pharos.config.Site;
import java.util.List;
import java.util.Map;

/**
 * The network ACL of the database's subnets: in from application and tools to the database's port,
 * out to their ephemeral ports, nothing else. Its rules start at 100, so that a fence, which the
 * runtime writes below 100, wins; what RDS itself exchanges between its hosts does not pass here.
 */
final class IsolatedNetworkAcl {
  private static final int APP_RULES = 100;
  private static final int TOOLS_RULES = 200;
  private static final int STEP = 10;
  private static final int EPHEMERAL_FROM = 1024;
  private static final int EPHEMERAL_TO = 65535;

  private final String name;
  private final int databasePort;
  private final CustomResourceOptions options;
  private final NetworkAcl acl;

  IsolatedNetworkAcl(
      String prefix,
      Site site,
      SubnetPlan plan,
      Output<String> vpcId,
      Output<List<String>> subnetIds,
      Resource parent) {
    this.name = prefix + "-isolated";
    this.databasePort = site.settings().database().port();
    this.options = CustomResourceOptions.builder().parent(parent).build();
    this.acl =
        new NetworkAcl(
            name,
            NetworkAclArgs.builder()
                .vpcId(vpcId)
                .subnetIds(subnetIds)
                .tags(Map.of("Name", site.names().regional("isolated")))
                .build(),
            // A refresh reads the runtime's fences into these; they are not Pulumi's to remove.
            CustomResourceOptions.builder()
                .parent(parent)
                .ignoreChanges("ingress", "egress")
                .build());
    rules("app", APP_RULES, plan.privateSubnets());
    rules("tools", TOOLS_RULES, plan.toolsSubnets());
  }

  Output<String> id() {
    return acl.id();
  }

  private void rules(String who, int first, List<Cidr> cidrs) {
    for (int i = 0; i < cidrs.size(); i++) {
      String suffix = "-" + who + "-" + (i + 1);
      int number = first + STEP * i;
      rule(suffix + "-in", number, false, cidrs.get(i), databasePort, databasePort);
      rule(suffix + "-out", number, true, cidrs.get(i), EPHEMERAL_FROM, EPHEMERAL_TO);
    }
  }

  private void rule(
      String suffix, int number, boolean egress, Cidr cidr, int fromPort, int toPort) {
    new NetworkAclRule(
        name + suffix,
        NetworkAclRuleArgs.builder()
            .networkAclId(acl.id())
            .ruleNumber(number)
            .egress(egress)
            .ruleAction("allow")
            .protocol("tcp")
            .cidrBlock(cidr.toString())
            .fromPort(fromPort)
            .toPort(toPort)
            .build(),
        options);
  }
}
