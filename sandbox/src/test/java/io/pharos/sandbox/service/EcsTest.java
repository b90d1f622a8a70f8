package io.pharos.sandbox.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.service.ecs.EcsTypes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;

class EcsTest {
  private final GivenTasks tasks = new GivenTasks(2);

  @Test
  void tasks_start_are_registered_and_serve_with_the_database() {
    assertThat(tasks.shop.send("GET", "/healthz")).startsWith("503");
    assertThat(tasks.look().pendingCount()).isZero();

    tasks.pass(4);

    assertThat(tasks.look().runningCount()).isEqualTo(2);
    assertThat(tasks.primary().rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
    assertThat(tasks.shop.send("GET", "/dbcheck")).isEqualTo("200 writable");
    assertThat(tasks.shop.send("PUT", "/rows/7")).startsWith("201");
  }

  @Test
  void a_task_that_may_not_read_its_secret_ends_with_what_aws_says_and_the_breaker_trips() {
    tasks.shop.given.delete(tasks.startPolicy);
    tasks.policy(tasks.startRole, "less", "ssm:GetParameters", "logs:CreateLogStream");

    tasks.pass(8);

    assertThat(tasks.stopped().stoppedReason())
        .startsWith(
            "ResourceInitializationError: unable to pull secrets or registry auth: execution"
                + " resource retrieval failed: unable to retrieve secret from asm")
        .contains("is not authorized to perform: secretsmanager:GetSecretValue on resource: ");
    assertThat(tasks.primary().rolloutState()).isEqualTo(DeploymentRolloutState.FAILED);
    assertThat(tasks.primary().failedTasks()).isGreaterThanOrEqualTo(3);
    assertThat(tasks.look().runningCount()).isZero();
  }

  @Test
  void a_log_group_that_is_not_there_keeps_tasks_from_starting() {
    tasks.shop.given.delete(
        tasks
            .shop
            .given
            .world
            .account()
            .list("aws:cloudwatch/logGroup:LogGroup", GivenAccount.REGION)
            .get(0));

    tasks.pass(3);

    assertThat(tasks.stopped().stoppedReason())
        .contains("failed to create Cloudwatch log stream", "ResourceNotFoundException");
  }

  @Test
  void without_a_way_out_the_image_cannot_be_pulled_nor_a_secret_read() {
    tasks.shop.given.delete(tasks.shop.network.natRoute);

    tasks.pass(3);

    assertThat(tasks.stopped().stoppedReason())
        .startsWith("ResourceInitializationError")
        .contains("has no route to 0.0.0.0/0");
  }

  @Test
  void tasks_that_the_load_balancer_does_not_reach_are_replaced() {
    tasks.shop.given.delete(tasks.shop.network.appFromBalancer);

    tasks.pass(6);

    assertThat(tasks.stopped().stoppedReason()).startsWith("Task failed ELB health checks");
    assertThat(tasks.shop.lastFailure()).isEmpty();
    assertThat(tasks.shop.send("GET", "/healthz")).startsWith("50");
  }

  private void begins(Trouble trouble) {
    begins(trouble, "ecs");
  }

  private void begins(Trouble trouble, String what) {
    tasks
        .shop
        .given
        .world
        .faults()
        .begin(new Faults.Disturbance(trouble, GivenAccount.REGION, what, 1));
  }

  @Test
  void an_image_that_is_not_in_its_registry_any_more_keeps_tasks_from_starting() {
    begins(Trouble.IMAGE_GONE);

    tasks.pass(8);

    assertThat(tasks.stopped().stoppedReason())
        .startsWith("CannotPullContainerError: pull image manifest has been retried 1 time(s)")
        .endsWith(": not found");
    assertThat(tasks.primary().rolloutState()).isEqualTo(DeploymentRolloutState.FAILED);
  }

  @Test
  void tasks_in_which_nothing_listens_are_replaced_and_never_healthy() {
    begins(Trouble.TASKS_UNHEALTHY);

    tasks.pass(6);

    assertThat(tasks.stopped().stoppedReason()).startsWith("Task failed ELB health checks");
    assertThat(tasks.shop.send("GET", "/healthz")).startsWith("50");
  }

  @Test
  void without_capacity_of_fargate_no_task_is_placed() {
    begins(Trouble.CAPACITY_SHORT);

    tasks.pass(4);

    assertThat(tasks.look().runningCount()).isZero();
    assertThat(tasks.look().events().toString())
        .contains("unable to place a task", "Capacity is unavailable at this time");
  }

  @Test
  void beyond_the_quota_of_fargate_no_task_is_placed() {
    begins(Trouble.QUOTA_SHORT, ServiceQuotas.TASKS);

    tasks.pass(4);

    assertThat(tasks.look().runningCount()).isZero();
    assertThat(tasks.look().events().toString())
        .contains("unable to place a task", "You've reached the limit on the number of vCPUs");
  }

  @Test
  void a_new_deployment_takes_the_place_of_the_old_one_without_an_interruption() {
    tasks.pass(4);
    String first = tasks.primary().id();

    tasks.update(update -> update.forceNewDeployment(true));
    int interrupted = 0;
    for (int i = 0; i < 60; i++) {
      tasks.shop.given.pass(java.time.Duration.ofSeconds(5));
      interrupted += tasks.shop.send("GET", "/healthz").startsWith("200") ? 0 : 1;
    }

    assertThat(interrupted).isZero();
    assertThat(tasks.look().deployments())
        .singleElement()
        .satisfies(now -> assertThat(now.id()).isNotEqualTo(first));
    assertThat(tasks.look().runningCount()).isEqualTo(2);
  }

  @Test
  void a_deployment_that_fails_is_rolled_back_while_the_old_tasks_serve() {
    tasks.pass(4);
    String before = tasks.service.string("taskDefinition");
    Resource broken =
        tasks.definition("2", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:none-AbCdEf");

    tasks.update(update -> update.taskDefinition(broken.id()));
    tasks.pass(10);

    assertThat(tasks.look().taskDefinition()).isEqualTo(before);
    assertThat(tasks.look().runningCount()).isEqualTo(2);
    assertThat(tasks.look().events().toString()).contains("deployment failed");
    assertThat(tasks.shop.send("GET", "/healthz")).isEqualTo("200 ok");
  }

  @Test
  void a_renewal_that_fails_leaves_the_old_tasks_serving() {
    tasks.pass(4);
    String before = tasks.primary().id();
    tasks.shop.given.delete(tasks.startPolicy);

    tasks.update(update -> update.forceNewDeployment(true));
    tasks.pass(10);

    assertThat(tasks.primary().id()).isEqualTo(before);
    assertThat(tasks.look().runningCount()).isEqualTo(2);
    assertThat(tasks.look().events().toString()).contains("deployment failed");
    assertThat(tasks.shop.send("GET", "/healthz")).isEqualTo("200 ok");
  }

  @Test
  void limits_move_a_size_that_is_outside_of_them() {
    tasks.pass(4);

    tasks
        .shop
        .given
        .client(ApplicationAutoScalingClient.class)
        .registerScalableTarget(
            register ->
                register
                    .serviceNamespace("ecs")
                    .scalableDimension("ecs:service:DesiredCount")
                    .resourceId(tasks.target.id())
                    .minCapacity(0)
                    .maxCapacity(1));
    tasks.pass(2);

    assertThat(tasks.look().desiredCount()).isEqualTo(1);
    assertThat(tasks.look().runningCount()).isEqualTo(1);
  }

  @Test
  void a_cluster_with_insights_says_every_minute_how_many_run() {
    tasks.cluster.set("settings", List.of(Map.of("name", "containerInsights", "value", "enabled")));

    tasks.pass(5);

    assertThat(
            tasks
                .shop
                .given
                .client(CloudWatchClient.class)
                .getMetricData(
                    get ->
                        get.startTime(tasks.shop.given.world.clock().instant().minusSeconds(90))
                            .endTime(tasks.shop.given.world.clock().instant())
                            .metricDataQueries(
                                query ->
                                    query
                                        .id("running")
                                        .metricStat(
                                            stat ->
                                                stat.period(60)
                                                    .stat("Average")
                                                    .metric(
                                                        metric ->
                                                            metric
                                                                .namespace("ECS/ContainerInsights")
                                                                .metricName("RunningTaskCount")
                                                                .dimensions(
                                                                    each ->
                                                                        each.name("ClusterName")
                                                                            .value(GivenTasks.NAME),
                                                                    each ->
                                                                        each.name("ServiceName")
                                                                            .value(
                                                                                GivenTasks
                                                                                    .NAME))))))
                .metricDataResults()
                .get(0)
                .values())
        .contains(2.0);
  }

  @Test
  void nothing_runs_where_nothing_is_wanted() {
    tasks.pass(4);
    tasks.update(update -> update.desiredCount(0));
    tasks.pass(2);

    assertThat(tasks.look().runningCount()).isZero();
    assertThat(tasks.shop.send("GET", "/healthz")).startsWith("503");
  }

  @Test
  void sizes_that_fargate_does_not_have_are_refused() {
    assertThatThrownBy(
            () ->
                tasks.shop.network.create(
                    EcsTypes.TASK_DEFINITION,
                    "odd",
                    "family",
                    "odd",
                    "requiresCompatibilities",
                    List.of("FARGATE"),
                    "networkMode",
                    "awsvpc",
                    "cpu",
                    "256",
                    "memory",
                    "4096",
                    "containerDefinitions",
                    "[{\"name\":\"web\",\"image\":\"x\"}]"))
        .hasMessageContaining("No Fargate configuration exists for given values: 256 CPU, 4096");
  }

  @Test
  void a_target_group_of_instances_is_refused() {
    assertThatThrownBy(
            () ->
                tasks.shop.network.create(
                    EcsTypes.SERVICE,
                    "other",
                    "name",
                    "other",
                    "cluster",
                    GivenTasks.NAME,
                    "taskDefinition",
                    GivenTasks.NAME,
                    "launchType",
                    "FARGATE",
                    "networkConfiguration",
                    Map.of("subnets", tasks.shop.network.privateSubnets),
                    "loadBalancers",
                    List.of(
                        Map.of(
                            "targetGroupArn",
                            tasks.shop.targetGroup.id(),
                            "containerName",
                            "web",
                            "containerPort",
                            8080))))
        .hasMessageContaining(
            "has target type instance, which is incompatible with the awsvpc network mode");
  }
}
