package io.pharos.component;

import com.pulumi.aws.AwsFunctions;
import com.pulumi.aws.ec2.Ec2Functions;
import com.pulumi.aws.ec2.RouteTableAssociation;
import com.pulumi.aws.ec2.RouteTableAssociationArgs;
import com.pulumi.aws.ec2.Subnet;
import com.pulumi.aws.ec2.SubnetArgs;
import com.pulumi.aws.ec2.VpcEndpoint;
import com.pulumi.aws.ec2.VpcEndpointArgs;
import com.pulumi.aws.ec2.inputs.GetRouteTableArgs;
import com.pulumi.aws.ec2.outputs.GetRouteTableResult;
import com.pulumi.aws.inputs.GetAvailabilityZonesArgs;
import com.pulumi.aws.outputs.GetAvailabilityZonesResult;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.component.awsx.NatGatewayConfigurationArgs;
import io.pharos.component.awsx.SubnetSpecArgs;
import io.pharos.component.awsx.Vpc;
import io.pharos.component.awsx.VpcArgs;
import io.pharos.config.Cidr;
import io.pharos.config.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The network of one Region: subnets for the load balancer, the application, the database and the
 * functions that talk to the database, and who may talk to whom. Only the load balancer's ports are
 * open to the world.
 */
public final class Network extends PharosComponent {
  /** The word of awsx for it. */
  private static final String NONE = "None";

  private final Site site;
  private final SubnetPlan plan;
  private final Vpc vpc;
  private final Output<List<String>> toolsSubnetIds;
  private final SecurityGroups groups;
  private final IsolatedNetworkAcl acl;

  public Network(String name, NetworkArgs args, ComponentResourceOptions options) {
    super("Network", name, options);
    this.site = args.site();
    this.plan = SubnetPlan.of(site.settings().network(), site.position());
    this.vpc = new Vpc(name, vpcArgs(), childComponentOptions().build());
    this.toolsSubnetIds = toolsSubnets(name);
    bucketEndpoint(name);
    this.groups = new SecurityGroups(name, site, vpc.vpcId(), this);
    if (site.settings().network().interfaceEndpoints()) {
      new ServiceEndpoints(name, site, vpc.vpcId(), this)
          .open(
              vpc.privateSubnetIds(),
              Map.of("app", groups.app(), "tools", groups.tools()),
              privateRouteTableIds());
    }
    this.acl = new IsolatedNetworkAcl(name, site, plan, vpc.vpcId(), vpc.isolatedSubnetIds(), this);
    registerOutputs(
        Map.of(
            "vpcId", vpcId(),
            "publicSubnetIds", publicSubnetIds(),
            "privateSubnetIds", privateSubnetIds(),
            "isolatedSubnetIds", isolatedSubnetIds(),
            "toolsSubnetIds", toolsSubnetIds,
            "privateSubnetCidrs", privateSubnetCidrs(),
            "isolatedNetworkAclId", isolatedNetworkAclId(),
            "quarantineSecurityGroupId", quarantineSecurityGroupId()));
  }

  private VpcArgs vpcArgs() {
    return new VpcArgs(
        plan.vpc().toString(),
        plan.zones(),
        List.of(
            new SubnetSpecArgs("Public", "public", plan.publicPrefix()),
            new SubnetSpecArgs("Private", "private", plan.privatePrefix()),
            new SubnetSpecArgs("Isolated", "isolated", plan.isolatedPrefix())),
        new NatGatewayConfigurationArgs(
            // A skeleton has none: recovery makes them, and they are billed by the hour.
            site.settings().skeleton(site.position())
                ? NONE
                : site.settings().network().natGateways().word()),
        Map.of("pharos:network", site.names().prefix()));
  }

