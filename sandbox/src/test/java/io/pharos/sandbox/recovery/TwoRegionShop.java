package io.pharos.sandbox.recovery;

import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Platform;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.GivenAccount;
import io.pharos.sandbox.service.Internet;
import io.pharos.sandbox.service.WebAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * The shop in two Regions, the primary one active and the secondary one a pilot light: all that the
 * three stacks declare and that recovery touches, made without the Pulumi engine.
 */
final class TwoRegionShop {
  final GivenAccount given = new GivenAccount();
  final World world = given.world;
  final GivenRegion primary;
  final GivenRegion secondary;
  final GivenCompute primaryCompute;
  final GivenCompute secondaryCompute;
  final GivenRuntime primaryRuntime;
  final GivenRuntime secondaryRuntime;

  /**
   * @param capacity instances in the primary Region; booting them takes its time
   */
  TwoRegionShop(int capacity) {
    this(capacity, 0);
  }

  TwoRegionShop(int capacity, int standbyCapacity) {
    this(capacity, standbyCapacity, GivenEngine.MYSQL);
  }

  TwoRegionShop(int capacity, int standbyCapacity, GivenEngine engine) {
    this(capacity, standbyCapacity, engine, Platform.EC2);
  }

  /** The same with tasks in the place of instances. */
  static TwoRegionShop ofTasks(int capacity, int standbyCapacity) {
    return new TwoRegionShop(capacity, standbyCapacity, GivenEngine.MYSQL, Platform.ECS);
  }

  private TwoRegionShop(int capacity, int standbyCapacity, GivenEngine engine, Platform platform) {
    this.primary = new GivenRegion(given, Position.PRIMARY, null, engine, platform);
    this.secondary =
        new GivenRegion(
            given, Position.SECONDARY, primary.database.string("arn"), engine, platform);
    this.primaryCompute = new GivenCompute(primary, capacity, platform);
    this.secondaryCompute = new GivenCompute(secondary, standbyCapacity, platform);
    this.primaryRuntime = new GivenRuntime(primary, secondary, primaryCompute.group);
    this.secondaryRuntime = new GivenRuntime(secondary, primary, secondaryCompute.group);
    new GivenRouting(primary, secondary);
    // A new inverted health check is unhealthy until Route 53 has asked.
    pass(Duration.ofMinutes(1));
  }

  /** The same, whose users an accelerator leads; before any function is deployed. */
  GivenAccelerator accelerated() {
    GivenAccelerator accelerator = new GivenAccelerator(primary, secondary);
    primaryRuntime.accelerated(accelerator);
    secondaryRuntime.accelerated(accelerator);
    return accelerator;
  }

  /** A delivery to a function of the secondary Region, where operations run. */
  Delivery deliver(RecoveryFunction function) {
    return deliver(Position.SECONDARY, function);
  }

  Delivery deliver(Position position, RecoveryFunction function) {
    return new Delivery(world, runtime(position).function(function), function);
  }

  GivenRuntime runtime(Position position) {
    return position == Position.PRIMARY ? primaryRuntime : secondaryRuntime;
  }

  GivenRegion region(Position position) {
    return position == Position.PRIMARY ? primary : secondary;
  }

  /** What the state machine sends: an unplanned operation that a person starts now. */
  Map<String, Object> operation(Object... namesAndValues) {
    Map<String, Object> operation =
        GivenAccount.attributes(
            "operation",
            "op-1",
            "started",
            world.clock().instant().toString(),
            "mode",
            "unplanned",
            "reason",
            "test",
            "trigger",
            "manual",
            "acceptDataLoss",
            false,
            "acceptedBy",
            "");
    operation.putAll(GivenAccount.attributes(namesAndValues));
    return operation;
  }

  /** Makes the secondary Region's database the writer. */
  void promote() {
    deliver(RecoveryFunction.PROMOTE).of(operation());
    pass(Duration.ofMinutes(15));
  }

  void pass(Duration time) {
    given.pass(time);
  }

  /** Status and body that a user gets, or why there is no answer. */
  String user(String method, String path) {
    return request(method, "https://" + GivenAccount.DOMAIN + path);
  }

  /** As {@link #user}, by the name that stays with one Region. */
  String direct(String method, Position position, String path) {
    return request(
        method, "https://" + Names.regionalEndpoint(position, GivenAccount.DOMAIN) + path);
  }

  private String request(String method, String url) {
    try {
      Internet internet = world.service(Internet.class);
      Duration timeout = Duration.ofSeconds(5);
      WebAnswer answer =
          method.equals("PUT")
              ? internet.put(Caller.INTERNET, url, timeout)
              : internet.get(Caller.INTERNET, url, timeout);
      return answer.status() + " " + answer.body() + " from " + answer.region();
    } catch (WebUnreachable e) {
      return e.getMessage();
    }
  }

