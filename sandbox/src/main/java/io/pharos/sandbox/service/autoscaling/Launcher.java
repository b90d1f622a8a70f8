package io.pharos.sandbox.service.autoscaling;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Ec2;
import io.pharos.sandbox.service.Kms;
import io.pharos.sandbox.service.Ssm;
import io.pharos.sandbox.service.ec2.Cidr;
import io.pharos.sandbox.service.ec2.Ec2Types;
import io.pharos.sandbox.service.ec2.Instance;
import io.pharos.sandbox.service.elb.ElbTypes;
import io.pharos.sandbox.service.iam.IamTypes;
import io.pharos.sandbox.service.iam.ServiceLinkedRole;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes a launch out of a group's launch template, as the template and what it refers to are now in
 * the group's Region.
 */
final class Launcher {
  private static final String FULLY_FORMED = "You must use a valid fully-formed launch template. ";
  private static final int RESERVED_ADDRESSES = 5;
  private static final int FIRST_ADDRESS = 16;

  private final World world;

  Launcher(World world) {
    this.world = world;
  }

  /** Everything but the instance's own id and place. */
  record Plan(Resource template, Resource image, String roleArn) {}

  Plan plan(Resource group) throws LaunchFailure {
    Map<String, Object> wanted = group.map("launchTemplate");
    String id = text(wanted, "id");
    String name = text(wanted, "name");
    Ec2 ec2 = world.service(Ec2.class);
    Resource found =
        ec2.launchTemplates()
            .find(group.region(), id, name)
            .orElseThrow(
                () ->
                    new LaunchFailure(
                        id.isEmpty()
                            ? "The specified launch template, with template name "
                                + name
                                + ", does not exist."
                            : "The specified launch template, with template ID "
                                + id
                                + ", does not exist."));
    String version = text(wanted, "version");
    Resource template =
        ec2.launchTemplates()
            .version(found, version)
            .orElseThrow(
                () -> new LaunchFailure("Could not find launch template version " + version + "."));
    Resource image = image(group.region(), template);
    String role = role(template);
    return new Plan(template, image, role);
  }

  private Resource image(String region, Resource template) throws LaunchFailure {
    String id = template.string("imageId");
    if (id.startsWith("resolve:ssm:")) {
      String parameter = id.substring("resolve:ssm:".length());
      Optional<String> value = world.service(Ssm.class).value(region, parameter);
      if (value.isEmpty()) {
        throw new LaunchFailure(
            FULLY_FORMED
                + "The parameter '"
                + parameter
                + "' does not exist in "
                + region
                + " (ParameterNotFound)");
      }
      id = value.get();
    }
    String imageId = id;
    Resource image =
        world
            .account()
            .find(Ec2Types.AMI, region, imageId)
            .orElseThrow(
                () ->
                    new LaunchFailure(
                        FULLY_FORMED + "The image id '[" + imageId + "]' does not exist"));
    if (!image.string("state").equals("available")) {
      throw new LaunchFailure(
          FULLY_FORMED + "The image id '[" + imageId + "]' is not available: it is pending");
    }
    String type = template.string("instanceType");
    if (type.isEmpty()) {
      throw new LaunchFailure(FULLY_FORMED + "The request must contain the parameter InstanceType");
    }
    String architecture = type.matches("[a-z]+\\d+g[a-z]*\\..*|a1\\..*") ? "arm64" : "x86_64";
    if (!image.string("architecture").isEmpty()
        && !image.string("architecture").equals(architecture)) {
      throw new LaunchFailure(
          FULLY_FORMED
              + "The architecture '"
              + architecture
              + "' of the specified instance type does not match the architecture '"
              + image.string("architecture")
              + "' of the specified AMI.");
    }
    return image;
  }

  private String role(Resource template) throws LaunchFailure {
    Map<String, Object> wanted = template.map("iamInstanceProfile");
    String arn = text(wanted, "arn");
    String name = arn.isEmpty() ? text(wanted, "name") : arn.substring(arn.lastIndexOf('/') + 1);
    if (name.isEmpty()) {
      return null;
    }
    Optional<Resource> profile =
        world.account().find(IamTypes.INSTANCE_PROFILE, Account.GLOBAL, name);
    if (profile.isEmpty()) {
      throw new LaunchFailure(
          FULLY_FORMED
              + "Value ("
              + name
              + ") for parameter iamInstanceProfile.name is invalid."
              + " Invalid IAM Instance Profile name");
    }
    return world
        .account()
        .find(IamTypes.ROLE, Account.GLOBAL, profile.get().string("role"))
        .map(role -> role.string("arn"))
        .orElse(null);
  }

  /**
   * Encrypted volumes need a key that Auto Scaling's own role may use: nobody notices before the
   * first launch.
   */
  private void checkKeys(String region, Resource template) throws LaunchFailure {
    String serviceRole = ServiceLinkedRole.AUTO_SCALING.arn(world.account());
    for (Map<String, Object> device : template.maps("blockDeviceMappings")) {
      if (device.get("ebs") instanceof Map<?, ?> ebs
          && ebs.get("kmsKeyId") instanceof String key
          && !key.isEmpty()
          && !world.service(Kms.class).usable(serviceRole, key, region)) {
        throw new LaunchFailure(
            "Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state, or"
                + " its policy does not admit "
                + serviceRole
                + ": "
                + key);
      }
    }
  }

