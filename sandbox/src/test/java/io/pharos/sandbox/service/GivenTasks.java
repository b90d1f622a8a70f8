package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.applicationautoscaling.ScalingTypes;
import io.pharos.sandbox.service.ecs.EcsTypes;
import io.pharos.sandbox.service.elb.ElbTypes;
import io.pharos.sandbox.service.iam.IamTypes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** The shop on Fargate: the network and database of {@link GivenShop}, and a service of tasks. */
final class GivenTasks {
  static final String NAME = "shop-prod-app";
  private static final String PARAMETER =
      "arn:aws:ssm:eu-west-1:123456789012:parameter/shop/prod/local/database-endpoint";

  final GivenShop shop = new GivenShop(0);
  final Resource targetGroup;
  final Resource startRole;
  final Resource startPolicy;
  final Resource cluster;
  final Resource service;
  final Resource target;

  GivenTasks(int tasks) {
    this.targetGroup = targetGroup();
    this.startRole = role("task-start");
    this.startPolicy =
        policy(
            startRole,
            "start",
            "ssm:GetParameters",
            "secretsmanager:GetSecretValue",
            "logs:CreateLogStream",
            "logs:PutLogEvents");
    create("aws:cloudwatch/logGroup:LogGroup", "app", "name", "/shop/prod/app");
    this.cluster = create(EcsTypes.CLUSTER, "app", "name", NAME);
    create(
        EcsTypes.CAPACITY_PROVIDERS,
        "app",
        "clusterName",
        NAME,
        "capacityProviders",
        List.of("FARGATE"));
    this.service = service(definition("1", secretArn()), tasks);
    this.target =
        create(
            ScalingTypes.TARGET,
            "app",
            "serviceNamespace",
            "ecs",
            "scalableDimension",
            "ecs:service:DesiredCount",
            "resourceId",
            "service/" + NAME + "/" + NAME,
            "minCapacity",
            0,
            "maxCapacity",
            4);
  }

  private Resource create(String type, String name, Object... namesAndValues) {
    return shop.network.create(type, name, namesAndValues);
  }

  String secretArn() {
    return shop.given
        .world
        .account()
        .list("aws:secretsmanager/secret:Secret", GivenAccount.REGION)
        .get(0)
        .string("arn");
  }

  private Resource targetGroup() {
    Resource group =
        create(
            ElbTypes.TARGET_GROUP,
            "tasks",
            "name",
            "shop-prod-tasks",
            "targetType",
            "ip",
            "vpcId",
            shop.network.vpc.id(),
            "port",
            8080,
            "protocol",
            "HTTP",
            "deregistrationDelay",
            30,
            "healthCheck",
            Map.of("path", "/healthz", "interval", 10, "timeout", 5));
    create(
        ElbTypes.LISTENER_RULE,
        "tasks",
        "listenerArn",
        shop.listener.id(),
        "priority",
        10,
        "conditions",
        List.of(Map.of("pathPattern", Map.of("values", List.of("/*")))),
        "actions",
        List.of(Map.of("type", "forward", "targetGroupArn", group.id())));
    return group;
  }

  Resource role(String what) {
    return shop.given.createIn(
        Account.GLOBAL,
        IamTypes.ROLE,
        what,
        "name",
        what,
        "assumeRolePolicy",
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
         "Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}""");
  }

  Resource policy(Resource role, String name, String... actions) {
    return shop.given.createIn(
        Account.GLOBAL,
        IamTypes.ROLE_POLICY,
        name,
        "name",
        name,
        "role",
        role.id(),
        "policy",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\""
            + String.join("\",\"", actions)
            + "\"],\"Resource\":\"*\"}]}");
  }

  /** Another revision. */
  Resource definition(String name, String secretArn) {
    return definition(name, secretArn, "ghcr.io/example/shop:1.0.0");
  }

  Resource definition(String name, String secretArn, String image) {
    return create(
        EcsTypes.TASK_DEFINITION,
        "app-" + name,
        "family",
        NAME,
        "requiresCompatibilities",
        List.of("FARGATE"),
        "networkMode",
        "awsvpc",
        "cpu",
        "512",
        "memory",
        "1024",
        "executionRoleArn",
        startRole.string("arn"),
        "containerDefinitions",
        """
        [{"name":"web","image":"%s","portMappings":[{"containerPort":8080}],
          "environment":[{"name":"DATABASE_NAME","value":"shop"}],
          "secrets":[{"name":"DATABASE_ENDPOINT","valueFrom":"%s"},
                     {"name":"DATABASE_CREDENTIALS","valueFrom":"%s"}],
          "logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/shop/prod/app",
            "awslogs-region":"eu-west-1","awslogs-stream-prefix":"task"}}}]"""
            .formatted(image, PARAMETER, secretArn));
  }

  private Resource service(Resource definition, int tasks) {
    return create(
        EcsTypes.SERVICE,
        "app",
        "name",
        NAME,
        "cluster",
        cluster.id(),
        "taskDefinition",
        definition.id(),
        "desiredCount",
        tasks,
        "capacityProviderStrategies",
        List.of(Map.of("capacityProvider", "FARGATE", "weight", 1)),
        "networkConfiguration",
        Map.of(
            "subnets",
            shop.network.privateSubnets,
            "securityGroups",
            List.of(shop.network.appGroup.id())),
        "loadBalancers",
        List.of(
            Map.of(
                "targetGroupArn", targetGroup.id(), "containerName", "web", "containerPort", 8080)),
        "healthCheckGracePeriodSeconds",
        60,
        "deploymentCircuitBreaker",
        Map.of("enable", true, "rollback", true),
        "deploymentMinimumHealthyPercent",
        100,
        "deploymentMaximumPercent",
        200);
  }

  EcsClient ecs() {
    return shop.given.client(EcsClient.class);
  }

  Service look() {
    return ecs()
        .describeServices(describe -> describe.cluster(NAME).services(NAME))
        .services()
        .get(0);
  }

  Deployment primary() {
    return look().deployments().get(0);
  }

  void update(java.util.function.Consumer<UpdateServiceRequest.Builder> change) {
    ecs().updateService(update -> change.accept(update.cluster(NAME).service(NAME)));
  }

  /** The newest task that has stopped. */
  Task stopped() {
    String arn =
        ecs()
            .listTasks(list -> list.cluster(NAME).desiredStatus(DesiredStatus.STOPPED))
            .taskArns()
            .get(0);
    return ecs().describeTasks(describe -> describe.cluster(NAME).tasks(arn)).tasks().get(0);
  }

  void pass(int minutes) {
    shop.given.pass(Duration.ofMinutes(minutes));
  }
}
