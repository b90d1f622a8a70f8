package io.pharos.sandbox.service.ec2;

import static io.pharos.sandbox.service.ec2.Inventory.refusal;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Route tables, their routes and the subnets they route. The table's attribute {@code routes} is
 * the only place where routes are kept, whoever made them.
 */
final class Routes {
  private final Inventory inventory;

  Routes(Inventory inventory) {
    this.inventory = inventory;
  }

  Behavior table() {
    return new Behavior() {
      @Override
      public void create(Resource table) {
        inventory.vpc(table.region(), table.string("vpcId"));
        table.maps("routes").forEach(route -> check(table, route));
        inventory.identify(table, inventory.freshId("rtb-", table), "route-table");
        Inventory.settle(table, "routes", List.of());
        Inventory.settle(table, "propagatingVgws", List.of());
      }

      @Override
      public void update(Resource table, Map<String, Object> before) {
        if (!table.has("routes")) {
          table.set("routes", before.getOrDefault("routes", List.of()));
        }
        table.maps("routes").forEach(route -> check(table, route));
        Inventory.tagged(table);
      }

      @Override
      public void delete(Resource table) {
        inventory
            .find(Ec2Types.VPC, table.region(), table.string("vpcId"))
            .filter(vpc -> vpc.string("mainRouteTableId").equals(table.id()))
            .ifPresent(
                vpc -> {
                  throw refusal(
                      "DependencyViolation",
                      "The routeTable '"
                          + table.id()
                          + "' has dependencies and cannot be deleted.");
                });
        // The provider takes the table from its subnets first.
        inventory.account().list(Ec2Types.ROUTE_TABLE_ASSOCIATION, table.region()).stream()
            .filter(association -> association.string("routeTableId").equals(table.id()))
            .forEach(inventory.account()::remove);
      }
    };
  }

  Behavior association() {
    return new Behavior() {
      @Override
      public void create(Resource association) {
        check(association);
        String subnet = association.string("subnetId");
        inventory
            .account()
            .first(
                Ec2Types.ROUTE_TABLE_ASSOCIATION,
                association.region(),
                other -> other.string("subnetId").equals(subnet))
            .ifPresent(
                other -> {
                  throw refusal(
                      "Resource.AlreadyAssociated",
                      "the specified association for route table "
                          + association.string("routeTableId")
                          + " conflicts with an existing association");
                });
        association.id(inventory.freshId("rtbassoc-", association));
      }

      @Override
      public void update(Resource association, Map<String, Object> before) {
        check(association);
      }

      private void check(Resource association) {
        Resource table =
            inventory.routeTable(association.region(), association.string("routeTableId"));
        Resource subnet = inventory.subnet(association.region(), association.string("subnetId"));
        if (!table.string("vpcId").equals(subnet.string("vpcId"))) {
          throw refusal(
              "InvalidParameterValue",
              "Route table "
                  + table.id()
                  + " and subnet "
                  + subnet.id()
                  + " belong to different networks");
        }
      }
    };
  }

  Behavior route() {
    return new Behavior() {
      @Override
      public void create(Resource route) {
        Resource table = inventory.routeTable(route.region(), route.string("routeTableId"));
        Map<String, Object> entry = entry(route);
        check(table, entry);
        String destination = route.string("destinationCidrBlock");
        if (find(table, destination) != null) {
          throw refusal(
              "RouteAlreadyExists", "The route identified by " + destination + " already exists.");
        }
        List<Map<String, Object>> routes = new ArrayList<>(table.maps("routes"));
        routes.add(entry);
        table.set("routes", routes);
        route.id("r-" + table.id() + NetworkAcls.crc(destination));
        route.set("origin", "CreateRoute").set("state", "active");
      }

      @Override
      public void update(Resource route, Map<String, Object> before) {
        Resource table = inventory.routeTable(route.region(), route.string("routeTableId"));
        Map<String, Object> entry = entry(route);
        check(table, entry);
        List<Map<String, Object>> routes = new ArrayList<>(table.maps("routes"));
        routes.removeIf(other -> other.get("cidrBlock").equals(entry.get("cidrBlock")));
        routes.add(entry);
        table.set("routes", routes);
      }

      @Override
      public void delete(Resource route) {
        inventory
            .find(Ec2Types.ROUTE_TABLE, route.region(), route.string("routeTableId"))
            .ifPresent(
                table ->
                    table.set(
                        "routes",
                        table.maps("routes").stream()
                            .filter(
                                other ->
                                    !route
                                        .string("destinationCidrBlock")
                                        .equals(other.get("cidrBlock")))
                            .toList()));
      }
    };
  }

  /** The route for packets to the internet, or null. */
  static Map<String, Object> find(Resource table, String destination) {
    return table.maps("routes").stream()
        .filter(route -> destination.equals(route.get("cidrBlock")))
        .findFirst()
        .orElse(null);
  }

  private static Map<String, Object> entry(Resource route) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("cidrBlock", route.string("destinationCidrBlock"));
    for (String target : List.of("gatewayId", "natGatewayId", "vpcEndpointId")) {
      entry.put(target, route.string(target));
    }
    return entry;
  }

  private void check(Resource table, Map<String, Object> route) {
    String destination = text(route, "cidrBlock");
    if (Cidr.parse(destination).isEmpty()) {
      throw refusal(
          "InvalidParameterValue",
          "Value (" + destination + ") for parameter destinationCidrBlock is invalid.");
    }
    String gateway = text(route, "gatewayId");
    String nat = text(route, "natGatewayId");
    if (gateway.isEmpty() == nat.isEmpty()) {
      throw new UnsupportedOperationException(
          "the sandbox routes through exactly one internet or NAT gateway: " + route);
    }
    if (!nat.isEmpty() && inventory.find(Ec2Types.NAT_GATEWAY, table.region(), nat).isEmpty()) {
      throw refusal(
          "InvalidNatGatewayID.NotFound", "The natGateway ID '" + nat + "' does not exist");
    }
    if (!gateway.isEmpty() && !gateway.equals("local")) {
      Resource found =
          inventory
              .find(Ec2Types.INTERNET_GATEWAY, table.region(), gateway)
              .orElseThrow(
                  () ->
                      refusal(
                          "InvalidGatewayID.NotFound",
                          "The gateway ID '" + gateway + "' does not exist"));
      if (!found.string("vpcId").equals(table.string("vpcId"))) {
        throw refusal(
            "InvalidParameterValue",
            "route table "
                + table.id()
                + " and network gateway "
                + gateway
                + " belong to different networks");
      }
    }
  }

  static String text(Map<String, Object> route, String key) {
    Object value = route.get(key);
    return value == null ? "" : value.toString();
  }
}
