package io.pharos.sandbox.service.ec2;

import static io.pharos.sandbox.service.ec2.Inventory.refusal;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AllocateAddressResponse;
import software.amazon.awssdk.services.ec2.model.CopyImageRequest;
import software.amazon.awssdk.services.ec2.model.CopyImageResponse;
import software.amazon.awssdk.services.ec2.model.CreateImageRequest;
import software.amazon.awssdk.services.ec2.model.CreateImageResponse;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayResponse;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclEntryResponse;
import software.amazon.awssdk.services.ec2.model.CreateRouteRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNatGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkAclEntryResponse;
import software.amazon.awssdk.services.ec2.model.DeleteRouteRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteResponse;
import software.amazon.awssdk.services.ec2.model.DeregisterImageRequest;
import software.amazon.awssdk.services.ec2.model.DeregisterImageResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.PortRange;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressRequest;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressResponse;
import software.amazon.awssdk.services.ec2.model.ReplaceNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceNetworkAclEntryResponse;
import software.amazon.awssdk.services.ec2.model.RuleAction;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;

/** EC2's API in one Region, over the account. What recovery does not call is not there. */
public final class Ec2Api implements Ec2Client {

  private final Inventory inventory;
  private final NetworkAcls acls;
  private final String region;
  private final Instances instances;
  private final Images images;
  private final Egress egress;
  private final Runs runs;
  private final LaunchTemplates templates;

  public Ec2Api(
      World world,
      Inventory inventory,
      String region,
      Instances instances,
      Runs runs,
      LaunchTemplates templates) {
    this.runs = runs;
    this.templates = templates;
    this.images = new Images(world, instances);
    this.egress = new Egress(world, inventory);
    this.inventory = inventory;
    this.acls = new NetworkAcls(inventory);
    this.region = region;
    this.instances = instances;
  }

  @Override
  public DescribeNetworkAclsResponse describeNetworkAcls(DescribeNetworkAclsRequest request) {
    request.networkAclIds().forEach(id -> inventory.networkAcl(region, id));
    Descriptions descriptions = new Descriptions(inventory);
    return DescribeNetworkAclsResponse.builder()
        .networkAcls(
            select(
                    Ec2Types.NETWORK_ACL,
                    request.networkAclIds(),
                    request.filters(),
                    (acl, filter) ->
                        switch (filter.name()) {
                          case "association.subnet-id" ->
                              acl.strings("subnetIds").stream().anyMatch(filter.values()::contains);
                          case "default" ->
                              filter.values().contains("" + descriptions.isDefault(acl));
                          default -> common(acl, filter);
                        })
                .map(descriptions::networkAcl)
                .toList())
        .build();
  }

  @Override
  public CreateNetworkAclEntryResponse createNetworkAclEntry(CreateNetworkAclEntryRequest request) {
    acls.add(
        inventory.networkAcl(region, request.networkAclId()),
        entry(
            request.ruleNumber(),
            request.egress(),
            request.protocol(),
            request.ruleAction(),
            request.cidrBlock(),
            request.portRange()));
    return CreateNetworkAclEntryResponse.builder().build();
  }

  @Override
  public ReplaceNetworkAclEntryResponse replaceNetworkAclEntry(
      ReplaceNetworkAclEntryRequest request) {
    acls.replace(
        inventory.networkAcl(region, request.networkAclId()),
        entry(
            request.ruleNumber(),
            request.egress(),
            request.protocol(),
            request.ruleAction(),
            request.cidrBlock(),
            request.portRange()));
    return ReplaceNetworkAclEntryResponse.builder().build();
  }

  @Override
  public DeleteNetworkAclEntryResponse deleteNetworkAclEntry(DeleteNetworkAclEntryRequest request) {
    acls.remove(
        inventory.networkAcl(region, request.networkAclId()),
        request.ruleNumber(),
        request.egress());
    return DeleteNetworkAclEntryResponse.builder().build();
  }

  @Override
  public DescribeSecurityGroupsResponse describeSecurityGroups(
      DescribeSecurityGroupsRequest request) {
    request.groupIds().forEach(id -> inventory.securityGroup(region, id));
    Descriptions descriptions = new Descriptions(inventory);
    return DescribeSecurityGroupsResponse.builder()
        .securityGroups(
            select(
                    Ec2Types.SECURITY_GROUP,
                    request.groupIds(),
                    request.filters(),
                    (group, filter) ->
                        filter.name().equals("group-name")
                            ? filter.values().contains(group.string("name"))
                            : filter.name().equals("group-id")
                                ? filter.values().contains(group.id())
                                : common(group, filter))
                .map(descriptions::securityGroup)
                .toList())
        .build();
  }

