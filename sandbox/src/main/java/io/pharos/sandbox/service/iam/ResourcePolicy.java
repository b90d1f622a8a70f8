package io.pharos.sandbox.service.iam;

import java.util.HashMap;
import java.util.Map;

/** The policy of a topic or queue, asked about an AWS service that wants to send to it. */
public final class ResourcePolicy {
  private ResourcePolicy() {}

  /**
   * Whether the policy lets the service do it.
   *
   * @param policy empty when there is none: then no service may
   * @param servicePrincipal such as {@code events.amazonaws.com}
   * @param sourceArn of the rule, alarm or topic on whose behalf the service comes
   */
  public static boolean admits(
      String policy,
      String servicePrincipal,
      String action,
      String resourceArn,
      String sourceArn,
      String accountId) {
    if (policy.isEmpty()) {
      return false;
    }
    Map<String, String> context = new HashMap<>();
    context.put("aws:SourceArn", sourceArn);
    context.put("aws:SourceAccount", accountId);
    context.put("aws:SecureTransport", "true");
    // EventBridge does not send the key that SNS's default policy asks for (EventBridge user guide,
    // "Troubleshooting": topics need a policy for events.amazonaws.com).
    if (!servicePrincipal.equals("events.amazonaws.com")) {
      context.put("aws:SourceOwner", accountId);
    }
    return PolicyDocument.parse(policy, PolicyDocument.Kind.RESOURCE)
            .decide(
                new PolicyRequest(
                    PolicyRequest.Principal.service(servicePrincipal),
                    action,
                    resourceArn,
                    ConditionContext.of(context)))
        == Decision.ALLOW;
  }
}
