package io.pharos.drill;

import io.pharos.config.ComputeKind;
import io.pharos.config.Settings;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * What a Region is billed for by the hour, as AWS shows it: the drivers of what a standby costs
 * while nothing happens. No prices, which differ by Region and contract.
 *
 * @param drivers how many there are of each, such as {@code db.t4g.medium} or {@code NAT gateway}
 */
public record StandingCost(Map<String, Integer> drivers) {

  /** What stands there now. What is being made or deleted counts when it is there. */
  static StandingCost of(Cloud cloud, Settings settings, Position position) {
    String region = settings.regions().of(position);
    Map<String, Integer> drivers = new LinkedHashMap<>();
    count(
        drivers,
        "load balancer",
        cloud
            .client(ElasticLoadBalancingV2Client.class, region)
            .describeLoadBalancersPaginator(all -> {})
            .loadBalancers()
            .stream()
            .toList()
            .size());
    count(
        drivers,
        "NAT gateway",
        (int)
            cloud
                .client(Ec2Client.class, region)
                .describeNatGatewaysPaginator(all -> {})
                .natGateways()
                .stream()
                .filter(gateway -> gateway.state() == NatGatewayState.AVAILABLE)
                .count());
    databases(cloud, region).forEach((kind, number) -> count(drivers, kind, number));
    String unit =
        settings.compute().kind() == ComputeKind.EC2
            ? settings.compute().instanceType()
            : "Fargate task";
    count(drivers, unit, new RegionView(cloud, settings, position).wantedNow());
    return new StandingCost(drivers);
  }

  private static Map<String, Integer> databases(Cloud cloud, String region) {
    Map<String, Integer> databases = new TreeMap<>();
    List<DBInstance> instances =
        cloud
            .client(RdsClient.class, region)
            .describeDBInstancesPaginator(all -> {})
            .dbInstances()
            .stream()
            .toList();
    for (DBInstance instance : instances) {
      String zones = Boolean.TRUE.equals(instance.multiAZ()) ? " (Multi-AZ)" : "";
      databases.merge(instance.dbInstanceClass() + zones, 1, Integer::sum);
    }
    return databases;
  }

  private static void count(Map<String, Integer> drivers, String what, int number) {
    if (number > 0) {
      drivers.put(what, number);
    }
  }

  /** {@code 1 load balancer, 2 NAT gateway}. */
  @Override
  public String toString() {
    return String.join(
        ", ",
        drivers.entrySet().stream().map(each -> each.getValue() + " " + each.getKey()).toList());
  }
}
