package io.pharos.sandbox.service.autoscaling;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Ec2;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeScalingActivitiesRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeScalingActivitiesResponse;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.SetDesiredCapacityRequest;
import software.amazon.awssdk.services.autoscaling.model.SetDesiredCapacityResponse;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupResponse;

/**
 * The API of Auto Scaling in one Region, over the account. What recovery does not call is not
 * there.
 */
public final class AutoScalingApi implements AutoScalingClient {
  private final World world;
  private final GroupFleet fleet;
  private final String region;

  public AutoScalingApi(World world, GroupFleet fleet, String region) {
    this.world = world;
    this.fleet = fleet;
    this.region = region;
  }

  @Override
  public DescribeAutoScalingGroupsResponse describeAutoScalingGroups(
      DescribeAutoScalingGroupsRequest request) {
    List<String> names = request.autoScalingGroupNames();
    return DescribeAutoScalingGroupsResponse.builder()
        .autoScalingGroups(
            world.account().list(AutoScalingTypes.GROUP, region).stream()
                .filter(group -> names.isEmpty() || names.contains(group.id()))
                .map(this::description)
                .toList())
        .build();
  }

  @Override
  public UpdateAutoScalingGroupResponse updateAutoScalingGroup(
      UpdateAutoScalingGroupRequest request) {
    change(
        request.autoScalingGroupName(),
        group -> {
          if (request.minSize() != null) {
            group.set("minSize", request.minSize());
          }
          if (request.maxSize() != null) {
            group.set("maxSize", request.maxSize());
          }
          group.set(
              "desiredCapacity",
              request.desiredCapacity() != null
                  ? request.desiredCapacity()
                  : Groups.within(group, group.integer("desiredCapacity")));
          if (request.healthCheckGracePeriod() != null) {
            group.set("healthCheckGracePeriod", request.healthCheckGracePeriod());
          }
        });
    return UpdateAutoScalingGroupResponse.builder().build();
  }

  @Override
  public SetDesiredCapacityResponse setDesiredCapacity(SetDesiredCapacityRequest request) {
    change(
        request.autoScalingGroupName(),
        group -> group.set("desiredCapacity", request.desiredCapacity()));
    return SetDesiredCapacityResponse.builder().build();
  }

  private void change(String name, Consumer<Resource> change) {
    Resource group =
        world
            .account()
            .find(AutoScalingTypes.GROUP, region, name)
            .orElseThrow(
                () ->
                    Groups.refusal(
                        "ValidationError",
                        "AutoScalingGroup name not found - AutoScalingGroup "
                            + name
                            + " not found"));
    Map<String, Object> before = new LinkedHashMap<>(group.attributes());
    try {
      change.accept(group);
      Groups.checkCapacity(group);
    } catch (RuntimeException e) {
      group.attributes(before);
      throw e;
    }
    fleet.soon(group);
  }

  @Override
  public DescribeScalingActivitiesResponse describeScalingActivities(
      DescribeScalingActivitiesRequest request) {
    List<Activity> activities = new ArrayList<>();
    for (Resource group : world.account().list(AutoScalingTypes.GROUP, region)) {
      if (request.autoScalingGroupName() == null
          || request.autoScalingGroupName().equals(group.id())) {
        activities.addAll(fleet.activities(group).newestFirst());
      }
    }
    int most = request.maxRecords() == null ? activities.size() : request.maxRecords();
    return DescribeScalingActivitiesResponse.builder()
        .activities(activities.subList(0, Math.min(most, activities.size())))
        .build();
  }

  private AutoScalingGroup description(Resource group) {
    return AutoScalingGroup.builder()
        .autoScalingGroupName(group.id())
        .autoScalingGroupARN(group.string("arn"))
        .minSize(group.integer("minSize"))
        .maxSize(group.integer("maxSize"))
        .desiredCapacity(group.integer("desiredCapacity"))
        .healthCheckType(group.string("healthCheckType"))
        .healthCheckGracePeriod(group.integer("healthCheckGracePeriod"))
        .availabilityZones(group.strings("availabilityZones"))
        .vpcZoneIdentifier(String.join(",", group.strings("vpcZoneIdentifiers")))
        .targetGroupARNs(Launcher.targetGroups(group))
        .launchTemplate(launchTemplate(group))
        .instances(fleet.members(group).stream().map(AutoScalingApi::description).toList())
        .build();
  }

  private LaunchTemplateSpecification launchTemplate(Resource group) {
    Map<String, Object> wanted = group.map("launchTemplate");
    String id = Launcher.text(wanted, "id");
    Optional<Resource> template =
        world
            .service(Ec2.class)
            .launchTemplates()
            .find(group.region(), id, Launcher.text(wanted, "name"));
    return LaunchTemplateSpecification.builder()
        .launchTemplateId(template.map(Resource::id).orElse(id))
        .launchTemplateName(template.map(found -> found.string("name")).orElse(null))
        .version(Launcher.text(wanted, "version"))
        .build();
  }

  private static Instance description(Member member) {
    return Instance.builder()
        .instanceId(member.instance().id())
        .instanceType(member.instance().launch().instanceType())
        .availabilityZone(member.instance().launch().zone())
        .lifecycleState(member.lifecycle())
        .healthStatus(
            member.instance().state() == io.pharos.sandbox.service.ec2.Instance.State.TERMINATED
                ? "Unhealthy"
                : "Healthy")
        .protectedFromScaleIn(false)
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
