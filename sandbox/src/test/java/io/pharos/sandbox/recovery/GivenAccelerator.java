package io.pharos.sandbox.recovery;

import io.pharos.recovery.contract.Position;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.GivenAccount;
import io.pharos.sandbox.service.accelerator.AcceleratorTypes;
import io.pharos.sandbox.service.elb.ElbTypes;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** An accelerator and the entrances that it leads to, as the stacks declare them. */
final class GivenAccelerator {
  private final GivenAccount given;
  private final Map<Position, Resource> groups = new EnumMap<>(Position.class);
  private final Map<Position, Resource> closed = new EnumMap<>(Position.class);
  private final Map<Position, Resource> rules = new EnumMap<>(Position.class);

  GivenAccelerator(GivenRegion primary, GivenRegion secondary) {
    this.given = primary.given;
    Resource accelerator =
        given.createIn(
            Account.GLOBAL,
            AcceleratorTypes.ACCELERATOR,
            "accelerator",
            "name",
            GivenRegion.NAMES.accelerator(),
            "enabled",
            true);
    Resource listener =
        given.createIn(
            Account.GLOBAL,
            AcceleratorTypes.LISTENER,
            "accelerator",
            "acceleratorArn",
            accelerator.id(),
            "protocol",
            "TCP",
            "portRanges",
            List.of(Map.of("fromPort", 443, "toPort", 443)));
    for (GivenRegion place : List.of(primary, secondary)) {
      entrance(place);
      groups.put(place.position, group(listener, place));
    }
    lead(accelerator);
  }

  private void entrance(GivenRegion place) {
    Resource empty =
        place.create(
            ElbTypes.TARGET_GROUP,
            "closed",
            "name",
            GivenRegion.NAMES.closedTargetGroup(),
            "vpcId",
            place.vpc.vpcId,
            "port",
            8080,
            "protocol",
            "HTTP");
    Resource listener =
        given
            .world
            .account()
            .first(ElbTypes.LISTENER, place.region, each -> each.integer("port") == 443)
            .orElseThrow();
    boolean serves = place.position == Position.PRIMARY;
    closed.put(place.position, empty);
    rules.put(
        place.position,
        place.create(
            ElbTypes.LISTENER_RULE,
            "users-entrance",
            "listenerArn",
            listener.id(),
            "priority",
            3,
            "conditions",
            List.of(Map.of("hostHeader", Map.of("values", List.of(GivenAccount.DOMAIN)))),
            "actions",
            List.of(
                Map.of(
                    "type",
                    "forward",
                    "targetGroupArn",
                    serves ? place.targetGroup.id() : empty.id()))));
  }

  private Resource group(Resource listener, GivenRegion place) {
    return given.createIn(
        Account.GLOBAL,
        AcceleratorTypes.ENDPOINT_GROUP,
        place.region,
        "listenerArn",
        listener.id(),
        "endpointGroupRegion",
        place.region,
        "trafficDialPercentage",
        place.position == Position.PRIMARY ? 100.0 : 0.0,
        "endpointConfigurations",
        List.of(Map.of("endpointId", place.balancer.id(), "weight", 128)));
  }

  /** The users' name leads to it, and to nothing else. */
  private void lead(Resource accelerator) {
    List<Resource> users =
        given.world.account().list("aws:route53/record:Record", Account.GLOBAL).stream()
            .filter(record -> record.string("fqdn").equals(GivenAccount.DOMAIN))
            .toList();
    for (Resource record : users) {
      if (record.string("setIdentifier").equals("secondary")) {
        given.delete(record);
      } else {
        record.attributes().remove("healthCheckId");
        given.update(
            record,
            "aliases",
            List.of(
                Map.of(
                    "name",
                    accelerator.string("dnsName"),
                    "zoneId",
                    accelerator.string("hostedZoneId"),
                    "evaluateTargetHealth",
                    false)));
      }
    }
  }

  String rule(Position position) {
    return rules.get(position).id();
  }

  String closedGroup(Position position) {
    return closed.get(position).id();
  }

  /** Whether a Region lets users in. */
  boolean open(Position position) {
    return !rules.get(position).maps("actions").toString().contains(closedGroup(position));
  }

  /** How much of the traffic may come there, in percent. */
  double dial(Position position) {
    return ((Number) groups.get(position).value("trafficDialPercentage")).doubleValue();
  }

  /** Turns a dial, as a person would. */
  void turn(Position position, double percent) {
    given.update(groups.get(position), "trafficDialPercentage", percent);
  }
}
