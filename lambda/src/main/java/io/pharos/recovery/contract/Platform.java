package io.pharos.recovery.contract;

/**
 * What runs the application: told by its name, which says everything that the recovery functions
 * must know to size it.
 */
public enum Platform {
  /** EC2 instances of an Auto Scaling group, whose name it is. */
  EC2,
  /**
   * Tasks of an ECS service, called {@code service/<cluster>/<service>} as Application Auto Scaling
   * does.
   */
  ECS;

  private static final String SERVICE = "service/";

  /** The platform that a compute of this name runs on. */
  public static Platform of(String compute) {
    return compute.startsWith(SERVICE) ? ECS : EC2;
  }

  /** The name of a compute, from that which its group, or its service and cluster, have. */
  public String compute(String name) {
    return switch (this) {
      case EC2 -> name;
      case ECS -> SERVICE + name + "/" + name;
    };
  }
}
