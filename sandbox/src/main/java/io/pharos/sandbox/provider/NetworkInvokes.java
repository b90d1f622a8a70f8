package io.pharos.sandbox.provider;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Functions that find parts of a network: VPC, subnet, the route table of a subnet. */
final class NetworkInvokes {
  private static final String VPC = "aws:ec2/vpc:Vpc";
  private static final String SUBNET = "aws:ec2/subnet:Subnet";
  private static final String ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";
  private static final String ROUTE = "aws:ec2/route:Route";
  private static final String ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";

  private static final List<String> ROUTE_FIELDS =
      List.of(
          "carrierGatewayId",
          "coreNetworkArn",
          "egressOnlyGatewayId",
          "gatewayId",
          "instanceId",
          "localGatewayId",
          "natGatewayId",
          "networkInterfaceId",
          "transitGatewayId",
          "vpcEndpointId",
          "vpcPeeringConnectionId");

  private final Account account;

  NetworkInvokes(Account account) {
    this.account = account;
  }

  Map<String, Invokes.Invoke> answers() {
    return Map.of(
        "aws:ec2/getVpc:getVpc", this::vpc,
        "aws:ec2/getSubnet:getSubnet", this::subnet,
        "aws:ec2/getRouteTable:getRouteTable", this::routeTable);
  }

  private Map<String, Object> vpc(String region, Map<String, Object> arguments) {
    Resource vpc =
        only("EC2 VPC", region, VPC, matching(arguments, Map.of("cidrBlock", "cidr-block")));
    Map<String, Object> result = new TreeMap<>(vpc.attributes());
    result.put("id", vpc.id());
    result.putIfAbsent("default", false);
    result.put(
        "cidrBlockAssociations",
        List.of(
            Map.of(
                "associationId", vpc.id().replace("vpc-", "vpc-cidr-assoc-"),
                "cidrBlock", vpc.string("cidrBlock"),
                "state", "associated")));
    defaults(
        result,
        "arn,dhcpOptionsId,instanceTenancy,ipv6AssociationId,ipv6CidrBlock,mainRouteTableId,ownerId",
        "enableDnsHostnames,enableDnsSupport,enableNetworkAddressUsageMetrics");
    return result;
  }

  private Map<String, Object> subnet(String region, Map<String, Object> arguments) {
    Resource subnet =
        only(
            "EC2 Subnet",
            region,
            SUBNET,
            matching(
                arguments,
                Map.of(
                    "vpcId", "vpc-id",
                    "cidrBlock", "cidr-block",
                    "availabilityZone", "availability-zone")));
    Map<String, Object> result = new TreeMap<>(subnet.attributes());
    result.put("id", subnet.id());
    result.put("state", "available");
    result.putIfAbsent("defaultForAz", false);
    result.putIfAbsent("availableIpAddressCount", 0);
    result.putIfAbsent("enableLniAtDeviceIndex", 0);
    defaults(
        result,
        "arn,availabilityZoneId,customerOwnedIpv4Pool,ipv6CidrBlock,ipv6CidrBlockAssociationId,"
            + "outpostArn,ownerId,privateDnsHostnameTypeOnLaunch",
        "assignIpv6AddressOnCreation,enableDns64,enableResourceNameDnsARecordOnLaunch,"
            + "enableResourceNameDnsAaaaRecordOnLaunch,ipv6Native,mapCustomerOwnedIpOnLaunch,"
            + "mapPublicIpOnLaunch");
    return result;
  }

  private Map<String, Object> routeTable(String region, Map<String, Object> arguments) {
    Object subnet = arguments.get("subnetId");
    Object id = arguments.get("routeTableId");
    Predicate<Resource> which =
        table ->
            (id == null || table.id().equals(id))
                && (subnet == null || associated(region, table, subnet));
    List<Resource> found =
        account.list(ROUTE_TABLE, region).stream()
            .filter(which.and(matching(arguments, Map.of("vpcId", "vpc-id"))))
            .toList();
    if (found.size() != 1) {
      throw new ProviderFailure(
          found.isEmpty()
              ? "query returned no results. Please change your search criteria and try again"
              : "multiple Route Tables matched; use additional constraints to reduce matches to a"
                  + " single Route Table");
    }
    Resource table = found.get(0);
    Map<String, Object> result = new TreeMap<>();
    result.put("id", table.id());
    result.put("routeTableId", table.id());
    result.put("vpcId", table.string("vpcId"));
    result.put("arn", table.string("arn"));
    result.put("ownerId", account.id());
    result.put("subnetId", subnet == null ? "" : subnet);
    result.put("gatewayId", "");
    result.put("tags", table.map("tags"));
    result.put("associations", associations(region, table));
    result.put("routes", routes(region, table));
    return result;
  }

