package io.pharos.recovery.contract;

import io.pharos.recovery.contract.Permission.Needs;
import java.util.List;

/**
 * What each recovery function may do where an accelerator leads users: let them in at this Region's
 * load balancer, keep them out of the peer's, and turn dials. All of it is for such deployments
 * only.
 */
final class AcceleratorPermissions {
  private static final String SWITCH = "elasticloadbalancing:ModifyRule";
  private static final Permission LOOK_AT_RULES =
      Permission.of(ResourceRef.ANY, "elasticloadbalancing:DescribeRules").when(Needs.ACCELERATOR);
  private static final Permission LIST =
      Permission.of(ResourceRef.ANY, "globalaccelerator:ListAccelerators").when(Needs.ACCELERATOR);
  private static final Permission LOOK =
      Permission.of(
              ResourceRef.ACCELERATORS,
              "globalaccelerator:ListListeners",
              "globalaccelerator:ListEndpointGroups")
          .when(Needs.ACCELERATOR);

  private AcceleratorPermissions() {}

  static List<Permission> of(RecoveryFunction function) {
    return switch (function) {
      case BEACON ->
          List.of(
              Permission.of(ResourceRef.USERS_RULE, SWITCH).when(Needs.ACCELERATOR),
              LIST,
              LOOK,
              Permission.of(ResourceRef.ACCELERATORS, "globalaccelerator:UpdateEndpointGroup")
                  .when(Needs.ACCELERATOR));
      case FENCE ->
          List.of(
              LOOK_AT_RULES,
              Permission.of(ResourceRef.PEER_USERS_RULE, SWITCH).when(Needs.ACCELERATOR));
      case TAKEOVER ->
          List.of(
              Permission.of(ResourceRef.USERS_RULE, SWITCH).when(Needs.ACCELERATOR),
              Permission.of(ResourceRef.PEER_USERS_RULE, SWITCH).when(Needs.ACCELERATOR));
      case READY -> List.of(LOOK_AT_RULES, LIST, LOOK);
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
              CAPACITY,
              VERIFY,
              SOURCES,
              CONFIRM,
              RECORD,
              RESEED,
              REOPEN,
              SETTLE,
              PART,
              UPKEEP,
              SNAPSHOT,
              IMAGE,
              SYNC,
              PROOF,
              LOOK,
              REGISTRY ->
          List.of();
    };
  }
}