  /** The zones are the ones that awsx takes: the first that the Region names. */
  private Output<List<String>> toolsSubnets(String name) {
    Output<List<String>> zones =
        AwsFunctions.getAvailabilityZones(GetAvailabilityZonesArgs.Empty, invoke())
            .applyValue(GetAvailabilityZonesResult::names);
    List<Output<String>> ids = new ArrayList<>();
    List<Cidr> cidrs = plan.toolsSubnets();
    for (int i = 0; i < cidrs.size(); i++) {
      int zone = i;
      String subnetName = name + "-tools-" + (i + 1);
      Subnet subnet =
          new Subnet(
              subnetName,
              SubnetArgs.builder()
                  .vpcId(vpc.vpcId())
                  .availabilityZone(zones.applyValue(names -> names.get(zone)))
                  .cidrBlock(cidrs.get(i).toString())
                  .tags(Map.of("Name", subnetName, "SubnetType", "Tools"))
                  .build(),
              child());
      new RouteTableAssociation(
          subnetName,
          RouteTableAssociationArgs.builder()
              .subnetId(subnet.id())
              .routeTableId(routeTableId(vpc.privateSubnetIds(), i))
              .build(),
          child());
      ids.add(subnet.id());
    }
    return Output.all(ids);
  }

  /**
   * Traffic to S3 stays off the NAT gateways; awsx 2.22 would leave the endpoint without routes.
   */
  private void bucketEndpoint(String name) {
    List<Output<String>> routeTables = new ArrayList<>();
    for (int i = 0; i < plan.zones(); i++) {
      routeTables.add(routeTableId(vpc.privateSubnetIds(), i));
      routeTables.add(routeTableId(vpc.isolatedSubnetIds(), i));
    }
    new VpcEndpoint(
        name + "-s3",
        VpcEndpointArgs.builder()
            .vpcId(vpc.vpcId())
            .serviceName("com.amazonaws." + site.region() + ".s3")
            .vpcEndpointType("Gateway")
            .routeTableIds(Output.all(routeTables))
            .tags(Map.of("Name", site.names().regional("s3")))
            .build(),
        child());
  }

  private Output<String> routeTableId(Output<List<String>> subnetIds, int index) {
    return Ec2Functions.getRouteTable(
            GetRouteTableArgs.builder()
                .subnetId(subnetIds.applyValue(ids -> ids.get(index)))
                .build(),
            invoke())
        .applyValue(GetRouteTableResult::routeTableId);
  }

  public Output<String> vpcId() {
    return vpc.vpcId();
  }

  /** The public subnets that have, or get, a NAT gateway. */
  public Output<List<String>> natSubnetIds() {
    return switch (site.settings().network().natGateways()) {
      case ONE_PER_AZ -> publicSubnetIds();
      case SINGLE -> publicSubnetIds().applyValue(ids -> List.of(ids.get(0)));
    };
  }

  /** The route tables of the private subnets, in the order of their zones. */
  public Output<List<String>> privateRouteTableIds() {
    List<Output<String>> tables = new ArrayList<>();
    for (int i = 0; i < plan.zones(); i++) {
      tables.add(routeTableId(vpc.privateSubnetIds(), i));
    }
    return Output.all(tables);
  }

  /** Where the load balancer is. */
  public Output<List<String>> publicSubnetIds() {
    return vpc.publicSubnetIds();
  }

  /** Where the application is. */
  public Output<List<String>> privateSubnetIds() {
    return vpc.privateSubnetIds();
  }

  /** Where the database is. */
  public Output<List<String>> isolatedSubnetIds() {
    return vpc.isolatedSubnetIds();
  }

  /** Where the functions are that talk to the database. */
  public Output<List<String>> toolsSubnetIds() {
    return toolsSubnetIds;
  }

  /** The addresses that a fence closes out. */
  public Output<List<String>> privateSubnetCidrs() {
    return Output.of(plan.privateSubnets().stream().map(Cidr::toString).toList());
  }

  public Output<String> loadBalancerSecurityGroupId() {
    return groups.loadBalancer().id();
  }

  public Output<String> appSecurityGroupId() {
    return groups.app().id();
  }

  public Output<String> databaseSecurityGroupId() {
    return groups.database().id();
  }

  public Output<String> toolsSecurityGroupId() {
    return groups.tools().id();
  }

  /** An empty group: where the runtime puts an old writer. */
  public Output<String> quarantineSecurityGroupId() {
    return groups.quarantine().id();
  }

  /** Where the runtime writes the fence. */
  public Output<String> isolatedNetworkAclId() {
    return acl.id();
  }
}