  @Override
  public DescribeSubnetsResponse describeSubnets(DescribeSubnetsRequest request) {
    request.subnetIds().forEach(id -> inventory.subnet(region, id));
    Descriptions descriptions = new Descriptions(inventory);
    return DescribeSubnetsResponse.builder()
        .subnets(
            select(
                    Ec2Types.SUBNET,
                    request.subnetIds(),
                    request.filters(),
                    (subnet, filter) ->
                        filter.name().equals("subnet-id")
                            ? filter.values().contains(subnet.id())
                            : common(subnet, filter))
                .map(descriptions::subnet)
                .toList())
        .build();
  }

  @Override
  public DescribeInstancesResponse describeInstances(DescribeInstancesRequest request) {
    List<software.amazon.awssdk.services.ec2.model.Instance> all =
        instances.in(region).stream().map(Descriptions::instance).toList();
    List<software.amazon.awssdk.services.ec2.model.Instance> found =
        all.stream()
            .filter(
                instance ->
                    request.instanceIds().isEmpty()
                        || request.instanceIds().contains(instance.instanceId()))
            .filter(
                instance ->
                    request.filters().stream()
                        .allMatch(filter -> Descriptions.matches(instance, filter)))
            .toList();
    for (String id : request.instanceIds()) {
      if (instances.find(region, id).isEmpty()) {
        throw refusal("InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist");
      }
    }
    return DescribeInstancesResponse.builder()
        .reservations(
            found.stream()
                .map(
                    instance ->
                        software.amazon.awssdk.services.ec2.model.Reservation.builder()
                            .instances(instance)
                            .build())
                .toList())
        .build();
  }

  @Override
  public RunInstancesResponse runInstances(RunInstancesRequest request) {
    return RunInstancesResponse.builder()
        .instances(Descriptions.instance(runs.run(region, request)))
        .build();
  }

  @Override
  public TerminateInstancesResponse terminateInstances(TerminateInstancesRequest request) {
    return TerminateInstancesResponse.builder()
        .terminatingInstances(runs.terminate(region, request.instanceIds()))
        .build();
  }

  @Override
  public DescribeLaunchTemplateVersionsResponse describeLaunchTemplateVersions(
      DescribeLaunchTemplateVersionsRequest request) {
    return DescribeLaunchTemplateVersionsResponse.builder()
        .launchTemplateVersions(templates.versions(region, request))
        .build();
  }

  @Override
  public DescribeLaunchTemplatesResponse describeLaunchTemplates(
      DescribeLaunchTemplatesRequest request) {
    for (String id : request.launchTemplateIds()) {
      if (inventory.find(Ec2Types.LAUNCH_TEMPLATE, region, id).isEmpty()) {
        throw refusal(
            "InvalidLaunchTemplateId.NotFound",
            "The specified launch template, with template ID " + id + ", does not exist.");
      }
    }
    if (request.hasLaunchTemplateNames()) {
      throw new UnsupportedOperationException("the sandbox does not look templates up by name");
    }
    return DescribeLaunchTemplatesResponse.builder()
        .launchTemplates(
            select(
                    Ec2Types.LAUNCH_TEMPLATE,
                    request.launchTemplateIds(),
                    request.filters(),
                    Ec2Api::common)
                .map(Ec2Api::launchTemplate)
                .toList())
        .build();
  }

  private static LaunchTemplate launchTemplate(Resource template) {
    return LaunchTemplate.builder()
        .launchTemplateId(template.id())
        .launchTemplateName(template.string("name"))
        .latestVersionNumber((long) template.integer("latestVersion"))
        .defaultVersionNumber((long) template.integer("defaultVersion"))
        .build();
  }

  @Override
  public DescribeInstanceTypesResponse describeInstanceTypes(DescribeInstanceTypesRequest request) {
    if (request.instanceTypes().isEmpty() || request.hasFilters()) {
      throw new UnsupportedOperationException("the sandbox describes the types that are named");
    }
    List<String> unknown =
        request.instanceTypesAsStrings().stream()
            .filter(type -> !InstanceTypes.known(type))
            .toList();
    if (!unknown.isEmpty()) {
      throw refusal(
          "InvalidInstanceType", "The following supplied instance types do not exist: " + unknown);
    }
    return DescribeInstanceTypesResponse.builder()
        .instanceTypes(
            request.instanceTypesAsStrings().stream()
                .map(
                    type ->
                        InstanceTypeInfo.builder()
                            .instanceType(type)
                            .vCpuInfo(vcpus -> vcpus.defaultVCpus(InstanceTypes.vcpus(type)))
                            .build())
                .toList())
        .build();
  }

