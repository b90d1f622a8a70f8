package io.pharos.sandbox.provider;

import com.pulumi.aws.AwsFunctions;
import com.pulumi.aws.ec2.Eip;
import com.pulumi.aws.ec2.EipArgs;
import com.pulumi.aws.ec2.InternetGateway;
import com.pulumi.aws.ec2.InternetGatewayArgs;
import com.pulumi.aws.ec2.NatGateway;
import com.pulumi.aws.ec2.NatGatewayArgs;
import com.pulumi.aws.ec2.Route;
import com.pulumi.aws.ec2.RouteArgs;
import com.pulumi.aws.ec2.RouteTable;
import com.pulumi.aws.ec2.RouteTableArgs;
import com.pulumi.aws.ec2.RouteTableAssociation;
import com.pulumi.aws.ec2.RouteTableAssociationArgs;
import com.pulumi.aws.ec2.Subnet;
import com.pulumi.aws.ec2.SubnetArgs;
import com.pulumi.aws.ec2.Vpc;
import com.pulumi.aws.ec2.VpcArgs;
import com.pulumi.aws.ec2.VpcEndpoint;
import com.pulumi.aws.ec2.VpcEndpointArgs;
import com.pulumi.aws.inputs.GetAvailabilityZonesArgs;
import com.pulumi.core.Output;
import com.pulumi.deployment.InvokeOptions;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code awsx:ec2:Vpc} 2.22.0: the same children, with the same names, parents and inputs, as were
 * recorded from the real one for every NAT strategy.
 */
final class VpcComponent extends ComponentResource {
  static final String TYPE = "awsx:ec2:Vpc";

  private static final List<String> ORDER = List.of("public", "private", "isolated");
  private static final String ANYWHERE = "0.0.0.0/0";

  private final String name;
  private final VpcInputs inputs;
  private final Output<List<String>> zones;
  private final List<Resource> children = new ArrayList<>();
  private final Map<String, List<Output<String>>> subnetIds = new TreeMap<>();
  private final List<NatGateway> natGateways = new ArrayList<>();
  private final Vpc vpc;
  private final InternetGateway internetGateway;

  VpcComponent(String name, VpcInputs inputs, ComponentResourceOptions options) {
    super(TYPE, name, options);
    this.name = name;
    this.inputs = inputs;
    this.zones = zones();
    VpcArgs.Builder args =
        VpcArgs.builder().cidrBlock(inputs.cidrBlock()).tags(tagged(name, Map.of()));
    if (inputs.enableDnsHostnames() != null) {
      args.enableDnsHostnames(inputs.enableDnsHostnames());
    }
    if (inputs.enableDnsSupport() != null) {
      args.enableDnsSupport(inputs.enableDnsSupport());
    }
    this.vpc = made(new Vpc(name, args.build(), under(this)));
    this.internetGateway =
        made(
            new InternetGateway(
                name,
                InternetGatewayArgs.builder().vpcId(vpc.id()).tags(tagged(name, Map.of())).build(),
                under(vpc)));
    inputs.endpointSpecs().forEach(this::endpoint);
    SubnetLayout.of(name, inputs.cidrBlock(), inputs.zones(), inputs.subnetSpecs()).stream()
        .filter(subnet -> !subnet.is("Unused"))
        .sorted(
            Comparator.comparingInt(SubnetLayout.Subnet::zone)
                .thenComparing(subnet -> ORDER.indexOf(subnet.spec().type().toLowerCase())))
        .forEach(this::subnet);
    registerOutputs(
        Map.of(
            "vpcId", vpc.id(),
            "publicSubnetIds", subnetIds("public"),
            "privateSubnetIds", subnetIds("private"),
            "isolatedSubnetIds", subnetIds("isolated")));
  }

  Output<String> vpcId() {
    return vpc.id();
  }

  /**
   * @param type public, private or isolated
   */
  Output<List<String>> subnetIds(String type) {
    return Output.all(subnetIds.getOrDefault(type, List.of()));
  }

  /** All that it is made of. */
  List<Resource> children() {
    return children;
  }

  private Output<List<String>> zones() {
    if (!inputs.zoneNames().isEmpty()) {
      return Output.of(inputs.zoneNames());
    }
    return AwsFunctions.getAvailabilityZones(
            GetAvailabilityZonesArgs.Empty, InvokeOptions.builder().parent(this).build())
        .applyValue(
            found -> {
              if (found.names().size() < inputs.zones()) {
                throw new IllegalArgumentException(
                    "The configured region for this provider does not have at least "
                        + inputs.zones()
                        + " Availability Zones. Either specify an explicit list of zones in"
                        + " availabilityZoneNames or choose a region with at least "
                        + inputs.zones()
                        + " AZs.");
              }
              return found.names();
            });
  }

