package io.pharos.sandbox.recovery;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.applicationautoscaling.ScalingTypes;
import io.pharos.sandbox.service.ecs.EcsTypes;
import io.pharos.sandbox.service.iam.IamTypes;
import java.util.List;
import java.util.Map;

/** The application of a Region on Fargate: a service, and the limits of its size. */
final class GivenService {
  private static final String NAME = GivenRegion.NAMES.ecsService();

  private GivenService() {}

  static Resource of(GivenRegion place, int capacity) {
    String roleArn = startRole(place);
    Resource definition = definition(place, roleArn);
    Resource cluster = place.create(EcsTypes.CLUSTER, "compute", "name", NAME);
    Resource service =
        place.create(
            EcsTypes.SERVICE,
            "compute",
            "name",
            NAME,
            "cluster",
            cluster.id(),
            "taskDefinition",
            definition.id(),
            "desiredCount",
            capacity,
            "launchType",
            "FARGATE",
            "networkConfiguration",
            Map.of(
                "subnets", place.vpc.privateSubnets, "securityGroups", List.of(place.vpc.appGroup)),
            "loadBalancers",
            List.of(
                Map.of(
                    "targetGroupArn",
                    place.targetGroup.id(),
                    "containerName",
                    "web",
                    "containerPort",
                    8080)),
            "healthCheckGracePeriodSeconds",
            120,
            "deploymentCircuitBreaker",
            Map.of("enable", true, "rollback", true),
            "deploymentMinimumHealthyPercent",
            100,
            "deploymentMaximumPercent",
            200);
    place.create(
        ScalingTypes.TARGET,
        "compute",
        "serviceNamespace",
        "ecs",
        "scalableDimension",
        "ecs:service:DesiredCount",
        "resourceId",
        "service/" + NAME + "/" + NAME,
        "minCapacity",
        capacity,
        "maxCapacity",
        capacity * 3);
    return service;
  }

  private static String startRole(GivenRegion place) {
    String name = GivenRegion.NAMES.global(place.region, "task-start");
    Resource role =
        place.given.createIn(
            Account.GLOBAL,
            IamTypes.ROLE,
            name,
            "name",
            name,
            "assumeRolePolicy",
            GivenRuntime.trust("ecs-tasks.amazonaws.com"));
    place.given.createIn(
        Account.GLOBAL,
        IamTypes.ROLE_POLICY,
        name,
        "name",
        "start",
        "role",
        role.id(),
        "policy",
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*","Action":[
         "ssm:GetParameters","secretsmanager:GetSecretValue","kms:Decrypt"]}]}""");
    return role.string("arn");
  }

  private static Resource definition(GivenRegion place, String roleArn) {
    String parameter =
        "arn:aws:ssm:"
            + place.region
            + ":123456789012:parameter"
            + place.local(LocalParameter.DATABASE_ENDPOINT);
    return place.create(
        EcsTypes.TASK_DEFINITION,
        "compute",
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
        roleArn,
        "containerDefinitions",
        """
        [{"name":"web","image":"ghcr.io/example/shop:1.0.0",
          "portMappings":[{"containerPort":8080}],
          "environment":[{"name":"DATABASE_NAME","value":"shop"}],
          "secrets":[{"name":"DATABASE_ENDPOINT","valueFrom":"%s"},
                     {"name":"DATABASE_CREDENTIALS","valueFrom":"%s"}]}]"""
            .formatted(parameter, place.secret.string("arn")));
  }
}