  /** An item of a Region's table as plain text, numbers and truth values; empty when absent. */
  Map<String, Object> item(GivenRegion place, String pk, String sk) {
    return plain(
        dynamoDb(place)
            .getItem(
                get ->
                    get.tableName(place.table.id())
                        .key(
                            Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk))))
            .item());
  }

  /** Writes an item into a Region's table. */
  void put(GivenRegion place, String pk, String sk, Map<String, AttributeValue> attributes) {
    Map<String, AttributeValue> item = new TreeMap<>(attributes);
    item.put("pk", AttributeValue.fromS(pk));
    item.put("sk", AttributeValue.fromS(sk));
    dynamoDb(place).putItem(put -> put.tableName(place.table.id()).item(item));
  }

  /** The newest value of a metric of the runtime; empty when there was none lately. */
  Optional<Double> newest(GivenRegion place, Metric metric) {
    return newest(place, metric, Map.of());
  }

  Optional<Double> newest(GivenRegion place, Metric metric, Map<String, String> dimensions) {
    Instant now = world.clock().instant();
    return world
        .bareClient(CloudWatchClient.class, place.region, Caller.operator(world.clock()))
        .getMetricData(
            get ->
                get.startTime(now.minus(Duration.ofMinutes(15)))
                    .endTime(now.plus(Duration.ofMinutes(1)))
                    .scanBy(ScanBy.TIMESTAMP_DESCENDING)
                    .metricDataQueries(query(metric, dimensions)))
        .metricDataResults()
        .get(0)
        .values()
        .stream()
        .findFirst();
  }

  private static MetricDataQuery query(Metric metric, Map<String, String> more) {
    List<Dimension> dimensions = new ArrayList<>();
    Map<String, String> all = new TreeMap<>(GivenDetection.dimensions());
    all.putAll(more);
    all.forEach(
        (name, value) -> dimensions.add(Dimension.builder().name(name).value(value).build()));
    return MetricDataQuery.builder()
        .id("newest")
        .metricStat(
            stat ->
                stat.period(1)
                    .stat("Maximum")
                    .metric(
                        each ->
                            each.namespace(Metric.NAMESPACE)
                                .metricName(metric.metricName())
                                .dimensions(dimensions)))
        .build();
  }

  /** Cuts the secondary Region's application off from its database. */
  void closeSecondary() {
    for (int i = 0; i < secondary.vpc.appCidrs.size(); i++) {
      int number = 10 + i;
      String cidr = secondary.vpc.appCidrs.get(i);
      world
          .bareClient(Ec2Client.class, secondary.region, Caller.operator(world.clock()))
          .createNetworkAclEntry(
              create ->
                  create
                      .networkAclId(secondary.vpc.isolatedAcl.id())
                      .ruleNumber(number)
                      .egress(false)
                      .protocol("6")
                      .portRange(
                          range ->
                              range.from(secondary.vpc.engine.port).to(secondary.vpc.engine.port))
                      .ruleAction("deny")
                      .cidrBlock(cidr));
    }
  }

  /** All items of a partition, in the order of their sort keys. */
  List<Map<String, Object>> items(GivenRegion place, String pk) {
    return dynamoDb(place)
        .query(
            query ->
                query
                    .tableName(place.table.id())
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(pk))))
        .items()
        .stream()
        .map(TwoRegionShop::plain)
        .toList();
  }

  /** The steps of an operation in the journal of the Region that it activates, as they began. */
  List<Map<String, Object>> steps(String operation) {
    return items(secondary, "operation#" + operation).stream()
        .filter(item -> item.containsKey("step"))
        .sorted(Comparator.comparing(item -> Instant.parse(item.get("started").toString())))
        .toList();
  }

  private DynamoDbClient dynamoDb(GivenRegion place) {
    return world.bareClient(DynamoDbClient.class, place.region, Caller.operator(world.clock()));
  }

  static Map<String, Object> plain(Map<String, AttributeValue> item) {
    Map<String, Object> plain = new TreeMap<>();
    item.forEach((name, value) -> plain.put(name, plain(value)));
    return plain;
  }

  private static Object plain(AttributeValue value) {
    return switch (value.type()) {
      case S -> value.s();
      case N -> Double.valueOf(value.n());
      case BOOL -> value.bool();
      case M -> plain(value.m());
      default -> throw new IllegalArgumentException("the runtime writes no " + value.type());
    };
  }

  /** What a refresh would read. */
  Resource read(Resource resource) {
    return given.read(resource);
  }
}
