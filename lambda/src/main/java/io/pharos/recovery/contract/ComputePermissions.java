package io.pharos.recovery.contract;

import io.pharos.recovery.contract.Permission.Needs;
import java.util.List;
import java.util.Map;

/**
 * What each recovery function may do with what runs the application: look, start, size. Of both
 * platforms, each for deployments that run on it.
 */
final class ComputePermissions {
  private static final String SIZE_GROUP = "autoscaling:UpdateAutoScalingGroup";
  private static final Permission LOOK_AT_GROUPS =
      Permission.of(ResourceRef.ANY, "autoscaling:DescribeAutoScalingGroups").when(Needs.EC2);
  private static final Permission LOOK_AT_IMAGES =
      Permission.of(ResourceRef.ANY, "ec2:DescribeImages").when(Needs.EC2);
  private static final String LOOK_AT_SERVICE = "ecs:DescribeServices";
  private static final String SIZE_SERVICE = "ecs:UpdateService";
  private static final Permission LOOK_AT_TARGETS =
      Permission.of(ResourceRef.ANY, "application-autoscaling:DescribeScalableTargets")
          .when(Needs.ECS);

  private ComputePermissions() {}

  static List<Permission> of(RecoveryFunction function) {
    return switch (function) {
      case BEACON ->
          List.of(
              LOOK_AT_GROUPS,
              Permission.of(ResourceRef.AUTO_SCALING_GROUP, SIZE_GROUP).when(Needs.EC2),
              Permission.of(ResourceRef.ECS_SERVICE, LOOK_AT_SERVICE, SIZE_SERVICE).when(Needs.ECS),
              // The most that the peer runs is watched from here.
              Permission.of(ResourceRef.PEER_ECS_SERVICE, LOOK_AT_SERVICE).when(Needs.ECS),
              LOOK_AT_TARGETS,
              limits(ResourceRef.SCALABLE_TARGETS));
      case FENCE ->
          List.of(
              LOOK_AT_GROUPS,
              Permission.of(ResourceRef.PEER_AUTO_SCALING_GROUP, SIZE_GROUP).when(Needs.EC2),
              Permission.of(ResourceRef.PEER_ECS_SERVICE, LOOK_AT_SERVICE, SIZE_SERVICE)
                  .when(Needs.ECS),
              LOOK_AT_TARGETS,
              limits(ResourceRef.PEER_SCALABLE_TARGETS));
      case CAPACITY ->
          List.of(
              Permission.of(ResourceRef.LOCAL_PARAMETERS, "ssm:PutParameter").when(Needs.EC2),
              LOOK_AT_IMAGES,
              LOOK_AT_GROUPS,
              Permission.of(ResourceRef.AUTO_SCALING_GROUP, SIZE_GROUP).when(Needs.EC2),
              Permission.of(ResourceRef.ECS_SERVICE, LOOK_AT_SERVICE, SIZE_SERVICE).when(Needs.ECS),
              LOOK_AT_TARGETS,
              limits(ResourceRef.SCALABLE_TARGETS));
      case SETTLE ->
          List.of(
              LOOK_AT_GROUPS,
              Permission.of(ResourceRef.AUTO_SCALING_GROUP, SIZE_GROUP).when(Needs.EC2),
              Permission.of(ResourceRef.ECS_SERVICE, LOOK_AT_SERVICE, SIZE_SERVICE).when(Needs.ECS),
              LOOK_AT_TARGETS,
              limits(ResourceRef.SCALABLE_TARGETS));
      case READY ->
          List.of(
              LOOK_AT_IMAGES,
              LOOK_AT_GROUPS,
              Permission.of(ResourceRef.ANY, "ec2:DescribeLaunchTemplates").when(Needs.EC2),
              Permission.of(ResourceRef.ECS_SERVICE, LOOK_AT_SERVICE).when(Needs.ECS),
              LOOK_AT_TARGETS);
      case UPKEEP ->
          List.of(
              LOOK_AT_GROUPS,
              Permission.of(
                      ResourceRef.ANY,
                      "ec2:DescribeLaunchTemplateVersions",
                      "ec2:DescribeInstanceTypes")
                  .when(Needs.EC2),
              Permission.of(ResourceRef.ECS_SERVICE, LOOK_AT_SERVICE).when(Needs.ECS),
              Permission.of(ResourceRef.ANY, "ecs:DescribeTaskDefinition").when(Needs.ECS),
              LOOK_AT_TARGETS);
      case MARKER,
              APPROVAL,
              LOCK,
              GATE,
              HOLD,
              DRAIN,
              RELEASE,
              PROMOTE,
              RESTORE,
              NETWORK,
              VERIFY,
              TAKEOVER,
              SOURCES,
              CONFIRM,
              RECORD,
              RESEED,
              REOPEN,
              PART,
              SNAPSHOT,
              IMAGE,
              SYNC,
              PROOF,
              LOOK,
              REGISTRY ->
          List.of();
    };
  }

  /** The limits of a service's size; a scalable target's ARN is not known before it is there. */
  private static Permission limits(ResourceRef targets) {
    return Permission.of(targets, "application-autoscaling:RegisterScalableTarget")
        .where(Map.of("application-autoscaling:service-namespace", "ecs"))
        .when(Needs.ECS);
  }
}
