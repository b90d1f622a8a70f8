package io.pharos.sandbox.service.iam;

/**
 * A request as policies see it.
 *
 * @param principal who asks
 * @param action such as {@code rds:PromoteReadReplica}
 * @param resource an ARN, or {@code *} for actions without resource-level permissions
 * @param context what conditions and policy variables look at
 */
public record PolicyRequest(
    Principal principal, String action, String resource, ConditionContext context) {

  /** Who asks: a role's session, or an AWS service acting for itself. */
  public record Principal(String roleArn, String service) {
    public static Principal role(String arn) {
      return new Principal(arn, null);
    }

    public static Principal service(String name) {
      return new Principal(null, name);
    }
  }
}
