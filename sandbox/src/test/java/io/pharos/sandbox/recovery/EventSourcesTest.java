package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.Sns;
import io.pharos.sandbox.service.sns.Publication;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** What the application does by itself is on in the Region that serves, and in no other. */
class EventSourcesTest {
  private static final String BY_HAND = "{\"reason\":\"drill\"}";
  private static final String PLANNED = "{\"mode\":\"planned\",\"reason\":\"maintenance\"}";

  private final TwoRegionShop shop = GivenSources.in(new TwoRegionShop(2));
  private final GivenDetection detection;

  EventSourcesTest() {
    shop.primaryRuntime.everyMinute();
    shop.secondaryRuntime.everyMinute();
    detection = new GivenDetection(shop.secondary, shop.secondaryRuntime);
    shop.pass(Duration.ofMinutes(12));
  }

  private void assertServes(Position position) {
    assertThat(GivenSources.state(shop.region(position))).isEqualTo(GivenSources.expected(true));
    assertThat(GivenSources.state(shop.region(position.peer())))
        .isEqualTo(GivenSources.expected(false));
  }

  private Map<String, Object> step(String operation, String step) {
    return shop.item(shop.secondary, "operation#" + operation, "step#" + step);
  }

  private List<String> alerts() {
    return shop.world.service(Sns.class).delivered().stream().map(Publication::message).toList();
  }

  private EventBridgeClient rules(GivenRegion place) {
    return shop.world.bareClient(
        EventBridgeClient.class, place.region, Caller.operator(shop.world.clock()));
  }

  private LambdaClient functions(GivenRegion place) {
    return shop.world.bareClient(
        LambdaClient.class, place.region, Caller.operator(shop.world.clock()));
  }

  @Test
  void a_standby_switches_off_what_was_deployed_there_and_the_active_region_nothing() {
    assertServes(Position.PRIMARY);
    assertThat(shop.item(shop.secondary, "sources", "function#orders"))
        .containsEntry("reserved", 5.0);
    assertThat(shop.item(shop.secondary, "sources", "function#mail"))
        .containsEntry("reserved", -1.0);
    assertThat(shop.items(shop.primary, "sources")).isEmpty();
  }

  @Test
  void what_somebody_switches_on_in_a_standby_is_off_again_within_ten_minutes() {
    rules(shop.secondary).enableRule(enable -> enable.name("nightly"));
    functions(shop.secondary)
        .putFunctionConcurrency(put -> put.functionName("mail").reservedConcurrentExecutions(3));
    shop.pass(Duration.ofMinutes(11));

    assertServes(Position.PRIMARY);
    assertThat(shop.item(shop.secondary, "sources", "function#mail"))
        .containsEntry("reserved", 3.0);
  }

  @Test
  void what_a_person_switches_off_in_the_region_that_serves_stays_off() {
    rules(shop.primary).disableRule(disable -> disable.name("nightly"));
    shop.pass(Duration.ofMinutes(30));

    assertThat(GivenSources.state(shop.primary)).containsEntry("rule nightly", "DISABLED");
  }

  @Test
  void a_failover_switches_off_with_the_fence_and_on_after_the_takeover() {
    detection.start("moved", BY_HAND);
    shop.pass(Duration.ofSeconds(90));

    assertThat(GivenSources.state(shop.primary)).isEqualTo(GivenSources.expected(false));
    assertThat(GivenSources.state(shop.secondary)).isEqualTo(GivenSources.expected(false));
    assertThat(step("moved", "fence").get("detail").toString())
        .contains(
            "event sources in eu-west-1 switched off: function orders, function mail, mapping")
        .endsWith("rule nightly");

    shop.pass(Duration.ofMinutes(20));
    assertThat(detection.outcome("moved")).isEqualTo("SUCCEEDED");
    assertServes(Position.SECONDARY);
    assertThat(step("moved", "sources")).containsEntry("outcome", "succeeded");
    assertThat(Instant.parse(step("moved", "sources").get("started").toString()))
        .isAfterOrEqualTo(Instant.parse(step("moved", "takeover").get("ended").toString()));
  }

