package io.pharos.sandbox.service;

import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.iam.ConditionContext;
import io.pharos.sandbox.service.iam.PolicyRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an AWS service needs of the key of an encrypted topic or queue. The policies of AWS-managed
 * keys cannot be changed and do not let services in (SNS developer guide, "Enable compatibility
 * between event sources from AWS services and encrypted topics").
 */
final class ServiceKeys {
  private ServiceKeys() {}

  /** Why the service cannot use the key, or empty when it can or there is none. */
  static Optional<String> refusal(World world, String servicePrincipal, String region, String key) {
    if (key.isEmpty()) {
      return Optional.empty();
    }
    if (Kms.awsManaged(key)) {
      return Optional.of(
          "%s cannot use %s: the policy of an AWS managed key lets no service in"
              .formatted(servicePrincipal, key));
    }
    ConditionContext context =
        ConditionContext.of(Map.of("aws:SourceAccount", world.account().id()));
    for (String action : List.of("kms:GenerateDataKey", "kms:Decrypt")) {
      Optional<KeyRefusal> refusal =
          world
              .service(Kms.class)
              .refusal(
                  PolicyRequest.Principal.service(servicePrincipal), action, region, key, context);
      if (refusal.isPresent()) {
        return refusal.map(KeyRefusal::message);
      }
    }
    return Optional.empty();
  }
}
