package io.pharos.sandbox.service.cloudwatch;

import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateResponse;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** The CloudWatch API of one Region. Every other operation throws, as the SDK's interface does. */
public final class CloudWatchApi implements CloudWatchClient {
  private static final Duration OLDEST = Duration.ofDays(14);
  private static final Duration NEWEST = Duration.ofHours(2);

  private final World world;
  private final Metrics metrics;
  private final Alarms alarms;
  private final String region;
  private final Caller caller;

  public CloudWatchApi(World world, Metrics metrics, Alarms alarms, String region, Caller caller) {
    this.world = world;
    this.metrics = metrics;
    this.alarms = alarms;
    this.region = region;
    this.caller = caller;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public PutMetricDataResponse putMetricData(PutMetricDataRequest request) {
    if (request.namespace() == null || request.namespace().startsWith("AWS/")) {
      throw CloudWatchRefusal.value("The value AWS/ for parameter Namespace is invalid.");
    }
    request.metricData().forEach(datum -> check(datum));
    for (MetricDatum datum : request.metricData()) {
      MetricName name = name(request.namespace(), datum.metricName(), datum.dimensions());
      Instant at = stored(datum);
      statistics(datum).forEach(statistics -> metrics.put(name, at, statistics));
    }
    return PutMetricDataResponse.builder().build();
  }

  /**
   * A metric of standard resolution is kept by the minute, one of high resolution by the second.
   */
  private Instant stored(MetricDatum datum) {
    Instant at = datum.timestamp() == null ? caller.now() : datum.timestamp();
    boolean high = datum.storageResolution() != null && datum.storageResolution() < 60;
    return at.truncatedTo(high ? ChronoUnit.SECONDS : ChronoUnit.MINUTES);
  }

  private void check(MetricDatum datum) {
    if (datum.metricName() == null) {
      throw CloudWatchRefusal.value("The parameter MetricData.member.1.MetricName is required.");
    }
    if (datum.dimensions().size() > 30) {
      throw CloudWatchRefusal.value("The parameter Dimensions has more than 30 members.");
    }
    Instant at = datum.timestamp() == null ? caller.now() : datum.timestamp();
    if (at.isBefore(caller.now().minus(OLDEST)) || at.isAfter(caller.now().plus(NEWEST))) {
      throw CloudWatchRefusal.value("The parameter Timestamp must be within two weeks: " + at);
    }
    boolean finite =
        datum.value() == null || Double.isFinite(datum.value()) && Math.abs(datum.value()) < 1e108;
    if (!finite) {
      throw CloudWatchRefusal.value("The value " + datum.value() + " is invalid.");
    }
  }

  private static List<Statistics> statistics(MetricDatum datum) {
    if (datum.statisticValues() != null) {
      var set = datum.statisticValues();
      return List.of(new Statistics(set.sampleCount(), set.sum(), set.minimum(), set.maximum()));
    }
    if (datum.value() != null) {
      return List.of(Statistics.of(datum.value()));
    }
    List<Statistics> values = new ArrayList<>();
    for (int i = 0; i < datum.values().size(); i++) {
      double value = datum.values().get(i);
      double count = datum.hasCounts() ? datum.counts().get(i) : 1;
      values.add(new Statistics(count, value * count, value, value));
    }
    return values;
  }

  private MetricName name(String namespace, String metric, List<Dimension> dimensions) {
    Map<String, String> map = new LinkedHashMap<>();
    dimensions.forEach(dimension -> map.put(dimension.name(), dimension.value()));
    return new MetricName(region, namespace, metric, map);
  }

  @Override
  public GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
    Map<String, MetricSource> sources = new LinkedHashMap<>();
    for (MetricDataQuery query : request.metricDataQueries()) {
      sources.put(query.id(), source(query, sources));
    }
    int shortest =
        request.metricDataQueries().stream()
            .filter(query -> query.metricStat() != null)
            .mapToInt(query -> query.metricStat().period())
            .min()
            .orElse(60);
    List<MetricDataResult> results = new ArrayList<>();
    for (MetricDataQuery query : request.metricDataQueries()) {
      if (!Boolean.FALSE.equals(query.returnData())) {
        int period = query.metricStat() == null ? shortest : query.metricStat().period();
        results.add(result(query, sources.get(query.id()), period, request));
      }
    }
    return GetMetricDataResponse.builder().metricDataResults(results).build();
  }

  private MetricSource source(MetricDataQuery query, Map<String, MetricSource> sources) {
    if (query.metricStat() == null) {
      return new MetricSource.Expression(query.expression(), sources);
    }
    Metric metric = query.metricStat().metric();
    return new MetricSource.Single(
        name(metric.namespace(), metric.metricName(), metric.dimensions()),
        query.metricStat().stat());
  }

  private MetricDataResult result(
      MetricDataQuery query, MetricSource source, int period, GetMetricDataRequest request) {
    List<Instant> times = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    periods(request.startTime(), request.endTime(), period)
        .forEach(
            from ->
                source
                    .value(metrics, from, from.plusSeconds(period))
                    .ifPresent(
                        value -> {
                          times.add(from);
                          values.add(value);
                        }));
    if (request.scanBy() != ScanBy.TIMESTAMP_ASCENDING) {
      java.util.Collections.reverse(times);
      java.util.Collections.reverse(values);
    }
    return MetricDataResult.builder()
        .id(query.id())
        .label(query.label() == null ? query.id() : query.label())
        .timestamps(times)
        .values(values)
        .statusCode(StatusCode.COMPLETE)
        .build();
  }

