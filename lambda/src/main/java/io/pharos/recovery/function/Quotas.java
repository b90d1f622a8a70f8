package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.AccountQuota;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.servicequotas.model.MetricInfo;
import software.amazon.awssdk.services.servicequotas.model.NoSuchResourceException;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuota;

/**
 * Whether the account may have in this Region what a takeover adds to what is there, of whoever it
 * is: vCPUs for the application, a database where one is restored, addresses where NAT gateways are
 * made. Looked at every hour, by the function that has time for it; readiness tells what was found.
 *
 * @see <a href="https://docs.aws.amazon.com/servicequotas/latest/userguide/intro.html">Service
 *     Quotas</a>
 */
record Quotas(Aws aws, Environment environment, Table table) {
  private static final String NAME = "quotas";
  private static final String ADDRESSES = "L-0263D0A3";
  private static final String INSTANCES_OF_RDS = "DBInstances";

  /** Two looks may fail before anybody is told. */
  private static final Duration FRESH = Duration.ofHours(3);

  /** Usage metrics come every five minutes. */
  private static final Duration WINDOW = Duration.ofMinutes(20);

  private static final int PERIOD_SECONDS = 300;

  /** What there may be, and what there is. */
  private record Room(String name, double allowed, double used) {
    boolean has(double more) {
      return used + more <= allowed;
    }

    String text(double more) {
      return name
          + ": "
          + Figures.text(more)
          + " more wanted, "
          + Figures.text(used)
          + " of "
          + Figures.text(allowed)
          + " used";
    }
  }

  /**
   * Looks, and notes what was found.
   *
   * @throws Failed when AWS refuses to say, which is noted too
   */
  void look() {
    List<ReadinessCheck> found = new ArrayList<>();
    Optional<Failed> refused = Optional.empty();
    try {
      found.add(application());
      found.add(database());
      if (environment.restores()) {
        found.add(addresses());
      }
    } catch (SdkException e) {
      // Until somebody answers, what was found before counts.
      RecoveryException why = AwsErrors.classified(e);
      if (!(why instanceof Failed failed)) {
        throw why;
      }
      refused = Optional.of(failed);
      found.add(ReadinessCheck.warns(NAME, "cannot be looked at: " + e.getMessage()));
    }
    ReadinessCheck worst =
        found.stream().max(Comparator.comparing(ReadinessCheck::state)).orElseThrow();
    List<String> told =
        found.stream()
            .filter(check -> check.state() == worst.state())
            .map(ReadinessCheck::detail)
            .toList();
    table
        .update(Table.QUOTAS)
        .set("time", aws.clock().instant())
        .set("state", worst.state().word())
        .set("detail", String.join("; ", told))
        .run();
    if (refused.isPresent()) {
      throw refused.get();
    }
  }

  /** What was found last. */
  static ReadinessCheck check(Table table, Instant now) {
    Map<String, AttributeValue> found = table.get(Table.QUOTAS);
    Optional<Instant> at = Table.instant(found, "time");
    if (at.isEmpty()) {
      return ReadinessCheck.ok(NAME, "not looked at yet: that is done every hour");
    }
    String detail = Table.text(found, "detail").orElse("?") + " (at " + at.get() + ")";
    if (at.get().plus(FRESH).isBefore(now)) {
      return ReadinessCheck.warns(NAME, detail + ", and not looked at since");
    }
    return new ReadinessCheck(
        NAME, ReadinessCheck.State.of(Table.text(found, "state").orElseThrow()), detail);
  }

