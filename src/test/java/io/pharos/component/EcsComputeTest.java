package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.pulumi.core.Output;
import com.pulumi.test.PulumiTest;
import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Json;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EcsComputeTest {
  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  @Test
  void cluster_hasInsightsAndNoSpot() {
    deploy(Position.PRIMARY, tasks());

    assertThat(aws.inputs("Cluster/compute")).containsEntry("name", "shop-prod-app");
    assertThat(aws.inputs("Cluster/compute").get("settings"))
        .asString()
        .contains("containerInsights", "enabled");
    assertThat(aws.inputs("ClusterCapacityProviders/compute"))
        .containsEntry("capacityProviders", List.of("FARGATE"));
  }

  @Test
  void definition_refersToParametersAndCredentials_andHoldsNone() throws Exception {
    deploy(Position.SECONDARY, tasks());

    Map<String, Object> definition = aws.inputs("TaskDefinition/compute");
    assertThat(definition)
        .containsEntry("cpu", "512")
        .containsEntry("memory", "1024")
        .containsEntry("networkMode", "awsvpc")
        .containsEntry("requiresCompatibilities", List.of("FARGATE"));
    JsonNode web = Json.MAPPER.readTree((String) definition.get("containerDefinitions")).path(0);
    Map<String, String> secrets = new TreeMap<>();
    web.path("secrets")
        .forEach(each -> secrets.put(each.path("name").asText(), each.path("valueFrom").asText()));
    String parameters = "arn:aws:ssm:eu-central-1:123456789012:parameter/shop/prod/";
    assertThat(secrets)
        .containsEntry("DATABASE_ENDPOINT", parameters + "local/database-endpoint")
        .containsEntry("DATABASE_NAME", parameters + "shared/database-name")
        .containsEntry("LOG_LEVEL", parameters + "shared/containers/web/environment/LOG_LEVEL")
        .hasEntrySatisfying(
            "DATABASE_CREDENTIALS", from -> assertThat(from).startsWith("arn:Secret-"))
        .hasSize(4);
    assertThat(web.path("environment").toString()).doesNotContain("DATABASE", "LOG_LEVEL");
    assertThat(web.path("portMappings").path(0).path("containerPort").asInt()).isEqualTo(8080);
    assertThat(web.path("logConfiguration").path("options").path("awslogs-group").asText())
        .isEqualTo("/shop/prod/app");
  }

  @Test
  void definition_hasEveryContainer_andTheFirstIsBehindTheLoadBalancer() throws Exception {
    deploy(
        Position.PRIMARY,
        tasks()
            .at(
                "compute/containers",
                "[{'name':'front','image':'ghcr.io/example/front:1','port':8080},"
                    + "{'name':'back','image':'ghcr.io/example/back:1','port':8081,"
                    + "'environment':{'MODE':'fast'}},"
                    + "{'name':'worker','image':'ghcr.io/example/worker:1'}]"));

    JsonNode containers =
        Json.MAPPER.readTree(
            (String) aws.inputs("TaskDefinition/compute").get("containerDefinitions"));
    assertThat(containers.findValuesAsText("image"))
        .containsExactly(
            "ghcr.io/example/front:1", "ghcr.io/example/back:1", "ghcr.io/example/worker:1");
    assertThat(containers.path(2).has("portMappings")).isFalse();
    assertThat(containers.path(1).path("secrets").toString()).contains("back/environment/MODE");
    assertThat(aws.inputs("Service/compute").get("loadBalancers"))
        .asString()
        .contains("containerName=front");
  }

  @Test
  void definition_pullsFromTheRegistryOfItsOwnRegion() {
    deploy(
        Position.SECONDARY,
        tasks()
            .at(
                "compute/containers/0/image",
                "'123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:7'"));

    assertThat((String) aws.inputs("TaskDefinition/compute").get("containerDefinitions"))
        .contains("123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web:7");
    assertThat((String) aws.inputs("RolePolicy/compute-task-start").get("policy"))
        .contains("arn:aws:ecr:eu-central-1:123456789012:repository/shop/web");
  }

  @Test
  void service_startsWithItsCapacityWhichIsThenTheRuntimes() {
    deploy(Position.PRIMARY, tasks());

    assertThat(aws.inputs("Service/compute"))
        .containsEntry("name", "shop-prod-app")
        .containsEntry("desiredCount", 3.0)
        .containsEntry("waitForSteadyState", false)
        .containsEntry("healthCheckGracePeriodSeconds", 120.0);
    assertThat(aws.inputs("Service/compute").get("deploymentCircuitBreaker"))
        .asString()
        .contains("enable=true", "rollback=true");
    assertThat(aws.inputs("Service/compute").get("loadBalancers"))
        .asString()
        .contains("containerName=web", "containerPort=8080", "arn:TargetGroup-load-balancer");
    assertThat(aws.options("Service/compute").getIgnoreChanges()).containsExactly("desiredCount");
    assertThat(aws.inputs("Target/compute"))
        .containsEntry("resourceId", "service/shop-prod-app/shop-prod-app")
        .containsEntry("minCapacity", 2.0)
        .containsEntry("maxCapacity", 6.0);
    assertThat(aws.options("Target/compute").getIgnoreChanges())
        .containsExactly("minCapacity", "maxCapacity", "suspendedState");
  }

  @Test
  void standby_runsNothing_andNothingScalesIt() {
    deploy(Position.SECONDARY, tasks());

    assertThat(aws.inputs("Service/compute")).containsEntry("desiredCount", 0.0);
    assertThat(aws.inputs("Target/compute")).containsEntry("maxCapacity", 0.0);
    assertThat(aws.inputs("Target/compute").get("suspendedState"))
        .asString()
        .contains("dynamicScalingOutSuspended=true");
  }

  @Test
  void roles_mayOnlyDoTheirParts() {
    deploy(Position.PRIMARY, tasks());

    assertThat((String) aws.inputs("RolePolicy/compute-task-start").get("policy"))
        .contains(
            "\"ssm:GetParameters\"",
            "arn:aws:ssm:eu-west-1:123456789012:parameter/shop/prod/local/*",
            "kms:ViaService")
        .doesNotContain("ecr:", "s3:", "\"Resource\":[\"*\"]");
    assertThat((String) aws.inputs("RolePolicy/compute-task").get("policy"))
        .contains("arn:aws:s3:::shop-prod-eu-west-1-123456789012-data/*")
        .doesNotContain("secretsmanager:GetSecretValue", "ssm:", "logs:");
    assertThat((String) aws.inputs("Role/compute-task").get("assumeRolePolicy"))
        .contains("ecs-tasks.amazonaws.com");
  }

  @Test
  void targets_areAddresses() {
    deploy(Position.PRIMARY, tasks());

    assertThat(aws.inputs("TargetGroup/load-balancer"))
        .containsEntry("targetType", "ip")
        .containsEntry("name", "shop-prod-ip");
  }

  @Test
  void scaling_followsTheCpu() {
    deploy(Position.PRIMARY, tasks());

    assertThat(aws.inputs("Policy/compute-cpu"))
        .extracting("targetTrackingScalingPolicyConfiguration")
        .asString()
        .contains("ECSServiceAverageCPUUtilization", "targetValue=60.0");
  }

  @Test
  void alarm_comparesWhatRunsWithWhatIsWanted() {
    Site site = new Site(tasks().read(), Position.PRIMARY);
    aws.run((context, options) -> new TaskAlarm("task-alarm", site, Output.of("topic"), options));

    Map<String, Object> alarm = aws.inputs("MetricAlarm/task-alarm");
    assertThat(alarm)
        .containsEntry("name", "shop-prod-tasks")
        .containsEntry("alarmActions", List.of("topic"))
        .containsEntry("treatMissingData", "notBreaching");
    assertThat(alarm.get("metricQueries"))
        .asString()
        .contains("DesiredTaskCount", "RunningTaskCount", "ServiceName=shop-prod-app");
  }

  @Test
  void dashboard_showsTasks_whereThereAreSome() {
    assertThat(dashboard(tasks()))
        .contains("\"DesiredTaskCount\"", "\"RunningTaskCount\"", "\"MemoryUtilization\"");
    assertThat(dashboard(new ExampleConfiguration())).doesNotContain("TaskCount", "AWS/ECS");
  }

  private static String dashboard(ExampleConfiguration configuration) {
    Site site = new Site(configuration.read(), Position.PRIMARY);
    return new DashboardBody(site, "balancer", "targets", "database").json();
  }

  private static ExampleConfiguration tasks() {
    return new ExampleConfiguration()
        .at("compute/kind", "'ecs'")
        .at("compute/instanceType", null)
        .at("compute/containers/0/containerPort", null);
  }

  private void deploy(Position position, ExampleConfiguration configuration) {
    Site site = new Site(configuration.read(), position);
    aws.run((context, options) -> new Region(site, options).tasks());
  }
}