  /** The starts of the periods in a time range, on multiples of the period. */
  private static List<Instant> periods(Instant start, Instant end, int period) {
    if (start == null || end == null || !start.isBefore(end)) {
      throw CloudWatchRefusal.invalid("The parameter StartTime must be less than EndTime.");
    }
    List<Instant> starts = new ArrayList<>();
    Instant from = Instant.ofEpochSecond(start.getEpochSecond() / period * period);
    while (from.isBefore(end)) {
      starts.add(from);
      from = from.plusSeconds(period);
    }
    return starts;
  }

  @Override
  public GetMetricStatisticsResponse getMetricStatistics(GetMetricStatisticsRequest request) {
    MetricName name = name(request.namespace(), request.metricName(), request.dimensions());
    List<Datapoint> points = new ArrayList<>();
    for (Instant from : periods(request.startTime(), request.endTime(), request.period())) {
      Instant to = from.plusSeconds(request.period());
      if (metrics.statistic(name, "SampleCount", from, to).isPresent()) {
        points.add(
            Datapoint.builder()
                .timestamp(from)
                .average(value(request, name, "Average", from, to))
                .sum(value(request, name, "Sum", from, to))
                .minimum(value(request, name, "Minimum", from, to))
                .maximum(value(request, name, "Maximum", from, to))
                .sampleCount(value(request, name, "SampleCount", from, to))
                .build());
      }
    }
    return GetMetricStatisticsResponse.builder()
        .label(request.metricName())
        .datapoints(points)
        .build();
  }

  private Double value(
      GetMetricStatisticsRequest request,
      MetricName name,
      String statistic,
      Instant from,
      Instant to) {
    return request.statisticsAsStrings().contains(statistic)
        ? metrics.statistic(name, statistic, from, to).orElse(null)
        : null;
  }

  @Override
  public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
    List<AlarmType> types =
        request.hasAlarmTypes() ? request.alarmTypes() : List.of(AlarmType.METRIC_ALARM);
    DescribeAlarmsResponse.Builder response = DescribeAlarmsResponse.builder();
    if (types.contains(AlarmType.METRIC_ALARM)) {
      response.metricAlarms(
          world.account().list(Alarms.METRIC, region).stream()
              .filter(alarm -> matches(request, alarm))
              .map(this::metricAlarm)
              .toList());
    }
    if (types.contains(AlarmType.COMPOSITE_ALARM)) {
      response.compositeAlarms(
          world.account().list(Alarms.COMPOSITE, region).stream()
              .filter(alarm -> matches(request, alarm))
              .map(this::compositeAlarm)
              .toList());
    }
    return response.build();
  }

  private boolean matches(DescribeAlarmsRequest request, Resource alarm) {
    String name = Alarms.name(alarm);
    return (!request.hasAlarmNames() || request.alarmNames().contains(name))
        && (request.alarmNamePrefix() == null || name.startsWith(request.alarmNamePrefix()))
        && (request.stateValue() == null
            || request.stateValueAsString().equals(alarms.standing(alarm).state().name()));
  }

  private MetricAlarm metricAlarm(Resource alarm) {
    Alarms.Standing standing = alarms.standing(alarm);
    return MetricAlarm.builder()
        .alarmName(Alarms.name(alarm))
        .alarmArn(alarm.string("arn"))
        .namespace(alarm.has("namespace") ? alarm.string("namespace") : null)
        .metricName(alarm.has("metricName") ? alarm.string("metricName") : null)
        .dimensions(dimensions(alarm))
        .statistic(alarm.has("statistic") ? alarm.string("statistic") : null)
        .comparisonOperator(alarm.string("comparisonOperator"))
        .threshold(
            Optional.ofNullable((Number) alarm.attributes().get("threshold"))
                .map(Number::doubleValue)
                .orElse(null))
        .period(alarm.integer("period"))
        .evaluationPeriods(alarm.integer("evaluationPeriods"))
        .treatMissingData(alarm.string("treatMissingData"))
        .alarmActions(alarm.strings("alarmActions"))
        .stateValue(standing.state().name())
        .stateReason(standing.reason())
        .stateUpdatedTimestamp(standing.since())
        .build();
  }

  private static List<Dimension> dimensions(Resource alarm) {
    return alarm.map("dimensions").entrySet().stream()
        .map(each -> Dimension.builder().name(each.getKey()).value("" + each.getValue()).build())
        .toList();
  }

  private CompositeAlarm compositeAlarm(Resource alarm) {
    Alarms.Standing standing = alarms.standing(alarm);
    return CompositeAlarm.builder()
        .alarmName(Alarms.name(alarm))
        .alarmArn(alarm.string("arn"))
        .alarmRule(alarm.string("alarmRule"))
        .alarmActions(alarm.strings("alarmActions"))
        .stateValue(standing.state().name())
        .stateReason(standing.reason())
        .stateUpdatedTimestamp(standing.since())
        .build();
  }

  @Override
  public SetAlarmStateResponse setAlarmState(SetAlarmStateRequest request) {
    Resource alarm =
        alarms
            .find(region, request.alarmName())
            .orElseThrow(() -> CloudWatchRefusal.notFound("Alarm does not exist"));
    if (request.stateValue() == StateValue.UNKNOWN_TO_SDK_VERSION) {
      throw CloudWatchRefusal.invalid("Invalid state " + request.stateValueAsString());
    }
    alarms.enter(alarm, AlarmState.valueOf(request.stateValueAsString()), request.stateReason());
    return SetAlarmStateResponse.builder().build();
  }
}
