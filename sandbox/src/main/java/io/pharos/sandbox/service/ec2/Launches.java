package io.pharos.sandbox.service.ec2;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Ec2;
import io.pharos.sandbox.service.ServiceQuotas;
import io.pharos.sandbox.service.Ssm;
import io.pharos.sandbox.service.iam.IamTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes an instance out of a launch template, as the template and what it refers to are now in its
 * Region: for a group as for whoever runs one alone.
 */
public final class Launches {
  private static final int RESERVED_ADDRESSES = 5;
  private static final int FIRST_ADDRESS = 16;

  private final World world;

  public Launches(World world) {
    this.world = world;
  }

  /** Everything but the instance's own id, place and tags. */
  public record Plan(Resource template, Resource image, String roleArn) {}

  /**
   * @param wanted {@code id} or {@code name} of the template, and {@code version}
   */
  public Plan plan(String region, Map<String, Object> wanted) throws LaunchFailure {
    Resource template = template(region, wanted);
    return new Plan(template, image(region, template), role(template));
  }

  /** Refuses one instance more than the account may have in the Region. */
  public void admit(Plan plan) throws LaunchFailure {
    String type = plan.template().string("instanceType");
    String region = plan.template().region();
    ServiceQuotas quotas = world.service(ServiceQuotas.class);
    if (InstanceTypes.standard(type)
        && quotas.exceeded(region, ServiceQuotas.INSTANCES, InstanceTypes.vcpus(type))) {
      throw new LaunchFailure(
          "VcpuLimitExceeded",
          "You have requested more vCPU capacity than your current vCPU limit of "
              + (int) quotas.value(region, ServiceQuotas.INSTANCES)
              + " allows for the instance bucket that the specified instance type belongs to."
              + " Please visit http://aws.amazon.com/contact-us/ec2-request to request an"
              + " adjustment to this limit.");
    }
  }

  private Resource template(String region, Map<String, Object> wanted) throws LaunchFailure {
    String id = text(wanted, "id");
    String name = text(wanted, "name");
    LaunchTemplates templates = world.service(Ec2.class).launchTemplates();
    Optional<Resource> found = templates.find(region, id, name);
    if (found.isEmpty()) {
      throw id.isEmpty()
          ? new LaunchFailure(
              "InvalidLaunchTemplateName.NotFoundException",
              "The specified launch template, with template name " + name + ", does not exist.")
          : new LaunchFailure(
              "InvalidLaunchTemplateId.NotFound",
              "The specified launch template, with template ID " + id + ", does not exist.");
    }
    String version = text(wanted, "version");
    return templates
        .version(found.get(), version)
        .orElseThrow(
            () ->
                new LaunchFailure(
                    "InvalidLaunchTemplateId.VersionNotFound",
                    "Could not find launch template version " + version + "."));
  }

  private Resource image(String region, Resource template) throws LaunchFailure {
    String id = template.string("imageId");
    if (id.startsWith("resolve:ssm:")) {
      String parameter = id.substring("resolve:ssm:".length());
      Optional<String> value = world.service(Ssm.class).value(region, parameter);
      if (value.isEmpty()) {
        throw new LaunchFailure(
            "InvalidParameterValue",
            "The parameter '"
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
                        "InvalidAMIID.NotFound",
                        "The image id '[" + imageId + "]' does not exist"));
    if (!image.string("state").equals("available")) {
      throw new LaunchFailure(
          "InvalidAMIID.Unavailable",
          "The image id '[" + imageId + "]' is not available: it is pending");
    }
    checkType(template.string("instanceType"), image.string("architecture"));
    return image;
  }

  private static void checkType(String type, String imageArchitecture) throws LaunchFailure {
    if (type.isEmpty()) {
      throw new LaunchFailure(
          "MissingParameter", "The request must contain the parameter InstanceType");
    }
    String architecture = type.matches("[a-z]+\\d+g[a-z]*\\..*|a1\\..*") ? "arm64" : "x86_64";
    if (!imageArchitecture.isEmpty() && !imageArchitecture.equals(architecture)) {
      throw new LaunchFailure(
          "InvalidParameterValue",
          "The architecture '"
              + architecture
              + "' of the specified instance type does not match the architecture '"
              + imageArchitecture
              + "' of the specified AMI.");
    }
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
          "InvalidParameterValue",
          "Value ("
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

  /** The key of its volumes; empty where AWS's own is. */
  public static String volumeKey(Resource template) {
    for (Map<String, Object> device : template.maps("blockDeviceMappings")) {
      if (device.get("ebs") instanceof Map<?, ?> ebs && ebs.get("kmsKeyId") instanceof String key) {
        return key;
      }
    }
    return "";
  }

  /** The tags that the template gives to its instances. */
  public static Map<String, String> tags(Resource template) {
    Map<String, String> tags = new TreeMap<>();
    for (Map<String, Object> specification : template.maps("tagSpecifications")) {
      if ("instance".equals(specification.get("resourceType"))
          && specification.get("tags") instanceof Map<?, ?> own) {
        own.forEach((key, value) -> tags.put(key.toString(), value.toString()));
      }
    }
    return tags;
  }

  /** The instance, which is pending and known to nobody yet. */
  public Instance launch(Plan plan, Resource subnet, String id, Map<String, String> tags)
      throws LaunchFailure {
    requireFree(subnet);
    Resource template = plan.template();
    return new Instance(
        new Instance.Launch(
            id,
            subnet.region(),
            subnet.string("vpcId"),
            subnet.id(),
            subnet.string("availabilityZone"),
            address(subnet),
            subnet.flag("mapPublicIpOnLaunch"),
            securityGroups(template, subnet),
            plan.image().id(),
            plan.image().string("name"),
            template.string("instanceType"),
            plan.roleArn(),
            volumeKey(template),
            tags,
            world.clock().instant()));
  }

  private void requireFree(Resource subnet) throws LaunchFailure {
    long free =
        Cidr.of(subnet.string("cidrBlock")).size() - RESERVED_ADDRESSES - here(subnet).size();
    if (free <= 0) {
      throw new LaunchFailure(
          "InsufficientFreeAddressesInSubnet",
          "There are not enough free addresses in subnet '"
              + subnet.id()
              + "' to satisfy the requested number of instances.");
    }
  }

  private List<Instance> here(Resource subnet) {
    return world.service(Ec2.class).instances().inSubnet(subnet.region(), subnet.id());
  }

  private String address(Resource subnet) {
    Set<String> taken =
        here(subnet).stream()
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
        throw new LaunchFailure(
            "InvalidGroup.NotFound", "The security group '" + id + "' does not exist");
      }
      if (!group.get().string("vpcId").equals(subnet.string("vpcId"))) {
        throw new LaunchFailure(
            "InvalidParameter",
            "Security group "
                + id
                + " and subnet "
                + subnet.id()
                + " belong to different networks.");
      }
    }
    return groups;
  }

  private static String text(Map<String, Object> map, String key) {
    return map.get(key) == null ? "" : map.get(key).toString();
  }
}
