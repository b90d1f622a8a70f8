package io.pharos.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.sandbox.Sandbox;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourcesPromiseTest {
  private static final Leg.Site PRIMARY = new Leg.Site("eu-west-1", Position.PRIMARY);
  private static final Leg.Site SECONDARY = new Leg.Site("eu-central-1", Position.SECONDARY);

  private final World world =
      Sandbox.create(
          1,
          new Sandbox.Settings(
              "shop.example.com", "example.com", PRIMARY.region(), SECONDARY.region()));
  private final SourcesPromise promise =
      new SourcesPromise(
          world,
          new Leg(
              Leg.Task.FAILOVER,
              PRIMARY,
              SECONDARY,
              StateMachine.FAILOVER,
              false,
              Sandbox.EPOCH,
              "shop-prod-primary-1",
              List.of()),
          new Sources(world));

  @Test
  void after_a_move_they_are_on_where_the_application_has_moved_and_nowhere_else() {
    are(PRIMARY, false);
    are(SECONDARY, true);

    assertThat(promise.broken(true, true, null)).isEmpty();
  }

  @Test
  void one_that_is_on_in_both_regions_is_told() {
    are(PRIMARY, false);
    are(SECONDARY, true);
    world
        .account()
        .find("aws:cloudwatch/eventRule:EventRule", PRIMARY.region(), "nightly")
        .orElseThrow()
        .set("state", "ENABLED");

    assertThat(promise.broken(true, true, null))
        .hasValueSatisfying(
            what -> assertThat(what).contains("on in eu-west-1 are [rule nightly]"));
  }

  @Test
  void a_region_that_is_cut_off_and_goes_on_breaks_nothing() {
    are(PRIMARY, true);
    are(SECONDARY, true);
    world.faults().fail(PRIMARY.region(), Faults.Kind.ISOLATED);

    assertThat(promise.broken(true, true, null)).isEmpty();
  }

  @Test
  void one_that_is_off_in_the_region_that_serves_is_told() {
    are(PRIMARY, false);
    are(SECONDARY, false);

    assertThat(promise.broken(true, true, null))
        .hasValueSatisfying(
            what -> assertThat(what).contains("eu-central-1 serves, and off are [function orders"));
  }

  private void are(Leg.Site site, boolean on) {
    for (String name : List.of("orders", "mail")) {
      put(
          "aws:lambda/function:Function",
          site,
          name,
          Map.of("reservedConcurrentExecutions", on ? -1 : 0));
    }
    put(
        "aws:lambda/eventSourceMapping:EventSourceMapping",
        site,
        "orders",
        Map.of("functionName", "orders", "enabled", on));
    put(
        "aws:cloudwatch/eventRule:EventRule",
        site,
        "nightly",
        Map.of("name", "nightly", "state", on ? "ENABLED" : "DISABLED"));
  }

  private void put(String type, Leg.Site site, String id, Map<String, Object> attributes) {
    Resource resource = new Resource(type, site.region(), id, new HashMap<>(attributes));
    resource.id(id);
    world.account().add(resource);
  }
}