  @Override
  public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
    return DescribeImagesResponse.builder().images(images.list(region, request)).build();
  }

  @Override
  public CreateImageResponse createImage(CreateImageRequest request) {
    return CreateImageResponse.builder().imageId(images.create(region, request)).build();
  }

  @Override
  public CopyImageResponse copyImage(CopyImageRequest request) {
    return CopyImageResponse.builder().imageId(images.copy(region, request)).build();
  }

  @Override
  public DeregisterImageResponse deregisterImage(DeregisterImageRequest request) {
    images.deregister(region, request);
    return DeregisterImageResponse.builder().returnValue(true).build();
  }

  @Override
  public AllocateAddressResponse allocateAddress(AllocateAddressRequest request) {
    Resource address = egress.allocate(region, request);
    return AllocateAddressResponse.builder()
        .allocationId(address.id())
        .publicIp(address.string("publicIp"))
        .build();
  }

  @Override
  public ReleaseAddressResponse releaseAddress(ReleaseAddressRequest request) {
    egress.release(region, request.allocationId());
    return ReleaseAddressResponse.builder().build();
  }

  @Override
  public DescribeAddressesResponse describeAddresses(DescribeAddressesRequest request) {
    return DescribeAddressesResponse.builder()
        .addresses(
            select(Ec2Types.EIP, request.allocationIds(), request.filters(), Ec2Api::common)
                .map(egress::describeAddress)
                .toList())
        .build();
  }

  @Override
  public CreateNatGatewayResponse createNatGateway(CreateNatGatewayRequest request) {
    return CreateNatGatewayResponse.builder()
        .natGateway(egress.describe(egress.create(region, request)))
        .build();
  }

  @Override
  public DeleteNatGatewayResponse deleteNatGateway(DeleteNatGatewayRequest request) {
    return DeleteNatGatewayResponse.builder()
        .natGatewayId(egress.delete(region, request.natGatewayId()).id())
        .build();
  }

  @Override
  public DescribeNatGatewaysResponse describeNatGateways(DescribeNatGatewaysRequest request) {
    return DescribeNatGatewaysResponse.builder()
        .natGateways(
            select(
                    Ec2Types.NAT_GATEWAY,
                    request.natGatewayIds(),
                    request.filter(),
                    (nat, filter) ->
                        filter.name().equals("state")
                            ? filter.values().contains(Egress.state(nat))
                            : filter.name().equals("subnet-id")
                                ? filter.values().contains(nat.string("subnetId"))
                                : common(nat, filter))
                .map(egress::describe)
                .toList())
        .build();
  }

  @Override
  public CreateRouteResponse createRoute(CreateRouteRequest request) {
    egress.createRoute(region, request);
    return CreateRouteResponse.builder().returnValue(true).build();
  }

  @Override
  public DeleteRouteResponse deleteRoute(DeleteRouteRequest request) {
    egress.deleteRoute(region, request);
    return DeleteRouteResponse.builder().build();
  }

  @Override
  public DescribeRouteTablesResponse describeRouteTables(DescribeRouteTablesRequest request) {
    request.routeTableIds().forEach(id -> inventory.routeTable(region, id));
    return DescribeRouteTablesResponse.builder()
        .routeTables(
            select(Ec2Types.ROUTE_TABLE, request.routeTableIds(), request.filters(), Ec2Api::common)
                .map(egress::describeTable)
                .toList())
        .build();
  }

  private Stream<Resource> select(
      String type, List<String> ids, List<Filter> filters, BiPredicate<Resource, Filter> matches) {
    return inventory.account().list(type, region).stream()
        .filter(resource -> ids.isEmpty() || ids.contains(resource.id()))
        .filter(resource -> filters.stream().allMatch(each -> matches.test(resource, each)));
  }

  private static boolean common(Resource resource, Filter filter) {
    if (filter.name().equals("vpc-id")) {
      return filter.values().contains(resource.string("vpcId"));
    }
    if (filter.name().startsWith("tag:")) {
      Object value = resource.map("tags").get(filter.name().substring(4));
      return value != null && filter.values().contains(value.toString());
    }
    throw new UnsupportedOperationException("the sandbox does not filter by " + filter.name());
  }

  private static AclEntry entry(
      int number,
      boolean egress,
      String protocol,
      RuleAction action,
      String cidr,
      PortRange ports) {
    String kind = AclEntry.protocol(protocol);
    if (ports == null && (kind.equals("6") || kind.equals("17"))) {
      throw refusal(
          "MissingParameter", "The request must contain the parameter portRange for TCP and UDP");
    }
    return new AclEntry(
        number,
        egress,
        kind,
        action.toString(),
        cidr,
        ports == null ? 0 : ports.from(),
        ports == null ? 0 : ports.to());
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
