package io.pharos.recovery.contract;

import java.util.List;
import java.util.Map;

/**
 * One statement of a function's role: it allows the actions on the resources, and nothing else is
 * allowed. Writing logs, and a network interface for what runs in the VPC, come from the managed
 * policies AWSLambdaBasicExecutionRole and AWSLambdaVPCAccessExecutionRole.
 *
 * @param actions such as {@code rds:PromoteReadReplica}
 * @param resources more than one where an action takes several types of resource together
 * @param stringEquals condition keys and the value that each must have; empty when there is none
 * @param arnLike condition keys and what each must be the ARN of; empty when there is none
 * @param needs what must be configured for the function to call these actions at all
 */
public record Permission(
    List<String> actions,
    List<ResourceRef> resources,
    Map<String, String> stringEquals,
    Map<String, ResourceRef> arnLike,
    Needs needs) {

  /** What a statement is there for. */
  public enum Needs {
    /** It is always needed. */
    NOTHING,
    /** Functions of the application are named as event sources. */
    SOURCE_FUNCTIONS,
    /** Rules of the application are named as event sources. */
    SOURCE_RULES,
    /** Either of them is. */
    SOURCES,
    /** The application runs on instances. */
    EC2,
    /** The application runs as tasks. */
    ECS,
    /** The standby has backups of some kind and no database. */
    BACKUPS,
    /** These are automated backups that RDS replicates. */
    AUTOMATED_BACKUPS,
    /** These are copies in the vault. */
    COPIES,
    /** AWS Backup has a vault in each Region. */
    VAULT,
    /** An accelerator leads users. */
    ACCELERATOR,
    /** The database is an instance of RDS. */
    INSTANCES,
    /** The database is a cluster of Aurora. */
    CLUSTERS;

    /**
     * Whether the deployment makes the statement needed.
     *
     * @param standby what a standby has of the database, a {@link StandbyWord}
     * @param vault whether AWS Backup has a vault in each Region
     * @param accelerator whether an accelerator leads users
     * @param clusters whether the database is a cluster of Aurora
     */
    public boolean metBy(
        EventSourceNames sources,
        Platform platform,
        String standby,
        boolean vault,
        boolean accelerator,
        boolean clusters) {
      return switch (this) {
        case NOTHING -> true;
        case SOURCE_FUNCTIONS -> !sources.functions().isEmpty();
        case SOURCE_RULES -> !sources.rules().isEmpty();
        case SOURCES -> !sources.none();
        case EC2 -> platform == Platform.EC2;
        case ECS -> platform == Platform.ECS;
        case BACKUPS -> StandbyWord.restores(standby);
        case AUTOMATED_BACKUPS -> standby.equals(StandbyWord.BACKUPS);
        case COPIES -> standby.equals(StandbyWord.COPIES);
        case VAULT -> vault;
        case ACCELERATOR -> accelerator;
        case INSTANCES -> !clusters;
        case CLUSTERS -> clusters;
      };
    }
  }

  public Permission {
    actions = List.copyOf(actions);
    resources = List.copyOf(resources);
    stringEquals = Map.copyOf(stringEquals);
    arnLike = Map.copyOf(arnLike);
  }

  static Permission of(ResourceRef resource, String... actions) {
    return of(List.of(resource), actions);
  }

  static Permission of(List<ResourceRef> resources, String... actions) {
    return new Permission(List.of(actions), resources, Map.of(), Map.of(), Needs.NOTHING);
  }

  /** Deletes only what carries this tag. */
  static Permission ofTagged(ResourceRef resource, String tag, String value, String... actions) {
    return new Permission(
        List.of(actions),
        List.of(resource),
        Map.of("aws:ResourceTag/" + tag, value),
        Map.of(),
        Needs.NOTHING);
  }

  /** Metrics can only be published into a namespace by condition: the action knows no resource. */
  static Permission publishMetrics() {
    return new Permission(
        List.of("cloudwatch:PutMetricData"),
        List.of(ResourceRef.ANY),
        Map.of("cloudwatch:namespace", Metric.NAMESPACE),
        Map.of(),
        Needs.NOTHING);
  }

  /** The same statement, bounded by what condition keys must be. */
  Permission where(Map<String, String> keys) {
    return new Permission(actions, resources, keys, arnLike, needs);
  }

  /** The same statement, bounded by the ARN that a condition key has. */
  Permission where(String key, ResourceRef arn) {
    return new Permission(actions, resources, stringEquals, Map.of(key, arn), needs);
  }

  /** The same statement, for deployments that need it. */
  Permission when(Needs needed) {
    return new Permission(actions, resources, stringEquals, arnLike, needed);
  }
}
