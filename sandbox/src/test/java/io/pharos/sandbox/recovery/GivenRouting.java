package io.pharos.sandbox.recovery;

import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Position;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.GivenAccount;
import java.util.List;
import java.util.Map;

/** Names and health checks as the global stack declares them, with the alarms that they follow. */
final class GivenRouting {
  private static final String CHECK = "aws:route53/healthCheck:HealthCheck";

  private final GivenAccount given;
  private final String zone;

  GivenRouting(GivenRegion primary, GivenRegion secondary) {
    this.given = primary.given;
    this.zone = given.world.account().list("aws:route53/zone:Zone", Account.GLOBAL).get(0).id();
    record(primary, Names.regionalEndpoint(Position.PRIMARY, GivenAccount.DOMAIN));
    record(secondary, Names.regionalEndpoint(Position.SECONDARY, GivenAccount.DOMAIN));
    Resource quick =
        create(
            CHECK,
            "takeover-signal",
            "type",
            "HTTPS",
            "port",
            443,
            "enableSni",
            true,
            "fqdn",
            Names.regionalEndpoint(Position.SECONDARY, GivenAccount.DOMAIN),
            "resourcePath",
            "/.pharos/takeover",
            "requestInterval",
            10,
            "failureThreshold",
            2,
            "invertHealthcheck",
            true);
    Resource lasting = traffic(secondary, Metric.TAKEN_OVER);
    Resource reclaimed = traffic(primary, Metric.RECLAIMED);
    Resource primaryServes =
        create(
            CHECK,
            "primary-serves",
            "type",
            "CALCULATED",
            "childHealthThreshold",
            2,
            "childHealthchecks",
            List.of(quick.id(), lasting.id()));
    record(
        primary,
        GivenAccount.DOMAIN,
        "setIdentifier",
        "primary",
        "failoverRoutingPolicies",
        List.of(Map.of("type", "PRIMARY")),
        "healthCheckId",
        primaryServes.id());
    record(
        secondary,
        GivenAccount.DOMAIN,
        "setIdentifier",
        "secondary",
        "failoverRoutingPolicies",
        List.of(Map.of("type", "SECONDARY")),
        "healthCheckId",
        reclaimed.id());
  }

  private Resource traffic(GivenRegion place, Metric metric) {
    String alarm = GivenRegion.NAMES.trafficAlarm(place.position);
    place.create(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        alarm,
        "name",
        alarm,
        "namespace",
        Metric.NAMESPACE,
        "metricName",
        metric.metricName(),
        "dimensions",
        GivenDetection.dimensions(),
        "statistic",
        "Maximum",
        "period",
        60,
        "evaluationPeriods",
        1,
        "threshold",
        1.0,
        "comparisonOperator",
        "GreaterThanOrEqualToThreshold",
        "treatMissingData",
        "ignore");
    return create(
        CHECK,
        alarm,
        "type",
        "CLOUDWATCH_METRIC",
        "cloudwatchAlarmName",
        alarm,
        "cloudwatchAlarmRegion",
        place.region,
        "insufficientDataHealthStatus",
        "LastKnownStatus");
  }

  private void record(GivenRegion place, String name, Object... more) {
    Object[] attributes = {
      "zoneId",
      zone,
      "name",
      name,
      "type",
      "A",
      "aliases",
      List.of(
          Map.of(
              "name",
              place.balancer.string("dnsName"),
              "zoneId",
              place.balancer.string("zoneId"),
              "evaluateTargetHealth",
              false))
    };
    Object[] all = java.util.Arrays.copyOf(attributes, attributes.length + more.length);
    System.arraycopy(more, 0, all, attributes.length, more.length);
    create("aws:route53/record:Record", name + place.region, all);
  }

  private Resource create(String type, String name, Object... namesAndValues) {
    return given.createIn(Account.GLOBAL, type, name, namesAndValues);
  }
}
