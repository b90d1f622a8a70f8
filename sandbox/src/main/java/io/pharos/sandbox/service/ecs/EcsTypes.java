package io.pharos.sandbox.service.ecs;

/** The provider's tokens of what ECS keeps. */
public final class EcsTypes {
  public static final String CLUSTER = "aws:ecs/cluster:Cluster";
  public static final String CAPACITY_PROVIDERS =
      "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders";
  public static final String TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";
  public static final String SERVICE = "aws:ecs/service:Service";

  private EcsTypes() {}
}