  private static String volumeKey(Resource template) {
    for (Map<String, Object> device : template.maps("blockDeviceMappings")) {
      if (device.get("ebs") instanceof Map<?, ?> ebs && ebs.get("kmsKeyId") instanceof String key) {
        return key;
      }
    }
    return "";
  }

  /**
   * Places an instance in the zone that has fewest of the group's.
   *
   * @param running the group's instances
   */
  Instance launch(Resource group, Plan plan, int number, List<Instance> running)
      throws LaunchFailure {
    checkKeys(group.region(), plan.template());
    Resource subnet = subnet(group, running);
    String id = Ids.hex("i-", 17, group.region(), group.string("arn"), number);
    Resource template = plan.template();
    List<String> groups = securityGroups(template, subnet);
    return new Instance(
        new Instance.Launch(
            id,
            group.region(),
            subnet.string("vpcId"),
            subnet.id(),
            subnet.string("availabilityZone"),
            address(subnet),
            subnet.flag("mapPublicIpOnLaunch"),
            groups,
            plan.image().id(),
            plan.image().string("name"),
            template.string("instanceType"),
            plan.roleArn(),
            volumeKey(template),
            tags(group, template),
            world.clock().instant()));
  }

  private Resource subnet(Resource group, List<Instance> running) throws LaunchFailure {
    Ec2 ec2 = world.service(Ec2.class);
    List<Resource> subnets =
        group.strings("vpcZoneIdentifiers").stream()
            .flatMap(id -> world.account().find(Ec2Types.SUBNET, group.region(), id).stream())
            .toList();
    if (subnets.isEmpty()) {
      throw new LaunchFailure(
          "The subnet ID '" + group.strings("vpcZoneIdentifiers") + "' does not exist");
    }
    Resource chosen =
        subnets.stream()
            .min(
                Comparator.comparingLong(
                    subnet ->
                        running.stream()
                            .filter(each -> each.launch().subnetId().equals(subnet.id()))
                            .count()))
            .orElseThrow();
    long free =
        Cidr.of(chosen.string("cidrBlock")).size()
            - RESERVED_ADDRESSES
            - ec2.instances().inSubnet(group.region(), chosen.id()).size();
    if (free <= 0) {
      throw new LaunchFailure(
          "There are not enough free addresses in subnet '"
              + chosen.id()
              + "' to satisfy the requested number of instances.");
    }
    return chosen;
  }

  private String address(Resource subnet) {
    Set<String> taken =
        world.service(Ec2.class).instances().inSubnet(subnet.region(), subnet.id()).stream()
            .map(instance -> instance.launch().privateIp())
            .collect(Collectors.toSet());
    Cidr block = Cidr.of(subnet.string("cidrBlock"));
    long offset = Math.min(FIRST_ADDRESS, block.size() / 2);
    while (taken.contains(block.address(offset))) {
      offset++;
    }
    return block.address(offset);
  }

  private List<String> securityGroups(Resource template, Resource subnet) throws LaunchFailure {
    List<String> groups = template.strings("vpcSecurityGroupIds");
    for (Map<String, Object> network : template.maps("networkInterfaces")) {
      if (network.get("securityGroups") instanceof List<?> own && !own.isEmpty()) {
        groups = own.stream().map(Object::toString).toList();
      }
    }
    if (groups.isEmpty()) {
      groups =
          world
              .account()
              .find(Ec2Types.VPC, subnet.region(), subnet.string("vpcId"))
              .map(vpc -> List.of(vpc.string("defaultSecurityGroupId")))
              .orElse(List.of());
    }
    for (String id : groups) {
      Optional<Resource> group = world.account().find(Ec2Types.SECURITY_GROUP, subnet.region(), id);
      if (group.isEmpty()) {
        throw new LaunchFailure("The security group '" + id + "' does not exist");
      }
      if (!group.get().string("vpcId").equals(subnet.string("vpcId"))) {
        throw new LaunchFailure(
            "Security group "
                + id
                + " and subnet "
                + subnet.id()
                + " belong to different networks.");
      }
    }
    return groups;
  }

  private static Map<String, String> tags(Resource group, Resource template) {
    Map<String, String> tags = new TreeMap<>();
    for (Map<String, Object> specification : template.maps("tagSpecifications")) {
      if ("instance".equals(specification.get("resourceType"))
          && specification.get("tags") instanceof Map<?, ?> own) {
        own.forEach((key, value) -> tags.put(key.toString(), value.toString()));
      }
    }
    for (Map<String, Object> tag : group.maps("tags")) {
      if (!Boolean.FALSE.equals(tag.get("propagateAtLaunch"))) {
        tags.put(text(tag, "key"), text(tag, "value"));
      }
    }
    tags.put("aws:autoscaling:groupName", group.string("name"));
    return tags;
  }

  /** The target groups that the group registers with. */
  static List<String> targetGroups(Resource group) {
    return java.util.stream.Stream.concat(
            group.strings("targetGroupArns").stream(),
            group.maps("trafficSources").stream().map(source -> text(source, "identifier")))
        .filter(arn -> arn.contains(":targetgroup/"))
        .distinct()
        .toList();
  }

  boolean exists(Resource group, String targetGroupArn) {
    return world.account().find(ElbTypes.TARGET_GROUP, group.region(), targetGroupArn).isPresent();
  }

  static String text(Map<String, Object> map, String key) {
    return map.get(key) == null ? "" : map.get(key).toString();
  }
}
