package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.recovery.contract.StateMachine;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.Rds;
import io.pharos.sandbox.service.Ssm;
import io.pharos.sandbox.service.rds.Row;
import java.time.Duration;
import java.util.List;

/** Both Regions with all state machines, for tests of what comes after a disaster. */
abstract class WayBack {
  static final String BY_HAND = "{\"reason\":\"the Region is back\"}";

  final TwoRegionShop shop = new TwoRegionShop(2);
  final GivenDetection toSecondary;
  final GivenMachine toPrimary;
  final GivenMachine primaryStandby;
  final GivenMachine secondaryStandby;
  final GivenMachine failback;
  int written;

  WayBack() {
    shop.primaryRuntime.everyMinute();
    shop.secondaryRuntime.everyMinute();
    toSecondary = new GivenDetection(shop.secondary, shop.secondaryRuntime);
    toPrimary = new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.FAILOVER);
    primaryStandby = new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.STANDBY);
    secondaryStandby =
        new GivenMachine(shop.secondary, shop.secondaryRuntime, StateMachine.STANDBY);
    failback = new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.FAILBACK);
    shop.world.latency().with("rds.createReplica", Duration.ofMinutes(30));
    shop.pass(Duration.ofMinutes(5));
  }

  /** The primary Region is lost, the secondary one serves, and the primary one is back. */
  void disaster() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(25));
    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(3));
    assertThat(shop.user("GET", "/healthz")).endsWith("from eu-central-1");
  }

  void writeFor(Duration time) {
    for (long second = 0; second < time.toSeconds(); second += 20) {
      if (shop.user("PUT", "/rows/way-" + written).startsWith("201")) {
        written++;
      }
      shop.pass(Duration.ofSeconds(20));
    }
  }

  Resource database(GivenRegion place, String identifier) {
    return shop.world
        .account()
        .first(
            "aws:rds/instance:Instance",
            place.region,
            found -> found.string("identifier").equals(identifier))
        .orElseThrow();
  }

  String local(GivenRegion place, String key) {
    return shop.world
        .service(Ssm.class)
        .value(place.region, GivenRegion.NAMES.localParameter(key))
        .orElseThrow();
  }

  List<String> rows(GivenRegion place, String identifier) {
    return shop.world.service(Rds.class).rows(place.region, identifier).stream()
        .map(Row::key)
        .toList();
  }

  List<String> steps(GivenRegion place, String operation) {
    return shop.items(place, "operation#" + operation).stream()
        .filter(item -> item.containsKey("step"))
        .map(item -> item.get("step") + " " + item.get("outcome"))
        .toList();
  }
}
