package io.pharos.drill;

import io.pharos.config.Json;
import io.pharos.config.Settings;
import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.RuleAction;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.GlobalClusterMember;
import software.amazon.awssdk.services.rds.model.GlobalClusterNotFoundException;
import software.amazon.awssdk.services.ssm.SsmClient;

/** What runs in one Region, asked of its own services. It only reads. */
record RegionView(Cloud cloud, Settings settings, Position position) {

  String region() {
    return settings.regions().of(position);
  }

  RegionTable table() {
    return new RegionTable(cloud, settings.names(), region());
  }

  /** Which generation is current the Region itself knows first; the configuration follows. */
  String databaseIdentifier() {
    return parameter(LocalParameter.DATABASE_IDENTIFIER);
  }

  Optional<RegionDatabase> database() {
    return database(databaseIdentifier());
  }

  /** The database of this name: with Aurora a cluster. */
  Optional<RegionDatabase> database(String identifier) {
    return settings.database().engine().aurora()
        ? cluster(identifier)
        : instance(identifier).map(RegionDatabase::of);
  }

  private Optional<RegionDatabase> cluster(String identifier) {
    RdsClient rds = cloud.client(RdsClient.class, region());
    String global = settings.names().globalDatabase();
    try {
      DBCluster cluster =
          rds.describeDBClusters(query -> query.dbClusterIdentifier(identifier))
              .dbClusters()
              .get(0);
      List<GlobalClusterMember> members = members(rds, global);
      return Optional.of(
          RegionDatabase.of(
              cluster,
              members.stream()
                  .filter(member -> cluster.dbClusterArn().equals(member.dbClusterArn()))
                  .findFirst(),
              members.stream()
                  .filter(member -> Boolean.TRUE.equals(member.isWriter()))
                  .map(GlobalClusterMember::dbClusterArn)
                  .findFirst()));
    } catch (DbClusterNotFoundException e) {
      return Optional.empty();
    }
  }

  private static List<GlobalClusterMember> members(RdsClient rds, String global) {
    try {
      return rds
          .describeGlobalClusters(query -> query.globalClusterIdentifier(global))
          .globalClusters()
          .stream()
          .flatMap(each -> each.globalClusterMembers().stream())
          .toList();
    } catch (GlobalClusterNotFoundException e) {
      return List.of();
    }
  }

  Optional<DBInstance> instance(String identifier) {
    try {
      return cloud
          .client(RdsClient.class, region())
          .describeDBInstances(query -> query.dbInstanceIdentifier(identifier))
          .dbInstances()
          .stream()
          .findFirst();
    } catch (DbInstanceNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Those that have this name, whatever their state. */
  Stream<Instance> instances(String name) {
    return cloud
        .client(Ec2Client.class, region())
        .describeInstances(get -> get.filters(by -> by.name("tag:Name").values(name)))
        .reservations()
        .stream()
        .flatMap(each -> each.instances().stream());
  }

  /** The numbers of the databases of Pharos that the Region has, whether in use or not. */
  List<Integer> generations() {
    List<Integer> numbers = new ArrayList<>();
    for (DBInstance instance :
        cloud.client(RdsClient.class, region()).describeDBInstancesPaginator().dbInstances()) {
      if (!"deleting".equals(instance.dbInstanceStatus())) {
        settings
            .names()
            .generation(position, instance.dbInstanceIdentifier())
            .ifPresent(numbers::add);
      }
    }
    return numbers.stream().sorted().toList();
  }

  /** How much of the application runs here, and how much is wanted. */
  String running() {
    return switch (settings.compute().kind()) {
      case EC2 -> group().map(RegionView::describe).orElse("no group");
      case ECS -> service().map(RegionView::describe).orElse("no service");
    };
  }

  /** How many instances or tasks are to run here now. */
  int wantedNow() {
    return switch (settings.compute().kind()) {
      case EC2 -> group().map(AutoScalingGroup::desiredCapacity).orElse(0);
      case ECS -> service().map(Service::desiredCount).orElse(0);
    };
  }

  private Optional<AutoScalingGroup> group() {
    return cloud
        .client(AutoScalingClient.class, region())
        .describeAutoScalingGroups(
            query -> query.autoScalingGroupNames(settings.names().autoScalingGroup()))
        .autoScalingGroups()
        .stream()
        .findFirst();
  }

  private static String describe(AutoScalingGroup group) {
    long inService =
        group.instances().stream()
            .filter(instance -> instance.lifecycleStateAsString().equals("InService"))
            .count();
    return inService + " in service of " + group.desiredCapacity() + " wanted";
  }

  private Optional<Service> service() {
    String name = settings.names().ecsService();
    try {
      return cloud
          .client(EcsClient.class, region())
          .describeServices(query -> query.cluster(name).services(name))
          .services()
          .stream()
          .findFirst();
    } catch (ClusterNotFoundException e) {
      return Optional.empty();
    }
  }

  private static String describe(Service service) {
    return service.runningCount() + " running of " + service.desiredCount() + " tasks wanted";
  }

  /** How many instances a role wants here, as the posture in the Region says. */
  String wanted(String role) {
    try {
      return Json.MAPPER
          .readTree(parameter(LocalParameter.POSTURE))
          .path(role)
          .path("desiredCapacity")
          .asText("?");
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return "?";
    }
  }

  /** Which of these blocks the network ACL keeps from the database's port. */
  List<String> closed(String networkAcl, int port) {
    return cloud
        .client(Ec2Client.class, region())
        .describeNetworkAcls(query -> query.networkAclIds(networkAcl))
        .networkAcls()
        .stream()
        .flatMap(acl -> acl.entries().stream())
        .filter(entry -> !entry.egress() && entry.ruleAction() == RuleAction.DENY)
        .filter(entry -> entry.portRange() != null && entry.portRange().from() == port)
        .map(NetworkAclEntry::cidrBlock)
        .toList();
  }

  private String parameter(String key) {
    return cloud
        .client(SsmClient.class, region())
        .getParameter(get -> get.name(settings.names().localParameter(key)))
        .parameter()
        .value();
  }
}