  private boolean associated(String region, Resource table, Object subnet) {
    return account
        .first(
            ASSOCIATION,
            region,
            item ->
                item.string("routeTableId").equals(table.id())
                    && item.string("subnetId").equals(subnet))
        .isPresent();
  }

  private List<Object> associations(String region, Resource table) {
    List<Object> associations = new ArrayList<>();
    account.list(ASSOCIATION, region).stream()
        .filter(item -> item.string("routeTableId").equals(table.id()))
        .forEach(
            item ->
                associations.add(
                    Map.of(
                        "routeTableAssociationId", item.id(),
                        "routeTableId", table.id(),
                        "subnetId", item.string("subnetId"),
                        "gatewayId", item.string("gatewayId"),
                        "main", false)));
    return associations;
  }

  private List<Object> routes(String region, Resource table) {
    List<Object> routes = new ArrayList<>();
    account.list(ROUTE, region).stream()
        .filter(route -> route.string("routeTableId").equals(table.id()))
        .forEach(
            route -> {
              Map<String, Object> result = new TreeMap<>();
              result.put("cidrBlock", route.string("destinationCidrBlock"));
              result.put("ipv6CidrBlock", route.string("destinationIpv6CidrBlock"));
              result.put("destinationPrefixListId", route.string("destinationPrefixListId"));
              ROUTE_FIELDS.forEach(field -> result.put(field, route.string(field)));
              routes.add(result);
            });
    return routes;
  }

  private Resource only(String noun, String region, String type, Predicate<Resource> which) {
    List<Resource> found = account.list(type, region).stream().filter(which).toList();
    if (found.size() != 1) {
      throw new ProviderFailure(
          found.isEmpty()
              ? "no matching " + noun + " found"
              : "multiple "
                  + noun
                  + "s matched; use additional constraints to reduce matches to a single "
                  + noun);
    }
    return found.get(0);
  }

  /**
   * @param filters the name of EC2's filter for each attribute that may be asked for
   */
  private static Predicate<Resource> matching(
      Map<String, Object> arguments, Map<String, String> filters) {
    return resource ->
        (arguments.get("id") == null || resource.id().equals(arguments.get("id")))
            && filters.keySet().stream()
                .allMatch(
                    name ->
                        arguments.get(name) == null
                            || resource.string(name).equals(arguments.get(name)))
            && (!(arguments.get("tags") instanceof Map<?, ?> tags)
                || resource.map("tags").entrySet().containsAll(tags.entrySet()))
            && (!(arguments.get("filters") instanceof List<?> list)
                || list.stream().allMatch(filter -> passes(resource, filter, filters)));
  }

  private static boolean passes(Resource resource, Object filter, Map<String, String> filters) {
    Map<?, ?> fields = (Map<?, ?>) filter;
    String name = (String) fields.get("name");
    List<?> values = (List<?>) fields.get("values");
    if (name.startsWith("tag:")) {
      return values.contains(resource.map("tags").get(name.substring("tag:".length())));
    }
    return filters.entrySet().stream()
        .filter(entry -> entry.getValue().equals(name))
        .findFirst()
        .map(entry -> values.contains(resource.string(entry.getKey())))
        .orElseThrow(
            () -> new ProviderFailure("the sandbox does not know the filter '" + name + "'"));
  }

  private static void defaults(Map<String, Object> result, String texts, String flags) {
    List.of(texts.split(",")).forEach(name -> result.putIfAbsent(name, ""));
    List.of(flags.split(",")).forEach(name -> result.putIfAbsent(name, false));
    result.putIfAbsent("tags", Map.of());
  }
}
