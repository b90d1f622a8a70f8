package io.pharos.component;

import com.pulumi.aws.cloudwatch.MetricAlarm;
import com.pulumi.aws.cloudwatch.MetricAlarmArgs;
import com.pulumi.aws.cloudwatch.inputs.MetricAlarmMetricQueryArgs;
import com.pulumi.aws.cloudwatch.inputs.MetricAlarmMetricQueryMetricArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Site;
import java.util.List;
import java.util.Map;

/**
 * Tells people that fewer or more tasks run than are wanted, for longer than tasks need to come and
 * go. It follows Container Insights, which the cluster has.
 */
public final class TaskAlarm extends PharosComponent {
  /** The namespace of Container Insights. */
  static final String INSIGHTS = "ECS/ContainerInsights";

  static final String DESIRED = "DesiredTaskCount";
  static final String RUNNING = "RunningTaskCount";

  private static final int MINUTE = 60;
  private static final int MINUTES = 8;

  public TaskAlarm(
      String name, Site site, Output<String> topicArn, ComponentResourceOptions options) {
    super("TaskAlarm", name, options);
    new MetricAlarm(
        name,
        MetricAlarmArgs.builder()
            .name(site.names().regional("tasks"))
            .alarmDescription("Not as many tasks run as are wanted")
            .metricQueries(
                MetricAlarmMetricQueryArgs.builder()
                    .id("missing")
                    .label("wanted tasks that do not run, or the other way round")
                    .expression("(desired - running) * (desired - running)")
                    .returnData(true)
                    .build(),
                count(site, "desired", DESIRED),
                count(site, "running", RUNNING))
            .comparisonOperator("GreaterThanThreshold")
            .threshold(0.0)
            .evaluationPeriods(MINUTES)
            .treatMissingData("notBreaching")
            .alarmActions(topicArn.applyValue(List::of))
            .okActions(topicArn.applyValue(List::of))
            .build(),
        child());
    registerOutputs(Map.of());
  }

  private static MetricAlarmMetricQueryArgs count(Site site, String id, String metric) {
    return MetricAlarmMetricQueryArgs.builder()
        .id(id)
        .returnData(false)
        .metric(
            MetricAlarmMetricQueryMetricArgs.builder()
                .namespace(INSIGHTS)
                .metricName(metric)
                .dimensions(dimensions(site))
                .period(MINUTE)
                .stat("Average")
                .build())
        .build();
  }

  /** What every metric of the service has. */
  static Map<String, String> dimensions(Site site) {
    return Map.of(
        "ClusterName", site.names().ecsService(), "ServiceName", site.names().ecsService());
  }
}
