package io.pharos.sandbox.service;

import static io.pharos.sandbox.service.TwoRegions.FRANKFURT;
import static io.pharos.sandbox.service.TwoRegions.IRELAND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Route53Test {
  private static final String RECORD = "aws:route53/record:Record";
  private static final String CHECK = "aws:route53/healthCheck:HealthCheck";
  private static final String PRIMARY_BALANCER = "shop-1.eu-west-1.elb.amazonaws.com";
  private static final String SECONDARY_BALANCER = "shop-2.eu-central-1.elb.amazonaws.com";

  private TwoRegions aws;
  private Route53 route53;
  private Resource zone;
  private boolean takeoverAnswers;

  @BeforeEach
  void aZoneAndTwoLoadBalancers() {
    aws =
        new TwoRegions(
            TwoRegions::unheard,
            world -> new Route53(world, (from, url, timeout) -> takeoverAnswers));
    route53 = aws.world.service(Route53.class);
    balancer(IRELAND, PRIMARY_BALANCER, "Z32O12XQLNTSW2");
    balancer(FRANKFURT, SECONDARY_BALANCER, "Z215JYRZR1TBD5");
    zone =
        aws.create("aws:route53/zone:Zone", Account.GLOBAL, "zone", Map.of("name", "example.com"));
  }

  private void balancer(String region, String dnsName, String zoneId) {
    aws.existing(
        "aws:lb/loadBalancer:LoadBalancer",
        region,
        dnsName,
        Map.of("dnsName", dnsName, "zoneId", zoneId));
  }

  private Resource alias(String name, String balancer, String zoneId, Map<String, Object> more) {
    Map<String, Object> arguments = new HashMap<>(more);
    arguments.putAll(
        Map.of(
            "zoneId",
            zone.id(),
            "name",
            name,
            "type",
            "A",
            "aliases",
            List.of(Map.of("name", balancer, "zoneId", zoneId, "evaluateTargetHealth", false))));
    return aws.create(RECORD, Account.GLOBAL, name + more.get("setIdentifier"), arguments);
  }

  private Resource check(String name, Map<String, Object> arguments) {
    return aws.create(CHECK, Account.GLOBAL, name, arguments);
  }

  private Resource alarm() {
    return aws.create(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        FRANKFURT,
        "taken-over",
        Map.of(
            "name", "taken-over",
            "namespace", "Pharos",
            "metricName", "TakenOver",
            "statistic", "Maximum",
            "period", 60,
            "evaluationPeriods", 1,
            "threshold", 1,
            "comparisonOperator", "GreaterThanOrEqualToThreshold"));
  }

  private Resource metricCheck() {
    return check(
        "metric",
        Map.of(
            "type", "CLOUDWATCH_METRIC",
            "cloudwatchAlarmName", "taken-over",
            "cloudwatchAlarmRegion", FRANKFURT,
            "insufficientDataHealthStatus", "LastKnownStatus"));
  }

  private Resource takeoverCheck() {
    return check(
        "takeover",
        Map.of(
            "type",
            "HTTP",
            "fqdn",
            "secondary.shop.example.com",
            "resourcePath",
            "/.pharos/takeover",
            "requestInterval",
            10,
            "failureThreshold",
            2,
            "invertHealthcheck",
            true));
  }

  private void failoverPair(String healthCheckId) {
    alias(
        "shop.example.com",
        PRIMARY_BALANCER,
        "Z32O12XQLNTSW2",
        Map.of(
            "setIdentifier",
            "primary",
            "healthCheckId",
            healthCheckId,
            "failoverRoutingPolicies",
            List.of(Map.of("type", "PRIMARY"))));
    alias(
        "shop.example.com",
        SECONDARY_BALANCER,
        "Z215JYRZR1TBD5",
        Map.of(
            "setIdentifier",
            "secondary",
            "failoverRoutingPolicies",
            List.of(Map.of("type", "SECONDARY"))));
  }

  private void publish(double value) {
    aws.world
        .service(CloudWatch.class)
        .put(FRANKFURT, "Pharos", "TakenOver", Map.of(), aws.world.clock().instant(), value);
  }

  private String answer() {
    return route53.resolve("shop.example.com").orElseThrow().loadBalancerDnsName();
  }

  @Test
  void an_alias_and_a_cname_lead_to_the_load_balancer() {
    alias("primary.shop", PRIMARY_BALANCER, "Z32O12XQLNTSW2", Map.of());
    aws.create(
        RECORD,
        Account.GLOBAL,
        "www",
        Map.of(
            "zoneId",
            zone.id(),
            "name",
            "www",
            "type",
            "CNAME",
            "ttl",
            30,
            "records",
            List.of("primary.shop.example.com")));

    assertThat(route53.resolve("primary.shop.example.com"))
        .contains(new DnsAnswer(PRIMARY_BALANCER, 60));
    assertThat(route53.resolve("www.example.com")).contains(new DnsAnswer(PRIMARY_BALANCER, 30));
    assertThat(route53.resolve("nobody.example.com")).isEmpty();
  }

  @Test
  void an_alias_needs_the_load_balancers_own_zone() {
    assertThatThrownBy(() -> alias("a", PRIMARY_BALANCER, "Z215JYRZR1TBD5", Map.of()))
        .hasMessageContaining("does not lie within the target zone");
  }

  @Test
  void a_record_exists_once() {
    alias("a", PRIMARY_BALANCER, "Z32O12XQLNTSW2", Map.of());

    assertThatThrownBy(() -> alias("a", PRIMARY_BALANCER, "Z32O12XQLNTSW2", Map.of()))
        .hasMessageContaining("already exists");
  }

  @Test
  void an_inverted_endpoint_check_moves_traffic_within_half_a_minute_and_back() {
    failoverPair(takeoverCheck().id());
    aws.pass(Duration.ofMinutes(2));
    assertThat(answer()).isEqualTo(PRIMARY_BALANCER);

    takeoverAnswers = true;
    aws.pass(Duration.ofSeconds(30));
    assertThat(answer()).isEqualTo(SECONDARY_BALANCER);

    takeoverAnswers = false;
    aws.pass(Duration.ofSeconds(30));
    assertThat(answer()).isEqualTo(PRIMARY_BALANCER);
  }

  @Test
  void a_metric_check_reads_the_stream_and_keeps_its_mind_when_data_is_missing() {
    alarm();
    failoverPair(metricCheck().id());
    publish(0);
    aws.pass(Duration.ofMinutes(1));
    publish(1);
    aws.pass(Duration.ofSeconds(80));
    assertThat(answer()).isEqualTo(SECONDARY_BALANCER);

    aws.pass(Duration.ofMinutes(10));
    assertThat(answer()).isEqualTo(SECONDARY_BALANCER);

    publish(0);
    aws.pass(Duration.ofSeconds(80));
    assertThat(answer()).isEqualTo(PRIMARY_BALANCER);
  }

  @Test
  void a_later_change_of_the_alarm_reaches_the_check_only_with_an_update() {
    Resource alarm = alarm();
    Resource check = metricCheck();
    aws.update(alarm, Map.of("threshold", 5));
    publish(1);
    aws.pass(Duration.ofSeconds(80));
    assertThat(route53.healthy(check.id())).isFalse();

    aws.update(check, Map.of("triggers", Map.of("threshold", "5")));
    publish(1);
    aws.pass(Duration.ofSeconds(80));
    assertThat(route53.healthy(check.id())).isTrue();
  }

  @Test
  void a_calculated_check_counts_its_children() {
    alarm();
    Resource takeover = takeoverCheck();
    Resource metric = metricCheck();
    Resource both =
        check(
            "both",
            Map.of(
                "type",
                "CALCULATED",
                "childHealthThreshold",
                2,
                "childHealthchecks",
                List.of(takeover.id(), metric.id())));
    aws.pass(Duration.ofMinutes(1));
    assertThat(route53.healthy(both.id())).isTrue();

    takeoverAnswers = true;
    aws.pass(Duration.ofSeconds(30));

    assertThat(route53.healthy(both.id())).isFalse();
    assertThatThrownBy(() -> aws.delete(takeover)).hasMessageContaining("still referenced");
  }

  @Test
  void a_dead_region_says_nothing_so_the_primary_stays() {
    alarm();
    failoverPair(metricCheck().id());
    publish(0);
    aws.pass(Duration.ofMinutes(2));
    aws.world.faults().fail(FRANKFURT, Faults.Kind.DEAD);
    aws.pass(Duration.ofMinutes(10));

    assertThat(answer()).isEqualTo(PRIMARY_BALANCER);
  }

  @Test
  void when_nobody_is_healthy_the_primary_answers() {
    takeoverAnswers = true;
    Resource down = takeoverCheck();
    failoverPair(down.id());
    aws.update(
        aws.world
            .account()
            .first(RECORD, Account.GLOBAL, r -> r.string("setIdentifier").equals("secondary"))
            .orElseThrow(),
        Map.of("healthCheckId", down.id()));
    aws.pass(Duration.ofMinutes(1));

    assertThat(route53.healthy(down.id())).isFalse();
    assertThat(answer()).isEqualTo(PRIMARY_BALANCER);
  }

  @Test
  void a_metric_check_needs_its_alarm_where_it_says() {
    assertThatThrownBy(this::metricCheck).hasMessageContaining("does not exist");
  }
}