  private ReadinessCheck application() {
    Compute compute = Compute.own(aws, environment);
    Posture active = Posture.active(new LocalParameters(aws, environment));
    Optional<Compute.Demand> demand = compute.demand();
    if (demand.isEmpty()) {
      return ReadinessCheck.warns(
          NAME, "no quota is known for the " + compute.unit() + "s of " + compute.name());
    }
    Room room = room(demand.get().service(), demand.get().quota());
    double wanted = more(active.desiredCapacity(), compute, demand.get());
    double most = more(active.maxSize(), compute, demand.get());
    if (!room.has(wanted)) {
      return ReadinessCheck.fails(NAME, room.text(wanted) + " in " + environment.region());
    }
    return room.has(most)
        ? ReadinessCheck.ok(NAME, "enough for " + active.maxSize() + " " + compute.unit() + "s")
        : ReadinessCheck.warns(
            NAME,
            "enough to begin with, not for "
                + active.maxSize()
                + " "
                + compute.unit()
                + "s: "
                + room.text(most));
  }

  private static double more(int units, Compute compute, Compute.Demand demand) {
    return Math.max(0, units - compute.running()) * demand.each();
  }

  /** A restore needs one more at once; every failback needs one more for a while. */
  private ReadinessCheck database() {
    Optional<Room> room =
        aws
            .client(RdsClient.class, environment.region())
            .describeAccountAttributes()
            .accountQuotas()
            .stream()
            .filter(quota -> quota.accountQuotaName().equals(INSTANCES_OF_RDS))
            .findFirst()
            .map(Quotas::room);
    if (room.isEmpty() || room.get().has(1)) {
      return ReadinessCheck.ok(NAME, "room for a database");
    }
    return environment.restores()
        ? ReadinessCheck.fails(NAME, room.get().text(1))
        : ReadinessCheck.warns(NAME, room.get().text(1) + ", which a failback needs");
  }

  private static Room room(AccountQuota quota) {
    return new Room("DB instances", quota.max(), quota.used());
  }

  private ReadinessCheck addresses() {
    WayOut way = new WayOut(aws, environment);
    int used =
        aws.client(Ec2Client.class, environment.region()).describeAddresses().addresses().size();
    Room room = new Room("Elastic IP addresses", quota("ec2", ADDRESSES).value(), used);
    int wanted = way.missingAddresses();
    return room.has(wanted)
        ? ReadinessCheck.ok(NAME, "room for " + wanted + " addresses")
        : ReadinessCheck.fails(NAME, room.text(wanted) + " in " + environment.region());
  }

  private Room room(String service, String code) {
    ServiceQuota quota = quota(service, code);
    return new Room(
        quota.quotaName(),
        quota.value(),
        quota.usageMetric() == null ? 0 : used(quota.usageMetric()));
  }

  /** Where nobody has asked for more, there may be no value but AWS's own. */
  private ServiceQuota quota(String service, String code) {
    ServiceQuotasClient quotas = aws.client(ServiceQuotasClient.class, environment.region());
    try {
      return quotas.getServiceQuota(get -> get.serviceCode(service).quotaCode(code)).quota();
    } catch (NoSuchResourceException e) {
      return quotas
          .getAWSDefaultServiceQuota(get -> get.serviceCode(service).quotaCode(code))
          .quota();
    }
  }

  /** Nothing where the metric has no values. */
  private double used(MetricInfo usage) {
    Instant now = aws.clock().instant();
    List<Dimension> dimensions =
        usage.metricDimensions().entrySet().stream()
            .map(entry -> Dimension.builder().name(entry.getKey()).value(entry.getValue()).build())
            .toList();
    return aws
        .client(CloudWatchClient.class, environment.region())
        .getMetricData(
            get ->
                get.startTime(now.minus(WINDOW))
                    .endTime(now)
                    .metricDataQueries(
                        query ->
                            query
                                .id("used")
                                .metricStat(
                                    stat ->
                                        stat.metric(
                                                metric ->
                                                    metric
                                                        .namespace(usage.metricNamespace())
                                                        .metricName(usage.metricName())
                                                        .dimensions(dimensions))
                                            .period(PERIOD_SECONDS)
                                            .stat(usage.metricStatisticRecommendation()))))
        .metricDataResults()
        .stream()
        .map(MetricDataResult::values)
        .flatMap(List::stream)
        .mapToDouble(Double::doubleValue)
        .findFirst()
        .orElse(0);
  }
}
