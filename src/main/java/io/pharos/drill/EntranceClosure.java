package io.pharos.drill;

import io.pharos.engine.Refused;
import io.pharos.world.Cloud;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;

/**
 * Closes a Region's load balancer to everybody: its security groups are exchanged for one that lets
 * nobody in. No rule is touched, so that Pulumi finds nothing to make again.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetSecurityGroups.html">SetSecurityGroups</a>
 */
final class EntranceClosure implements Breakage {
  private final Cloud cloud;
  private final String region;
  private final String dnsName;
  private final String closedGroup;
  private List<String> before = List.of();

  /**
   * @param closedGroup a security group of the same network without a rule for users
   */
  EntranceClosure(Cloud cloud, String region, String dnsName, String closedGroup) {
    this.cloud = cloud;
    this.region = region;
    this.dnsName = dnsName;
    this.closedGroup = closedGroup;
  }

  @Override
  public String what() {
    return "the entrance of " + region;
  }

  @Override
  public void begin() {
    before = look().securityGroups();
    set(List.of(closedGroup));
  }

  @Override
  public void end() {
    if (!before.isEmpty()) {
      set(before);
      before = List.of();
    }
  }

  private void set(List<String> groups) {
    String arn = look().loadBalancerArn();
    balancing().setSecurityGroups(set -> set.loadBalancerArn(arn).securityGroups(groups));
  }

  private LoadBalancer look() {
    return balancing().describeLoadBalancersPaginator(all -> {}).loadBalancers().stream()
        .filter(each -> each.dnsName().equals(dnsName))
        .findFirst()
        .orElseThrow(() -> new Refused("there is no load balancer " + dnsName + " in " + region));
  }

  private ElasticLoadBalancingV2Client balancing() {
    return cloud.client(ElasticLoadBalancingV2Client.class, region);
  }
}