  @Test
  void a_region_that_was_lost_switches_its_own_off_when_it_returns() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(25));
    assertThat(GivenSources.state(shop.primary)).isEqualTo(GivenSources.expected(true));
    assertThat(GivenSources.state(shop.secondary)).isEqualTo(GivenSources.expected(true));

    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(3));

    assertServes(Position.SECONDARY);
  }

  @Test
  void a_planned_switch_holds_them_with_the_writes() {
    detection.start("switch", PLANNED);
    until("switch", "hold");

    assertThat(GivenSources.state(shop.primary)).containsEntry("function orders", "0");
    assertThat(step("switch", "promote")).isEmpty();
    shop.pass(Duration.ofMinutes(25));
    assertThat(detection.outcome("switch")).isEqualTo("SUCCEEDED");
    assertServes(Position.SECONDARY);
    assertThat(shop.item(shop.secondary, "fence", "hold")).isEmpty();
  }

  @Test
  void a_planned_switch_that_is_given_up_leaves_everything_as_it_was() {
    detection.start("switch", PLANNED);
    until("switch", "hold");
    shop.primaryRuntime.deny(RecoveryFunction.MARKER, "secretsmanager:GetSecretValue");
    shop.pass(Duration.ofMinutes(8));

    assertThat(detection.outcome("switch")).startsWith("FAILED Stopped");
    assertThat(step("switch", "release").get("detail").toString())
        .contains("event sources in eu-west-1 switched on: ");
    assertServes(Position.PRIMARY);
    assertThat(shop.item(shop.secondary, "fence", "hold")).isEmpty();
  }

  @Test
  void what_cannot_be_switched_on_stops_nothing_and_the_beacon_goes_on() {
    shop.secondaryRuntime.deny(RecoveryFunction.SOURCES, "events:EnableRule");
    shop.secondaryRuntime.deny(RecoveryFunction.BEACON, "events:EnableRule");
    detection.start("moved", BY_HAND);
    shop.pass(Duration.ofMinutes(25));

    assertThat(detection.outcome("moved")).isEqualTo("SUCCEEDED");
    assertThat(step("moved", "sources"))
        .contains(entry("outcome", "pending"))
        .hasEntrySatisfying(
            "detail", detail -> assertThat(detail.toString()).contains("rule nightly: "));
    assertThat(shop.item(shop.secondary, "operation#moved", "summary").get("detail").toString())
        .contains("event sources are pending");
    assertThat(alerts())
        .anyMatch(text -> text.contains("Event sources: PENDING. event sources in eu-central-1"));
    assertThat(GivenSources.state(shop.secondary))
        .containsEntry("rule nightly", "DISABLED")
        .containsEntry("function orders", "5");

    shop.secondaryRuntime.deny(RecoveryFunction.BEACON, "nothing");
    shop.pass(Duration.ofMinutes(2));

    assertServes(Position.SECONDARY);
    assertThat(shop.item(shop.secondary, "sources", "switch")).doesNotContainKey("pending");
    assertThat(alerts()).anyMatch(text -> text.contains("switched on: rule nightly"));
  }

  @Test
  void a_step_that_never_runs_is_the_beacons_as_well() {
    Resource function = shop.secondaryRuntime.function(RecoveryFunction.SOURCES);
    functions(shop.secondary)
        .putFunctionConcurrency(
            put -> put.functionName(function.id()).reservedConcurrentExecutions(0));
    detection.start("moved", BY_HAND);
    shop.pass(Duration.ofMinutes(30));

    assertThat(detection.outcome("moved")).isEqualTo("SUCCEEDED");
    assertThat(step("moved", "sources")).isEmpty();
    assertThat(alerts()).anyMatch(text -> text.contains("PENDING. the step came to no end"));
    assertServes(Position.SECONDARY);
  }

  @Test
  void the_step_delivered_twice_finds_nothing_left() {
    Delivery sources = shop.deliver(RecoveryFunction.SOURCES);
    assertThat(sources.of(shop.operation())).containsEntry("outcome", "succeeded");
    int first = sources.calls().size();

    assertThat(sources.of(shop.operation())).containsEntry("outcome", "skipped");
    assertThat(sources.calls().subList(first, sources.calls().size()))
        .noneMatch(call -> call.matches("(put|delete|update|enable)(Function|Event|Rule).*"));
  }

  @Test
  void a_mapping_that_is_on_its_way_off_is_left_to_the_beacon() {
    functions(shop.secondary).listEventSourceMappings(list -> {}).eventSourceMappings().stream()
        .filter(mapping -> mapping.functionArn().endsWith(":orders"))
        .forEach(
            mapping ->
                functions(shop.secondary)
                    .updateEventSourceMapping(update -> update.uuid(mapping.uuid()).enabled(true)));
    shop.pass(Duration.ofMinutes(2));
    Map<String, Object> off =
        shop.deliver(Position.PRIMARY, RecoveryFunction.HOLD).of(shop.operation());
    assertThat(off.get("detail").toString()).contains("mapping ");

    Map<String, Object> on = shop.deliver(RecoveryFunction.SOURCES).of(shop.operation());

    assertThat(on).containsEntry("outcome", "pending");
    assertThat(on.get("detail").toString()).contains("it is Disabling", "tries again every minute");
  }

  @Test
  void the_way_back_switches_them_the_other_way() {
    new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.FAILOVER);
    new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.STANDBY);
    new GivenMachine(shop.secondary, shop.secondaryRuntime, StateMachine.STANDBY);
    GivenMachine failback =
        new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.FAILBACK);
    shop.world.latency().with("rds.createReplica", Duration.ofMinutes(30));
    detection.start("moved", BY_HAND);
    shop.pass(Duration.ofMinutes(40));

    failback.start("back", BY_HAND);
    shop.pass(Duration.ofHours(2));

    assertThat(failback.outcome("back")).isEqualTo("SUCCEEDED");
    assertServes(Position.PRIMARY);
  }

  @Test
  void where_nothing_is_named_nothing_is_called() {
    TwoRegionShop plain = new TwoRegionShop(0);
    for (RecoveryFunction function :
        List.of(RecoveryFunction.FENCE, RecoveryFunction.SOURCES, RecoveryFunction.RECORD)) {
      Delivery delivery = plain.deliver(function);
      delivery.of(plain.operation());
      assertThat(delivery.calls())
          .noneMatch(
              call ->
                  call.matches("[a-z]+(Function|EventSource|Rule)[A-Z]?.*")
                      && !call.contains("Rules"));
    }
  }

  @Test
  void readiness_misses_what_is_not_there_and_notes_what_is_on() {
    assertThat(readiness()).contains("\"check\":\"sources\",\"state\":\"ok\"");

    rules(shop.secondary).enableRule(enable -> enable.name("nightly"));
    assertThat(readiness()).contains("\"check\":\"sources\",\"state\":\"warns\"");

    Resource function =
        shop.world
            .account()
            .find("aws:lambda/function:Function", shop.secondary.region, "mail")
            .orElseThrow();
    shop.given.delete(function);

    assertThat(readiness()).contains("\"check\":\"sources\",\"state\":\"fails\"", "function mail");
  }

  private String readiness() {
    shop.deliver(RecoveryFunction.READY).of(Map.of());
    return shop.item(shop.secondary, "readiness", "latest").get("checks").toString();
  }

  @Test
  void a_function_that_is_gone_in_the_standby_stays_pending_and_is_named() {
    Resource function =
        shop.world
            .account()
            .find("aws:lambda/function:Function", shop.secondary.region, "mail")
            .orElseThrow();
    shop.given.delete(function);

    Map<String, Object> on = shop.deliver(RecoveryFunction.SOURCES).of(shop.operation());

    assertThat(on).containsEntry("outcome", "pending");
    assertThat(on.get("detail").toString())
        .contains("function mail: Function not found: ", "switched on: function orders");
  }

  private void until(String operation, String step) {
    for (int i = 0; i < 600 && !step(operation, step).containsKey("ended"); i++) {
      shop.pass(Duration.ofSeconds(2));
    }
    assertThat(step(operation, step)).containsKey("ended");
  }
}
