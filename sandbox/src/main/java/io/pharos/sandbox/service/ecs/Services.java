package io.pharos.sandbox.service.ecs;

import static io.pharos.sandbox.service.ecs.EcsRefusal.invalid;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ResourceName;
import io.pharos.sandbox.service.ec2.Ec2Types;
import io.pharos.sandbox.service.elb.ElbTypes;
import io.pharos.sandbox.service.iam.ServiceLinkedRole;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Services on Fargate. How many tasks they run is what the program or the API said last. */
final class Services implements Behavior {
  private final World world;
  private final Account account;
  private final ServiceFleet fleet;

  Services(World world, ServiceFleet fleet) {
    this.world = world;
    this.account = world.account();
    this.fleet = fleet;
  }

  @Override
  public void create(Resource service) {
    String name = ResourceName.of(service);
    Resource cluster =
        Clusters.of(account, service)
            .orElseThrow(() -> EcsRefusal.of("ClusterNotFoundException", "Cluster not found."));
    String arn = arn(cluster, name);
    if (account.find(service.type(), service.region(), arn).isPresent()) {
      throw invalid("Creation of service was not idempotent.");
    }
    settle(service, "deploymentController", Map.of("type", "ECS"));
    if (!service.has("capacityProviderStrategies")) {
      settle(service, "launchType", "FARGATE");
    }
    check(service, cluster);
    service.id(arn);
    service.set("cluster", cluster.id());
    settle(service, "platformVersion", "LATEST");
    settle(service, "desiredCount", 0);
    settle(service, "healthCheckGracePeriodSeconds", 0);
    ServiceLinkedRole.ECS.ensure(account);
    // The role that ECS uses for load balancers.
    settle(service, "iamRole", ServiceLinkedRole.ECS.arn(account));
  }

  static String arn(Resource cluster, String name) {
    return cluster.id().replaceFirst(":cluster/(.*)$", ":service/$1/" + name);
  }

  private static void settle(Resource service, String attribute, Object value) {
    if (!service.has(attribute)) {
      service.set(attribute, value);
    }
  }

  @Override
  public void update(Resource service, Map<String, Object> before) {
    Resource cluster =
        Clusters.of(account, service)
            .orElseThrow(() -> EcsRefusal.of("ClusterNotFoundException", "Cluster not found."));
    check(service, cluster);
    boolean anew =
        List.of("taskDefinition", "networkConfiguration", "loadBalancers", "platformVersion")
            .stream()
            .anyMatch(each -> !Objects.equals(service.value(each), before.get(each)));
    if (anew || service.flag("forceNewDeployment")) {
      fleet.deploy(service, "");
    } else {
      fleet.soon(service);
    }
  }

  @Override
  public void start(Resource service) {
    fleet.start(service);
  }

  @Override
  public void delete(Resource service) {
    // The provider sets the desired count to zero and waits before it deletes.
    fleet.end(service);
  }

  private void check(Resource service, Resource cluster) {
    if (service.integer("desiredCount") < 0) {
      throw invalid("desiredCount cannot be negative");
    }
    Resource definition =
        TaskDefinitions.find(account, service.region(), service.string("taskDefinition"))
            .orElseThrow(() -> EcsRefusal.client("TaskDefinition not found."));
    if (service.has("launchType") && service.has("capacityProviderStrategies")) {
      throw invalid(
          "Specifying both a launch type and capacity provider strategy is not supported.");
    }
    for (Map<String, Object> strategy : service.maps("capacityProviderStrategies")) {
      if (!cluster.strings(Clusters.PROVIDERS).contains(strategy.get("capacityProvider"))) {
        throw invalid(
            "The specified capacity provider strategy cannot contain a capacity provider that is"
                + " not associated with the cluster. Associate the capacity provider with the"
                + " cluster and try again.");
      }
    }
    checkNetwork(service);
    for (Map<String, Object> balancer : service.maps("loadBalancers")) {
      checkTargets(service, definition, balancer);
    }
  }

  private void checkNetwork(Resource service) {
    Map<String, Object> network = service.map("networkConfiguration");
    List<String> subnets = ServiceFleet.strings(network, "subnets");
    if (subnets.isEmpty()) {
      throw invalid(
          "Network Configuration must be provided when networkMode 'awsvpc' is specified.");
    }
    String vpc = null;
    for (String id : subnets) {
      Resource subnet =
          account
              .find(Ec2Types.SUBNET, service.region(), id)
              .orElseThrow(() -> invalid("Error retrieving subnet information for [" + id + "]"));
      vpc = subnet.string("vpcId");
    }
    for (String id : ServiceFleet.strings(network, "securityGroups")) {
      Optional<Resource> group = account.find(Ec2Types.SECURITY_GROUP, service.region(), id);
      if (group.isEmpty()) {
        throw invalid("Error retrieving security group information for [" + id + "]");
      }
      if (!group.get().string("vpcId").equals(vpc)) {
        throw invalid("Security group " + id + " and the subnets belong to different networks.");
      }
    }
  }

  private void checkTargets(Resource service, Resource definition, Map<String, Object> balancer) {
    String arn = String.valueOf(balancer.get("targetGroupArn"));
    Resource group =
        account
            .find(ElbTypes.TARGET_GROUP, service.region(), arn)
            .orElseThrow(() -> invalid("The specified target group does not exist: " + arn));
    if (!group.string("targetType").equals("ip")) {
      throw invalid(
          "The provided target group "
              + arn
              + " has target type "
              + group.string("targetType")
              + ", which is incompatible with the awsvpc network mode specified in the task"
              + " definition.");
    }
    world.behavior(group.type()).ifPresent(behavior -> behavior.read(group));
    if (group.list("loadBalancerArns").isEmpty()) {
      throw invalid(
          "The target group with targetGroupArn "
              + arn
              + " does not have an associated load balancer.");
    }
    String name = String.valueOf(balancer.get("containerName"));
    int port = Integer.parseInt(String.valueOf(balancer.get("containerPort")));
    ContainerDefinition container =
        ContainerDefinition.of(definition).stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () -> invalid("The container " + name + " does not exist in the task definition."));
    if (!container.ports().contains(port)) {
      throw invalid(
          "The container " + name + " did not have a container port " + port + " defined.");
    }
  }
}
