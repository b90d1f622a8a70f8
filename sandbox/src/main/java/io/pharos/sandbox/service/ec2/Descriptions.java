package io.pharos.sandbox.service.ec2;

import io.pharos.sandbox.core.Resource;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceState;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.RuleAction;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.StateReason;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;

/** EC2's answers, made of the account's resources. */
final class Descriptions {
  private static final int LAST_ENTRY = 32767;

  private final Inventory inventory;

  Descriptions(Inventory inventory) {
    this.inventory = inventory;
  }

  boolean isDefault(Resource acl) {
    return inventory
        .find(Ec2Types.VPC, acl.region(), acl.string("vpcId"))
        .filter(vpc -> vpc.string("defaultNetworkAclId").equals(acl.id()))
        .isPresent();
  }

  NetworkAcl networkAcl(Resource acl) {
    List<NetworkAclEntry> entries = new ArrayList<>();
    for (boolean egress : List.of(true, false)) {
      AclEntry.of(acl, egress).forEach(entry -> entries.add(entry(entry)));
      entries.add(entry(new AclEntry(LAST_ENTRY, egress, "-1", "deny", "0.0.0.0/0", 0, 0)));
    }
    return NetworkAcl.builder()
        .networkAclId(acl.id())
        .vpcId(acl.string("vpcId"))
        .ownerId(acl.string("ownerId"))
        .isDefault(isDefault(acl))
        .entries(entries)
        .associations(
            acl.strings("subnetIds").stream()
                .map(
                    subnet ->
                        software.amazon.awssdk.services.ec2.model.NetworkAclAssociation.builder()
                            .networkAclId(acl.id())
                            .networkAclAssociationId(
                                "aclassoc-" + subnet.substring("subnet-".length()))
                            .subnetId(subnet)
                            .build())
                .toList())
        .tags(tags(acl))
        .build();
  }

  private static NetworkAclEntry entry(AclEntry entry) {
    NetworkAclEntry.Builder description =
        NetworkAclEntry.builder()
            .ruleNumber(entry.number())
            .egress(entry.egress())
            .protocol(entry.protocol())
            .ruleAction(RuleAction.fromValue(entry.action()))
            .cidrBlock(entry.cidr());
    if (!entry.protocol().equals("-1")) {
      description.portRange(ports -> ports.from(entry.from()).to(entry.to()));
    }
    return description.build();
  }

  SecurityGroup securityGroup(Resource group) {
    return SecurityGroup.builder()
        .groupId(group.id())
        .groupName(group.string("name"))
        .description(group.string("description"))
        .vpcId(group.string("vpcId"))
        .ownerId(group.string("ownerId"))
        .ipPermissions(permissions(group, false))
        .ipPermissionsEgress(permissions(group, true))
        .tags(tags(group))
        .build();
  }

  private static List<IpPermission> permissions(Resource group, boolean egress) {
    return Permission.of(group, egress).stream()
        .map(
            permission -> {
              IpPermission.Builder builder =
                  IpPermission.builder().ipProtocol(permission.protocol());
              if (!permission.protocol().equals("-1")) {
                builder.fromPort(permission.from()).toPort(permission.to());
              }
              return permission.cidr().isEmpty()
                  ? builder.userIdGroupPairs(pair -> pair.groupId(permission.groupId())).build()
                  : builder.ipRanges(range -> range.cidrIp(permission.cidr())).build();
            })
        .toList();
  }

  Subnet subnet(Resource subnet) {
    return Subnet.builder()
        .subnetId(subnet.id())
        .subnetArn(subnet.string("arn"))
        .vpcId(subnet.string("vpcId"))
        .cidrBlock(subnet.string("cidrBlock"))
        .availabilityZone(subnet.string("availabilityZone"))
        .availabilityZoneId(subnet.string("availabilityZoneId"))
        .mapPublicIpOnLaunch(subnet.flag("mapPublicIpOnLaunch"))
        .state("available")
        .tags(tags(subnet))
        .build();
  }

  static List<Tag> tags(Resource resource) {
    return resource.map("tags").entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value("" + tag.getValue()).build())
        .toList();
  }

  static software.amazon.awssdk.services.ec2.model.Instance instance(Instance instance) {
    Instance.Launch launch = instance.launch();
    String reason = instance.reason();
    return software.amazon.awssdk.services.ec2.model.Instance.builder()
        .instanceId(instance.id())
        .imageId(launch.imageId())
        .instanceType(launch.instanceType())
        .vpcId(launch.vpcId())
        .subnetId(launch.subnetId())
        .privateIpAddress(launch.privateIp())
        .launchTime(launch.at())
        .state(state(instance.state()))
        .stateReason(
            reason.isEmpty()
                ? null
                : StateReason.builder()
                    .code(reason.substring(0, reason.indexOf(':')))
                    .message(reason)
                    .build())
        .placement(placement -> placement.availabilityZone(launch.zone()))
        .securityGroups(
            launch.securityGroupIds().stream()
                .map(
                    id ->
                        software.amazon.awssdk.services.ec2.model.GroupIdentifier.builder()
                            .groupId(id)
                            .build())
                .toList())
        .tags(
            launch.tags().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }

  static InstanceState state(Instance.State state) {
    return InstanceState.builder().name(state.word()).code(state.code()).build();
  }

  static boolean matches(
      software.amazon.awssdk.services.ec2.model.Instance instance, Filter filter) {
    return switch (filter.name()) {
      case "instance-state-name" -> filter.values().contains(instance.state().nameAsString());
      case "vpc-id" -> filter.values().contains(instance.vpcId());
      case "subnet-id" -> filter.values().contains(instance.subnetId());
      default -> {
        if (!filter.name().startsWith("tag:")) {
          throw new UnsupportedOperationException(
              "the sandbox does not filter by " + filter.name());
        }
        yield instance.tags().stream()
            .anyMatch(
                tag ->
                    tag.key().equals(filter.name().substring(4))
                        && filter.values().contains(tag.value()));
      }
    };
  }
}
