package io.pharos.sandbox.recovery;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.recovery.contract.WakeUpCall;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.service.GivenAccount;
import io.pharos.sandbox.service.Ssm;
import io.pharos.sandbox.service.elb.ElbTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.rds.RdsClient;

/**
 * A shop in which a function has all of its part to do, and the input that makes it do so: nothing
 * that it declares is left unused.
 */
record Readiness(
    TwoRegionShop shop, Position position, RecoveryFunction function, Map<String, Object> input) {

  /** Makes one or more shops, which together use everything that the function declares. */
  static List<Supplier<Readiness>> of(RecoveryFunction function) {
    return switch (function) {
      case BEACON ->
          List.of(
              Readiness::beacon,
              Readiness::beaconThatReports,
              Readiness::beaconWithSources,
              Readiness::beaconThatFinishes,
              Readiness::beaconWithBackups,
              Readiness::beaconBesideAccelerator,
              Readiness::beaconThatMissesThePeer,
              // It serves, and asks whether the peer promotes.
              () -> new Readiness(new TwoRegionShop(1), Position.PRIMARY, function, Map.of()));
      case MARKER ->
          List.of(Readiness::marker, Readiness::markerEveryMinute, Readiness::markerOfFenced);
      case APPROVAL -> List.of(Readiness::approval, Readiness::approvalAsked, Readiness::approved);
      case LOCK -> List.of(Readiness::lock, () -> lockHeld(0), () -> lockHeld(1));
      case GATE ->
          List.of(
              Readiness::gate,
              Readiness::gateAfterPromotion,
              Readiness::gateAfterTakeover,
              Readiness::gateBeforeRestore);
      case RESTORE ->
          List.of(
              () -> restore(0),
              () -> restore(1),
              () -> restore(2),
              () -> step(GivenBackups.in(new TwoRegionShop(0)), function));
      case NETWORK ->
          List.of(
              () -> network(0),
              () -> network(1),
              () -> network(2),
              Readiness::networkAfterAll,
              () -> calledAwake(function));
      case FENCE ->
          List.of(
              () -> step(new TwoRegionShop(1), function),
              () -> step(GivenSources.in(new TwoRegionShop(1)), function),
              () -> step(accelerated(1), function));
      case DRAIN -> List.of(Readiness::drain);
      case RELEASE -> List.of(() -> held(function), Readiness::heldWithSources);
      case VERIFY -> List.of(Readiness::verify, () -> calledAwake(function));
      case CAPACITY ->
          List.of(() -> first(function), Readiness::capacityFirst, Readiness::capacityWithoutImage);
      case SOURCES -> List.of(Readiness::sources);
      case CONFIRM -> List.of(Readiness::confirm);
      case RECORD ->
          List.of(
              Readiness::recordSuccess,
              Readiness::recordWithoutSources,
              () -> recordFailure(new TwoRegionShop(0)),
              () -> recordFailure(held(function).shop()));
      case RESEED ->
          List.of(
              () -> reseed(0),
              () -> reseed(1),
              () -> reseed(2),
              () -> reseed(2, 0, GivenEngine.POSTGRES),
              () -> reseed(3, 0, GivenEngine.POSTGRES));
      case REOPEN -> List.of(Readiness::reopen);
      case SETTLE ->
          List.of(
              () -> reseeded(RecoveryFunction.SETTLE),
              () -> settleWithoutDatabase(0),
              () -> settleWithoutDatabase(1));
      case PART ->
          List.of(
              () -> part(false),
              () -> part(true),
              Readiness::partBehindTheMove,
              Readiness::partBehindThePromotion);
      case TAKEOVER ->
          List.of(
              () -> first(function),
              Readiness::takeOverPlanned,
              () -> step(accelerated(0), function));
      case HOLD ->
          List.of(
              () -> first(function), () -> step(GivenSources.in(new TwoRegionShop(0)), function));
      case PROMOTE ->
          List.of(
              () -> first(function), Readiness::promoteReturned, Readiness::promotedStillClosed);
      case UPKEEP ->
          List.of(
              () -> new Readiness(new TwoRegionShop(0), Position.PRIMARY, function, Map.of()),
              () ->
                  new Readiness(
                      GivenVaults.in(new TwoRegionShop(0)), Position.SECONDARY, function, Map.of()),
              () ->
                  new Readiness(
                      GivenBackups.in(new TwoRegionShop(0)),
                      Position.SECONDARY,
                      function,
                      Map.of()),
              () ->
                  new Readiness(
                      GivenRegistry.in(new TwoRegionShop(0)),
                      Position.SECONDARY,
                      function,
                      Map.of()));
      case REGISTRY ->
          List.of(
              () ->
                  new Readiness(
                      GivenRegistry.in(new TwoRegionShop(0)),
                      Position.SECONDARY,
                      function,
                      Map.of()));
      case IMAGE -> List.of(() -> image(0), () -> image(1), () -> image(2));
      case SYNC -> List.of(Readiness::sync);
      case READY ->
          List.of(
              Readiness::standby,
              Readiness::standbyWithSources,
              Readiness::standbyWithBackups,
              () -> new Readiness(accelerated(0), Position.SECONDARY, function, Map.of()));
      case PROOF ->
          List.of(
              () -> GivenRestoreTests.proof(GivenRestoreTests.in(new TwoRegionShop(0))),
              // People are told.
              () -> GivenRestoreTests.proof(GivenRestoreTests.withoutRows(new TwoRegionShop(0))));
      case LOOK ->
          List.of(() -> GivenRestoreTests.look(GivenRestoreTests.in(new TwoRegionShop(0))));
      case SNAPSHOT -> List.of(() -> snapshot(0), () -> snapshot(1), () -> snapshot(2));
    };
  }

  private static TwoRegionShop accelerated(int capacity) {
    TwoRegionShop shop = new TwoRegionShop(capacity);
    shop.accelerated();
    return shop;
  }

  /** The steps of a failover are there to be called awake. */
  private static Readiness beaconThatMissesThePeer() {
    TwoRegionShop shop = new TwoRegionShop(0);
    RecoveryFunction.steps().forEach(shop.secondaryRuntime::function);
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    return new Readiness(shop, Position.SECONDARY, RecoveryFunction.BEACON, Map.of());
  }

  private static Readiness calledAwake(RecoveryFunction step) {
    return new Readiness(
        new TwoRegionShop(0), Position.SECONDARY, step, Map.of(WakeUpCall.FIELD, true));
  }

  /** It serves, and somebody has turned a dial. */
  private static Readiness beaconBesideAccelerator() {
    TwoRegionShop shop = new TwoRegionShop(1);
    shop.accelerated().turn(Position.SECONDARY, 50);
    return new Readiness(shop, Position.PRIMARY, RecoveryFunction.BEACON, Map.of());
  }

  /** The former Region replicates the new writer, and uses the replica. */
  private static Readiness reseeded(RecoveryFunction next) {
    Readiness ready = reseed(2, 1);
    ready.delivery().of(ready.input());
    return new Readiness(ready.shop(), Position.PRIMARY, next, ready.input());
  }

  /** The former writer is still where its application reaches it, but for the network ACL. */
  private static Readiness reopen() {
    Readiness ready = reseeded(RecoveryFunction.REOPEN);
    ready.shop().deliver(RecoveryFunction.HOLD).of(ready.input());
    return ready;
  }

  /** Its replica is promoted before anybody has opened the Region again. */
  static Readiness promotedStillClosed() {
    Readiness closed = reopen();
    TwoRegionShop shop = closed.shop();
    GivenRegion place = shop.primary;
    String replica =
        shop.world
            .service(Ssm.class)
            .value(place.region, place.local(LocalParameter.DATABASE_IDENTIFIER))
            .orElseThrow();
    Caller operator = Caller.operator(shop.world.clock());
    shop.world
        .bareClient(DynamoDbClient.class, place.region, operator)
        .putItem(
            put ->
                put.tableName(GivenRegion.NAMES.table())
                    .item(
                        Map.of(
                            "pk", AttributeValue.fromS("gate"),
                            "sk", AttributeValue.fromS("passed"),
                            "database", AttributeValue.fromS(replica),
                            "asked",
                                AttributeValue.fromS(shop.world.clock().instant().toString()))));
    shop.world
        .bareClient(RdsClient.class, place.region, operator)
        .promoteReadReplica(promote -> promote.dbInstanceIdentifier(replica));
    shop.pass(Duration.ofMinutes(20));
    return new Readiness(shop, Position.PRIMARY, RecoveryFunction.PROMOTE, closed.input());
  }

  /** A standby that has been looked at by nobody yet. */
  private static Readiness standby() {
    return new Readiness(
        new TwoRegionShop(0), Position.SECONDARY, RecoveryFunction.READY, Map.of());
  }

  private static Readiness standbyWithBackups() {
    return new Readiness(
        GivenBackups.seen(GivenBackups.in(new TwoRegionShop(1))),
        Position.SECONDARY,
        RecoveryFunction.READY,
        Map.of());
  }

  private static Readiness beaconWithBackups() {
    TwoRegionShop shop = GivenBackups.in(new TwoRegionShop(1));
    shop.pass(Duration.ofMinutes(12));
    return new Readiness(shop, Position.SECONDARY, RecoveryFunction.BEACON, Map.of());
  }

  private static Readiness gateBeforeRestore() {
    return step(
        GivenBackups.seen(GivenBackups.in(new TwoRegionShop(1))),
        RecoveryFunction.GATE,
        "kind",
        "restore");
  }

  /** Some calls along the way to NAT gateways in both zones. */
  private static Readiness network(int calls) {
    TwoRegionShop shop = GivenBackups.in(new TwoRegionShop(0));
    GivenBackups.markerRule(shop);
    Readiness ready = step(shop, RecoveryFunction.NETWORK, "kind", "restore");
    for (int call = 0; call < calls; call++) {
      ready.delivery().of(ready.input());
      shop.pass(Duration.ofMinutes(4));
    }
    return ready;
  }

  /** The routes lead to gateways that are gone. */
  private static Readiness networkAfterAll() {
    Readiness open = network(3);
    open.shop().secondary.vpc.loseGateways();
    for (int call = 0; call < 2; call++) {
      open.delivery().of(open.input());
      open.shop().pass(Duration.ofMinutes(4));
    }
    return open;
  }

  /** The Region served, and stands by with backups alone again. */
  private static Readiness settleWithoutDatabase(int calls) {
    Readiness open = network(3);
    Readiness ready = step(open.shop(), RecoveryFunction.SETTLE, "kind", "standby");
    for (int call = 0; call < calls; call++) {
      ready.delivery().of(ready.input());
      open.shop().pass(Duration.ofMinutes(4));
    }
    return ready;
  }

  /** After the gate, some calls along the way. */
  private static Readiness restore(int calls) {
    Readiness gate = gateBeforeRestore();
    gate.shop().world.latency().with("rds.restore", Duration.ofMinutes(1));
    gate.delivery().of(gate.input());
    Readiness ready = step(gate.shop(), RecoveryFunction.RESTORE, "kind", "restore");
    for (int call = 0; call < calls; call++) {
      ready.delivery().of(ready.input());
      gate.shop().pass(Duration.ofMinutes(2));
    }
    return ready;
  }

  private static Readiness standbyWithSources() {
    return new Readiness(
        GivenSources.in(new TwoRegionShop(0)),
        Position.SECONDARY,
        RecoveryFunction.READY,
        Map.of());
  }

  /** Event sources are off in the Region that is to have them on. */
  private static Readiness sources() {
    TwoRegionShop shop = GivenSources.in(new TwoRegionShop(0));
    shop.deliver(Position.PRIMARY, RecoveryFunction.HOLD).of(shop.operation());
    shop.pass(Duration.ofMinutes(2));
    return step(shop, RecoveryFunction.SOURCES);
  }

  private static Readiness heldWithSources() {
    TwoRegionShop shop = GivenSources.in(new TwoRegionShop(0));
    shop.deliver(RecoveryFunction.HOLD).of(shop.operation("mode", "planned"));
    shop.pass(Duration.ofMinutes(2));
    return step(shop, RecoveryFunction.RELEASE, "mode", "planned");
  }

  /** A standby in which they are on, when it is time to look. */
  private static Readiness beaconWithSources() {
    TwoRegionShop shop = GivenSources.in(new TwoRegionShop(1, 1));
    untilTenth(shop);
    return new Readiness(shop, Position.SECONDARY, RecoveryFunction.BEACON, Map.of());
  }

  /** The Region has the traffic, and an operation could not switch them on. */
  private static Readiness beaconThatFinishes() {
    Readiness sources = sources();
    TwoRegionShop shop = sources.shop();
    shop.deliver(RecoveryFunction.TAKEOVER).of(sources.input());
    shop.put(shop.secondary, "sources", "switch", Map.of("pending", AttributeValue.fromS("op-1")));
    return new Readiness(shop, Position.SECONDARY, RecoveryFunction.BEACON, Map.of());
  }

  private static void untilTenth(TwoRegionShop shop) {
    long minutes = shop.world.clock().instant().getEpochSecond() / 60;
    shop.pass(Duration.ofMinutes(10 - minutes % 10));
  }

  /** The traffic was taken over, and nobody switched the event sources on. */
  private static Readiness recordWithoutSources() {
    Readiness sources = sources();
    TwoRegionShop shop = sources.shop();
    shop.deliver(RecoveryFunction.LOCK).of(sources.input());
    shop.deliver(RecoveryFunction.TAKEOVER).of(sources.input());
    return step(shop, RecoveryFunction.RECORD);
  }

  /** Parameters of both kinds, and the secret, differ. */
  private static Readiness sync() {
    TwoRegionShop shop = new TwoRegionShop(0);
    GivenShared.put(shop.primary, "plain", "String", "new");
    GivenShared.put(shop.primary, "sealed", "SecureString", "new");
    GivenShared.put(shop.secondary, "sealed", "SecureString", "old");
    GivenShared.secret(shop.primary, "rotated");
    return new Readiness(shop, Position.PRIMARY, RecoveryFunction.SYNC, Map.of());
  }

  /** The image that instances start from is gone, and a golden one is there. */
  private static Readiness capacityWithoutImage() {
    Readiness ready = first(RecoveryFunction.CAPACITY);
    GivenImages.put(ready.shop().secondary, "shop-prod-golden-20251201-2000", 31);
    GivenImages.use(ready.shop().secondary, "ami-0fffffffffffffff0");
    return ready;
  }

  /**
   * It is the image's turn, and older ones are there.
   *
   * @param parts that are done: the image, its copy
   */
  private static Readiness image(int parts) {
    TwoRegionShop shop = new TwoRegionShop(1);
    for (GivenRegion place : List.of(shop.primary, shop.secondary)) {
      for (int month = 1; month < 4; month++) {
        GivenImages.put(place, "shop-prod-golden-20250" + month + "01-2000", 365 - 30 * month);
      }
    }
    shop.pass(Duration.ofMinutes(10));
    Map<String, Object> input =
        GivenAccount.attributes("started", shop.world.clock().instant().toString());
    for (int i = 0; i < parts; i++) {
      shop.deliver(Position.PRIMARY, RecoveryFunction.IMAGE).of(input);
      shop.pass(Duration.ofHours(1));
    }
    return new Readiness(shop, Position.PRIMARY, RecoveryFunction.IMAGE, input);
  }

  /**
   * It is the day's snapshot's turn, and older ones are there.
   *
   * @param parts that are done: the snapshot, its copy
   */
  private static Readiness snapshot(int parts) {
    TwoRegionShop shop = new TwoRegionShop(0);
    GivenSnapshots.old(shop);
    Map<String, Object> input =
        GivenAccount.attributes("started", shop.world.clock().instant().toString());
    for (int i = 0; i < parts; i++) {
      shop.deliver(Position.PRIMARY, RecoveryFunction.SNAPSHOT).of(input);
      shop.pass(Duration.ofHours(1));
    }
    return new Readiness(shop, Position.PRIMARY, RecoveryFunction.SNAPSHOT, input);
  }

  private static Readiness part(boolean atPeer) {
    TwoRegionShop shop = new TwoRegionShop(0);
    GivenRegion place = atPeer ? shop.primary : shop.secondary;
    new GivenMachine(place, shop.runtime(place.position), StateMachine.STANDBY);
    return step(
        shop,
        RecoveryFunction.PART,
        "part",
        Map.of("name", "one", "machine", "standby", "atPeer", atPeer));
  }

  /** An earlier failback has brought the application here, and ended there. */
  private static Readiness partBehindTheMove() {
    Readiness ready = part(false);
    GivenRegion here = ready.shop().secondary;
    Map<String, AttributeValue> earlier =
        Map.of(
            "operation", AttributeValue.fromS("back-0"),
            "kind", AttributeValue.fromS("failback"),
            "outcome", AttributeValue.fromS("stopped"));
    ready.shop().put(here, "operations", "2025-01-01T00:00:00Z#back-0", earlier);
    ready
        .shop()
        .put(
            here,
            "operation#back-0-switch",
            "summary",
            Map.of("trigger", AttributeValue.fromS("failback")));
    ready
        .shop()
        .put(
            here,
            "traffic",
            "state",
            Map.of(
                "operation", AttributeValue.fromS("back-0-switch"),
                "takenOver", AttributeValue.fromBool(true)));
    return ready;
  }

  /** An earlier switch has held the writes and asked for the promotion, and ended there. */
  private static Readiness partBehindThePromotion() {
    Readiness ready = part(false);
    TwoRegionShop shop = ready.shop();
    step(shop, RecoveryFunction.HOLD).delivery().of(ready.input());
    shop.pass(Duration.ofSeconds(30));
    shop.put(
        shop.secondary,
        "gate",
        "passed",
        Map.of(
            "database", AttributeValue.fromS("shop-prod-secondary-1"),
            "asked", AttributeValue.fromS(shop.world.clock().instant().toString()),
            "askedBy", AttributeValue.fromS("back-0-switch")));
    return ready;
  }

  /** The other Region claims the traffic, and gives it up when it is told. */
  private static Readiness takeOverPlanned() {
    Readiness ready = reseeded(RecoveryFunction.TAKEOVER);
    ready.input().put("mode", "planned");
    return ready;
  }

  private static Readiness first(RecoveryFunction function) {
    return step(new TwoRegionShop(0), function);
  }

  Delivery delivery() {
    return shop.deliver(position, function);
  }

  private static Readiness step(TwoRegionShop shop, RecoveryFunction function, Object... more) {
    return new Readiness(shop, Position.SECONDARY, function, shop.operation(more));
  }

  private static Readiness approval() {
    return step(
        new TwoRegionShop(0), RecoveryFunction.APPROVAL, "trigger", "approval", "token", "a-token");
  }

  /** Another operation waits for an answer. */
  private static Readiness approvalAsked() {
    Readiness first = approval();
    Map<String, Object> other = first.shop().operation("operation", "op-0");
    other.put("token", "another-token");
    first.delivery().of(other);
    return first;
  }

  private static Readiness approved() {
    Readiness first = approval();
    first.delivery().of(first.input());
    return step(first.shop(), RecoveryFunction.APPROVAL, "approvedBy", "ann");
  }

  /** An alarm raised it, and the peer answers. */
  private static Readiness lock() {
    return step(new TwoRegionShop(0), RecoveryFunction.LOCK, "trigger", "automatic");
  }

  /**
   * Another operation holds the lock.
   *
   * @param where 0 for the own Region's, 1 for the peer's
   */
  private static Readiness lockHeld(int where) {
    TwoRegionShop shop = new TwoRegionShop(0);
    shop.put(
        where == 0 ? shop.secondary : shop.primary,
        "lock",
        "lock",
        Map.of(
            "owner", AttributeValue.fromS("op-0"), "expires", AttributeValue.fromN("9999999999")));
    return step(shop, RecoveryFunction.LOCK, "mode", "planned");
  }

  /** Writes are held for a planned switch. */
  private static Readiness held(RecoveryFunction next) {
    TwoRegionShop shop = new TwoRegionShop(0);
    shop.deliver(RecoveryFunction.HOLD).of(shop.operation("mode", "planned"));
    return step(shop, next, "mode", "planned");
  }

  private static Readiness drain() {
    TwoRegionShop shop = held(RecoveryFunction.DRAIN).shop();
    String newest = shop.world.clock().instant().plusSeconds(30).toString();
    return step(
        shop, RecoveryFunction.DRAIN, "mode", "planned", "marker", Map.of("newest", newest));
  }

  /** A planned switch raises the capacity before it holds the writes. */
  private static Readiness capacityFirst() {
    return step(new TwoRegionShop(0), RecoveryFunction.CAPACITY, "mode", "planned");
  }

  private static Readiness reseed(int calls) {
    return reseed(calls, 0);
  }

  private static Readiness reseed(int calls, int capacity) {
    return reseed(calls, capacity, GivenEngine.MYSQL);
  }

  /** After a failover, in the former Region, some calls along the way. */
  private static Readiness reseed(int calls, int capacity, GivenEngine engine) {
    TwoRegionShop shop = new TwoRegionShop(capacity, 0, engine);
    shop.world.latency().with("rds.createReplica", Duration.ofMinutes(1));
    shop.promote();
    shop.deliver(RecoveryFunction.TAKEOVER).of(shop.operation());
    Readiness ready =
        new Readiness(shop, Position.PRIMARY, RecoveryFunction.RESEED, shop.operation());
    for (int call = 0; call < calls; call++) {
      ready.delivery().of(ready.input());
      shop.pass(Duration.ofMinutes(2));
    }
    return ready;
  }

  /** The primary Region is back, and the secondary has the traffic. */
  private static Readiness beacon() {
    TwoRegionShop shop = new TwoRegionShop(1, 1);
    shop.deliver(RecoveryFunction.TAKEOVER).of(shop.operation());
    shop.pass(Duration.ofMinutes(5));
    answer(shop.primary, "200");
    return new Readiness(shop, Position.PRIMARY, RecoveryFunction.BEACON, Map.of());
  }

  /** As well, closed, and its old writer read: what is missing can be reported. */
  private static Readiness beaconThatReports() {
    TwoRegionShop shop = new TwoRegionShop(1, 1);
    shop.deliver(Position.PRIMARY, RecoveryFunction.MARKER).of(Map.of());
    shop.pass(Duration.ofSeconds(10));
    shop.promote();
    shop.deliver(RecoveryFunction.MARKER).of(shop.operation("step", "marker"));
    shop.deliver(RecoveryFunction.TAKEOVER).of(shop.operation());
    shop.pass(Duration.ofMinutes(5));
    answer(shop.primary, "200");
    shop.deliver(Position.PRIMARY, RecoveryFunction.BEACON).of(Map.of());
    shop.deliver(Position.PRIMARY, RecoveryFunction.MARKER).of(Map.of());
    return new Readiness(shop, Position.PRIMARY, RecoveryFunction.BEACON, Map.of());
  }

  /** What the rule at the takeover path answers. */
  static void answer(GivenRegion place, String status) {
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("contentType", "text/plain");
    response.put("messageBody", "by hand");
    response.put("statusCode", status);
    place.given.update(
        place
            .given
            .world
            .account()
            .find(ElbTypes.LISTENER_RULE, place.region, place.takeoverRule.id())
            .orElseThrow(),
        "actions",
        List.of(GivenAccount.attributes("type", "fixed-response", "fixedResponse", response)));
  }

  /** The peer could not be fenced, and answers again before the promotion. */
  private static Readiness promoteReturned() {
    TwoRegionShop shop = new TwoRegionShop(1);
    Map<String, Object> input = shop.operation();
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.deliver(RecoveryFunction.FENCE).of(input);
    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(2));
    return new Readiness(shop, Position.SECONDARY, RecoveryFunction.PROMOTE, input);
  }

  private static Readiness marker() {
    TwoRegionShop shop = new TwoRegionShop(0);
    shop.deliver(Position.PRIMARY, RecoveryFunction.MARKER).of(Map.of());
    shop.pass(Duration.ofSeconds(10));
    return step(shop, RecoveryFunction.MARKER, "step", "marker");
  }

  private static Readiness markerEveryMinute() {
    return new Readiness(marker().shop(), Position.SECONDARY, RecoveryFunction.MARKER, Map.of());
  }

  /** The old writer is in quarantine. */
  private static Readiness markerOfFenced() {
    Readiness beacon = beacon();
    beacon.delivery().of(beacon.input());
    return new Readiness(beacon.shop(), Position.PRIMARY, RecoveryFunction.MARKER, Map.of());
  }

  private static Readiness gate() {
    TwoRegionShop shop = new TwoRegionShop(0);
    sample(shop, shop.world.clock().instant().minusSeconds(60), 2);
    return step(shop, RecoveryFunction.GATE);
  }

  private static Readiness gateAfterPromotion() {
    Readiness gate = gate();
    gate.delivery().of(gate.input());
    gate.shop().promote();
    return step(gate.shop(), RecoveryFunction.GATE);
  }

  private static Readiness gateAfterTakeover() {
    Readiness gate = gateAfterPromotion();
    gate.shop().deliver(RecoveryFunction.TAKEOVER).of(gate.input());
    return step(gate.shop(), RecoveryFunction.GATE);
  }

  static void sample(TwoRegionShop shop, Instant time, double lagSeconds) {
    shop.put(
        shop.secondary,
        "sample",
        "latest",
        Map.of(
            "time", AttributeValue.fromS(time.toString()),
            "lagSeconds", AttributeValue.fromN(String.valueOf(lagSeconds))));
  }

  private static Readiness verify() {
    TwoRegionShop shop = new TwoRegionShop(0, 2);
    shop.pass(Duration.ofMinutes(5));
    return step(shop, RecoveryFunction.VERIFY, "marker", Map.of("writable", true));
  }

  private static Readiness confirm() {
    TwoRegionShop shop = new TwoRegionShop(0);
    shop.deliver(RecoveryFunction.TAKEOVER).of(shop.operation());
    shop.pass(Duration.ofMinutes(2));
    return step(shop, RecoveryFunction.CONFIRM);
  }

  private static Readiness recordSuccess() {
    Readiness gate = gate();
    gate.delivery().of(gate.input());
    gate.shop().deliver(RecoveryFunction.LOCK).of(gate.input());
    return step(gate.shop(), RecoveryFunction.RECORD);
  }

  private static Readiness recordFailure(TwoRegionShop shop) {
    shop.deliver(RecoveryFunction.LOCK).of(shop.operation());
    return step(
        shop,
        RecoveryFunction.RECORD,
        "failure",
        Map.of("step", "gate", "refused", true, "error", "Refused", "cause", "too much"));
  }
}