  private void subnet(SubnetLayout.Subnet spec) {
    Map<String, String> type = Map.of("SubnetType", spec.spec().type());
    Map<String, String> tags = new TreeMap<>(spec.spec().tags());
    tags.putAll(type);
    Subnet subnet =
        made(
            new Subnet(
                spec.name(),
                SubnetArgs.builder()
                    .vpcId(vpc.id())
                    .availabilityZone(zones.applyValue(names -> names.get(spec.zone())))
                    .mapPublicIpOnLaunch(spec.is("Public"))
                    .cidrBlock(spec.cidrBlock())
                    .tags(tagged(spec.name(), tags))
                    .build(),
                under(vpc)));
    subnetIds
        .computeIfAbsent(spec.spec().type().toLowerCase(), kind -> new ArrayList<>())
        .add(subnet.id());
    RouteTable table =
        made(
            new RouteTable(
                spec.name(),
                RouteTableArgs.builder().vpcId(vpc.id()).tags(tagged(spec.name(), type)).build(),
                under(subnet)));
    made(
        new RouteTableAssociation(
            spec.name(),
            RouteTableAssociationArgs.builder()
                .routeTableId(table.id())
                .subnetId(subnet.id())
                .build(),
            under(table)));
    if (spec.is("Public")) {
      if (needsNatGateway(spec.zone())) {
        natGateway(name + "-" + (spec.zone() + 1), subnet);
      }
      route(spec.name(), table, RouteArgs.builder().gatewayId(internetGateway.id()));
    } else if (spec.is("Private") && !natGateways.isEmpty()) {
      int index = inputs.natStrategy().equals("Single") ? 0 : spec.zone();
      route(spec.name(), table, RouteArgs.builder().natGatewayId(natGateways.get(index).id()));
    }
  }

  private boolean needsNatGateway(int zone) {
    return switch (inputs.natStrategy()) {
      case "OnePerAz" -> natGateways.size() <= zone;
      case "Single" -> natGateways.isEmpty();
      default -> false;
    };
  }

  /**
   * It waits for the internet gateway, without which AWS makes no NAT gateway. The real provider
   * tries again until it is there; provider operations in the sandbox take no time.
   */
  private void natGateway(String gatewayName, Subnet subnet) {
    Eip address =
        made(
            new Eip(
                gatewayName,
                EipArgs.builder().tags(named(gatewayName, inputs.tags())).build(),
                under(subnet)));
    natGateways.add(
        made(
            new NatGateway(
                gatewayName,
                NatGatewayArgs.builder()
                    .subnetId(subnet.id())
                    .allocationId(address.allocationId())
                    .tags(named(gatewayName, inputs.tags()))
                    .build(),
                CustomResourceOptions.builder()
                    .parent(subnet)
                    .dependsOn(subnet, internetGateway)
                    .build())));
  }

  private void route(String routeName, RouteTable table, RouteArgs.Builder args) {
    made(
        new Route(
            routeName,
            args.routeTableId(table.id()).destinationCidrBlock(ANYWHERE).build(),
            under(table)));
  }

  @SuppressWarnings("unchecked")
  private void endpoint(Map<String, Object> spec) {
    String service = (String) spec.get("serviceName");
    VpcEndpointArgs.Builder args = VpcEndpointArgs.builder().vpcId(vpc.id()).serviceName(service);
    spec.forEach(
        (key, value) -> {
          switch (key) {
            case "serviceName" -> {}
            case "vpcEndpointType" -> args.vpcEndpointType((String) value);
            case "policy" -> args.policy((String) value);
            case "autoAccept" -> args.autoAccept((Boolean) value);
            case "privateDnsEnabled" -> args.privateDnsEnabled((Boolean) value);
            case "routeTableIds" -> args.routeTableIds((List<String>) value);
            case "securityGroupIds" -> args.securityGroupIds((List<String>) value);
            case "subnetIds" -> args.subnetIds((List<String>) value);
            case "tags" -> args.tags(VpcInputs.texts(value));
            default ->
                throw new ProviderFailure(
                    "the sandbox's awsx:ec2:Vpc has no endpoint input '" + key + "'");
          }
        });
    made(new VpcEndpoint(service, args.build(), under(vpc)));
  }

  private Map<String, String> tagged(String resourceName, Map<String, String> more) {
    Map<String, String> tags = new TreeMap<>(inputs.tags());
    tags.putAll(more);
    tags.put("Name", resourceName);
    return tags;
  }

  private static Map<String, String> named(String resourceName, Map<String, String> tags) {
    Map<String, String> all = new TreeMap<>(tags);
    all.put("Name", resourceName);
    return all;
  }

  private <R extends Resource> R made(R child) {
    children.add(child);
    return child;
  }

  private static CustomResourceOptions under(Resource parent) {
    CustomResourceOptions.Builder options = CustomResourceOptions.builder().parent(parent);
    return parent instanceof ComponentResource
        ? options.build()
        : options.dependsOn(parent).build();
  }
}
