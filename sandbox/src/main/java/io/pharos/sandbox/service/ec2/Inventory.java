package io.pharos.sandbox.service.ec2;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Refusal;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ServiceQuotas;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/**
 * What EC2 finds by id in the account, and what it says when there is nothing. Every refusal
 * carries EC2's own error code.
 */
public final class Inventory {
  private final World world;
  private final Account account;

  public Inventory(World world) {
    this.world = world;
    this.account = world.account();
  }

  public static AwsServiceException refusal(String code, String message) {
    return Refusal.of(Ec2Exception.builder(), "Ec2", 400, code, message);
  }

  Account account() {
    return account;
  }

  /** How much of what there may be in a Region. */
  ServiceQuotas quotas() {
    return world.service(ServiceQuotas.class);
  }

  /** An id that follows from the resource, other than that of a predecessor that is still there. */
  String freshId(String prefix, Resource resource) {
    String id = Ids.hex(prefix, 17, resource.type(), resource.region(), resource.name());
    for (int round = 1; account.find(resource.type(), resource.region(), id).isPresent(); round++) {
      id = Ids.hex(prefix, 17, resource.type(), resource.region(), resource.name(), round);
    }
    return id;
  }

  /** Sets id, ARN, owner and all tags: what nearly every resource of EC2 has. */
  void identify(Resource resource, String id, String kind) {
    resource.id(id);
    resource.set(
        "arn", "arn:aws:ec2:" + resource.region() + ":" + account.id() + ":" + kind + "/" + id);
    resource.set("ownerId", account.id());
    tagged(resource);
  }

  static void tagged(Resource resource) {
    resource.set("tagsAll", resource.map("tags"));
  }

  /** Sets what EC2 decides when nobody else has. */
  static void settle(Resource resource, String attribute, Object value) {
    if (!resource.has(attribute)) {
      resource.set(attribute, value);
    }
  }

  public Optional<Resource> find(String type, String region, String id) {
    return account.find(type, region, id);
  }

  public Resource vpc(String region, String id) {
    return find(Ec2Types.VPC, region, id)
        .orElseThrow(
            () -> refusal("InvalidVpcID.NotFound", "The vpc ID '" + id + "' does not exist"));
  }

  public Resource subnet(String region, String id) {
    return find(Ec2Types.SUBNET, region, id)
        .orElseThrow(
            () -> refusal("InvalidSubnetID.NotFound", "The subnet ID '" + id + "' does not exist"));
  }

  public Resource securityGroup(String region, String id) {
    return find(Ec2Types.SECURITY_GROUP, region, id)
        .orElseThrow(
            () ->
                refusal("InvalidGroup.NotFound", "The security group '" + id + "' does not exist"));
  }

  Resource networkAcl(String region, String id) {
    return find(Ec2Types.NETWORK_ACL, region, id)
        .orElseThrow(
            () ->
                refusal(
                    "InvalidNetworkAclID.NotFound",
                    "The networkAcl ID '" + id + "' does not exist"));
  }

  Resource routeTable(String region, String id) {
    return find(Ec2Types.ROUTE_TABLE, region, id)
        .orElseThrow(
            () ->
                refusal(
                    "InvalidRouteTableID.NotFound",
                    "The routeTable ID '" + id + "' does not exist"));
  }

  /** The ACL that a subnet is in: every subnet is in exactly one. */
  Optional<Resource> networkAclOf(String region, String subnetId) {
    return account.first(
        Ec2Types.NETWORK_ACL, region, acl -> acl.strings("subnetIds").contains(subnetId));
  }

  /** The table that routes a subnet: the associated one, else the main one of its VPC. */
  Optional<Resource> routeTableOf(Resource subnet) {
    return account
        .first(
            Ec2Types.ROUTE_TABLE_ASSOCIATION,
            subnet.region(),
            association -> association.string("subnetId").equals(subnet.id()))
        .map(association -> association.string("routeTableId"))
        .or(
            () ->
                find(Ec2Types.VPC, subnet.region(), subnet.string("vpcId"))
                    .map(vpc -> vpc.string("mainRouteTableId")))
        .flatMap(id -> find(Ec2Types.ROUTE_TABLE, subnet.region(), id));
  }

  /** A resource's id and what people call it: {@code sg-0a1 (shop-prod-app)}. */
  static String label(Resource resource) {
    Object tag = resource.map("tags").get("Name");
    String name = resource.string("name").isEmpty() && tag != null ? tag.toString() : "";
    name = name.isEmpty() ? resource.string("name") : name;
    return name.isEmpty() ? resource.id() : resource.id() + " (" + name + ")";
  }
}
