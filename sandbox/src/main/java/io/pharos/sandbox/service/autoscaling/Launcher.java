package io.pharos.sandbox.service.autoscaling;

import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Kms;
import io.pharos.sandbox.service.ec2.Ec2Types;
import io.pharos.sandbox.service.ec2.Instance;
import io.pharos.sandbox.service.ec2.LaunchFailure;
import io.pharos.sandbox.service.ec2.Launches;
import io.pharos.sandbox.service.elb.ElbTypes;
import io.pharos.sandbox.service.iam.ServiceLinkedRole;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a group adds to a launch: its zones, its tags, and the role that Auto Scaling has. */
final class Launcher {
  private static final String FULLY_FORMED = "You must use a valid fully-formed launch template. ";

  private final World world;
  private final Launches launches;

  Launcher(World world) {
    this.world = world;
    this.launches = new Launches(world);
  }

  Launches.Plan plan(Resource group) throws LaunchFailure {
    try {
      return launches.plan(group.region(), group.map("launchTemplate"));
    } catch (LaunchFailure e) {
      throw e.ofTheTemplateItself()
          ? e
          : new LaunchFailure("ValidationError", FULLY_FORMED + e.getMessage());
    }
  }

  /** Refuses what the account may not have. */
  void admit(Launches.Plan plan) throws LaunchFailure {
    launches.admit(plan);
  }

  /**
   * Encrypted volumes need a key that Auto Scaling's own role may use: nobody notices before the
   * first launch.
   */
  private void checkKey(String region, Resource template) throws LaunchFailure {
    String serviceRole = ServiceLinkedRole.AUTO_SCALING.arn(world.account());
    String key = Launches.volumeKey(template);
    if (!key.isEmpty() && !world.service(Kms.class).usable(serviceRole, key, region)) {
      throw new LaunchFailure(
          "Client.InvalidKMSKey.InvalidState",
          "Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state, or"
              + " its policy does not admit "
              + serviceRole
              + ": "
              + key);
    }
  }

  /**
   * Places an instance in the zone that has fewest of the group's.
   *
   * @param running the group's instances
   */
  Instance launch(Resource group, Launches.Plan plan, int number, List<Instance> running)
      throws LaunchFailure {
    checkKey(group.region(), plan.template());
    String id = Ids.hex("i-", 17, group.region(), group.string("arn"), number);
    return launches.launch(plan, subnet(group, running), id, tags(group, plan.template()));
  }

  private Resource subnet(Resource group, List<Instance> running) throws LaunchFailure {
    return group.strings("vpcZoneIdentifiers").stream()
        .flatMap(id -> world.account().find(Ec2Types.SUBNET, group.region(), id).stream())
        .min(
            Comparator.comparingLong(
                subnet ->
                    running.stream()
                        .filter(each -> each.launch().subnetId().equals(subnet.id()))
                        .count()))
        .orElseThrow(
            () ->
                new LaunchFailure(
                    "InvalidSubnetID.NotFound",
                    "The subnet ID '" + group.strings("vpcZoneIdentifiers") + "' does not exist"));
  }

  private static Map<String, String> tags(Resource group, Resource template) {
    Map<String, String> tags = new TreeMap<>(Launches.tags(template));
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
