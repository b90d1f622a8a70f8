package io.pharos.component;

import com.pulumi.aws.cloudwatch.Dashboard;
import com.pulumi.aws.cloudwatch.DashboardArgs;
import com.pulumi.aws.cloudwatch.MetricAlarm;
import com.pulumi.aws.cloudwatch.MetricAlarmArgs;
import com.pulumi.aws.sns.Topic;
import com.pulumi.aws.sns.TopicArgs;
import com.pulumi.aws.sns.TopicPolicy;
import com.pulumi.aws.sns.TopicPolicyArgs;
import com.pulumi.aws.sns.TopicSubscription;
import com.pulumi.aws.sns.TopicSubscriptionArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import io.pharos.component.PolicyDocument.Statement;
import io.pharos.config.Site;
import java.util.List;
import java.util.Map;

/**
 * Tells people: a topic with an e-mail subscription, the alarms of a Region that serves, and its
 * dashboard. Nothing here starts a recovery, for the alarms of a dead Region do not fire.
 */
public final class Monitoring extends PharosComponent {
  private static final int PERIOD_SECONDS = 60;

  /**
   * Below the default max_connections of the smallest classes; adjust it in CloudWatch to the
   * application.
   */
  private static final double MANY_CONNECTIONS = 80;

  private final Topic topic;
  private final Dashboard dashboard;
  private final MetricAlarm serverErrors;

  public Monitoring(String name, MonitoringArgs args, ComponentResourceOptions options) {
    super("Monitoring", name, options);
    CustomResourceOptions child = child();
    Site site = args.site();
    this.topic =
        new Topic(
            name + "-alerts",
            TopicArgs.builder()
                .name(site.names().alertTopic())
                .kmsMasterKeyId(args.encryption().keyArn())
                .build(),
            child);
    new TopicPolicy(
        name + "-alerts-policy",
        TopicPolicyArgs.builder()
            .arn(topic.arn())
            .policy(
                Output.tuple(topic.arn(), accountId()).applyValue(both -> policy(both.t1, both.t2)))
            .build(),
        child);
    new TopicSubscription(
        name + "-alerts-email",
        TopicSubscriptionArgs.builder()
            .topic(topic.arn())
            .protocol("email")
            .endpoint(site.settings().alarms().email())
            .build(),
        child);
    this.serverErrors = alarms(name, args, child);
    this.dashboard =
        new Dashboard(
            name + "-dashboard",
            DashboardArgs.builder()
                .dashboardName(site.names().global(site.region(), "recovery"))
                .dashboardBody(
                    Output.tuple(
                            args.loadBalancer().arnSuffix(),
                            args.loadBalancer().targetGroupArnSuffix(),
                            args.database().identifier())
                        .applyValue(all -> new DashboardBody(site, all.t1, all.t2, all.t3).json()))
                .build(),
            child);
    registerOutputs(Map.of("topicArn", topic.arn()));
  }

  public Output<String> topicArn() {
    return topic.arn();
  }

  public Output<String> dashboardName() {
    return dashboard.dashboardName();
  }

  /** Rings when the load balancer answers with errors of its own. */
  public Output<String> serverErrorsAlarmArn() {
    return serverErrors.arn();
  }

  /** The alarms; the one of users' errors is given back. */
  private MetricAlarm alarms(String name, MonitoringArgs args, CustomResourceOptions child) {
    Output<Map<String, String>> loadBalancer =
        args.loadBalancer().arnSuffix().applyValue(arn -> Map.of("LoadBalancer", arn));
    Output<Map<String, String>> targets =
        Output.tuple(args.loadBalancer().arnSuffix(), args.loadBalancer().targetGroupArnSuffix())
            .applyValue(both -> Map.of("LoadBalancer", both.t1, "TargetGroup", both.t2));
    Output<Map<String, String>> database =
        args.database()
            .identifier()
            .applyValue(identifier -> Map.of(MetricDimensions.database(args.site()), identifier));
    new MetricAlarm(
        name + "-unhealthy-hosts",
        alarm(args.site(), "unhealthy-hosts", "Instances fail the load balancer's health check")
            .namespace("AWS/ApplicationELB")
            .metricName("UnHealthyHostCount")
            .dimensions(targets)
            .statistic("Maximum")
            .threshold(1.0)
            .comparisonOperator("GreaterThanOrEqualToThreshold")
            .build(),
        child);
    MetricAlarm errors =
        new MetricAlarm(
            name + "-server-errors",
            alarm(
                    args.site(),
                    "server-errors",
                    "The load balancer answers 5xx: no healthy instance, or none at all")
                .namespace("AWS/ApplicationELB")
                .metricName("HTTPCode_ELB_5XX_Count")
                .dimensions(loadBalancer)
                .statistic("Sum")
                .threshold(10.0)
                .comparisonOperator("GreaterThanOrEqualToThreshold")
                .build(),
            child);
    new MetricAlarm(
        name + "-database-connections",
        alarm(args.site(), "database-connections", "The database has unusually many connections")
            .namespace("AWS/RDS")
            .metricName("DatabaseConnections")
            .dimensions(database)
            .statistic("Average")
            .threshold(MANY_CONNECTIONS)
            .comparisonOperator("GreaterThanOrEqualToThreshold")
            .build(),
        child);
    return errors;
  }

  private MetricAlarmArgs.Builder alarm(Site site, String what, String description) {
    return MetricAlarmArgs.builder()
        .name(site.names().regional(what))
        .alarmDescription(description)
        .period(PERIOD_SECONDS)
        .evaluationPeriods(3)
        .treatMissingData("notBreaching")
        .alarmActions(topic.arn().applyValue(List::of))
        .okActions(topic.arn().applyValue(List::of));
  }

  /**
   * CloudWatch's alarms and EventBridge of this account may publish; functions do by their roles.
   */
  private static String policy(String topicArn, String account) {
    return PolicyDocument.of(
            Statement.allow("Alarms")
                .principal("Service", "cloudwatch.amazonaws.com")
                .actions("sns:Publish")
                .resources(topicArn)
                .when("StringEquals", "aws:SourceAccount", account),
            Statement.allow("Events")
                .principal("Service", "events.amazonaws.com")
                .actions("sns:Publish")
                .resources(topicArn)
                .when("StringEquals", "aws:SourceAccount", account))
        .toString();
  }
}
