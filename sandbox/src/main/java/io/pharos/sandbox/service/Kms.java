package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Memo;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.iam.CallKeys;
import io.pharos.sandbox.service.iam.ConditionContext;
import io.pharos.sandbox.service.iam.Decision;
import io.pharos.sandbox.service.iam.PolicyDocument;
import io.pharos.sandbox.service.iam.PolicyRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * KMS: keys, aliases, and whether a key may be used. A key's policy decides first; IAM policies
 * count only where it hands the decision to the account (KMS developer guide, "Key policies").
 */
public final class Kms implements Service {
  public static final String KEY = "aws:kms/key:Key";
  public static final String ALIAS = "aws:kms/alias:Alias";

  /** A key that nobody can use any more, until AWS deletes it; Pulumi knows nothing of it. */
  public static final String PENDING_DELETION = "sandbox:kms/pendingDeletion:PendingDeletion";

  private static final String AWS_MANAGED = "alias/aws/";
  private static final List<String> MANAGED_SERVICES =
      List.of(
          "backup",
          "dynamodb",
          "ebs",
          "lambda",
          "rds",
          "s3",
          "secretsmanager",
          "sns",
          "sqs",
          "ssm");

  private final World world;
  private final Account account;
  private final Memo<List<String>, Answer> answers;

  /**
   * @param byPolicies whether there was a key whose policy and the role's were asked
   */
  private record Answer(Optional<KeyRefusal> refusal, boolean byPolicies) {}

  public Kms(World world) {
    this.world = world;
    this.account = world.account();
    this.answers = Memo.ofCopies(account, "key uses", "aws:kms", "sandbox:kms", "aws:iam");
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of(
        KEY, new KeyBehavior(account, world.clock()), ALIAS, new AliasBehavior(account, this));
  }

  /** The key that an id, an ARN, an alias or an alias's ARN names in a Region. */
  public Optional<Resource> key(String region, String reference) {
    if (reference.startsWith("arn:")) {
      String[] parts = reference.split(":", 6);
      return parts.length == 6 && parts[3].equals(region)
          ? key(region, parts[5].startsWith("key/") ? parts[5].substring(4) : parts[5])
          : Optional.empty();
    }
    return reference.startsWith("alias/")
        ? account
            .find(ALIAS, region, reference)
            .flatMap(alias -> key(region, alias.string("targetKeyId")))
        : account.find(KEY, region, reference);
  }

  /** Whether it names one of the keys that AWS makes for its services; all may be used. */
  public static boolean awsManaged(String reference) {
    return reference.isEmpty()
        || reference.startsWith(AWS_MANAGED)
        || reference.contains(":" + AWS_MANAGED);
  }

  /** Whether it names an AWS managed key of the Region, also by the key's ARN. */
  public boolean managedByAws(String region, String reference) {
    return awsManaged(reference)
        || MANAGED_SERVICES.stream()
            .anyMatch(service -> awsManagedKeyArn(region, service).equals(reference));
  }

  /** The ARN of the key behind {@code alias/aws/<service>} in a Region. */
  public String awsManagedKeyArn(String region, String service) {
    return account
        .find(ALIAS, region, AWS_MANAGED + service)
        .map(alias -> alias.string("targetKeyArn"))
        .orElseGet(() -> keyArn(region, UniqueId.of("aws-managed", account.id(), region, service)));
  }

  /** The ARN behind any reference to a key; the reference itself when there is no such key. */
  public String arn(String region, String reference) {
    return key(region, reference).map(key -> key.string("arn")).orElse(reference);
  }

  String keyArn(String region, String keyId) {
    return "arn:aws:kms:" + region + ":" + account.id() + ":key/" + keyId;
  }

  /**
   * Whether the key exists in that Region, is enabled, and lets the role decrypt.
   *
   * @param roleArn null for the operator
   */
  public boolean usable(String roleArn, String key, String region) {
    return refusal(
            PolicyRequest.Principal.role(roleArn), "kms:Decrypt", region, key, ignored -> null)
        .isEmpty();
  }

  /**
   * Why a role may not use a key through a service, or empty when it may.
   *
   * @param roleArn null for the operator
   * @param service as in its actions: {@code dynamodb}
   */
  public Optional<KeyRefusal> refusal(
      String roleArn, String action, String region, String reference, String service) {
    Answer answer =
        answers.get(
            Arrays.asList(roleArn, action, region, reference, service),
            any ->
                new Answer(
                    refusal(
                        PolicyRequest.Principal.role(roleArn),
                        action,
                        region,
                        reference,
                        CallKeys.of(region)
                            .with("kms:viaservice", service + "." + region + ".amazonaws.com")),
                    !managedByAws(region, reference) && enabled(region, reference)));
    if (answer.byPolicies()) {
      world.service(Iam.class).note(roleArn, action);
    }
    return answer.refusal();
  }

  private boolean enabled(String region, String reference) {
    return key(region, reference).filter(key -> key.flag("isEnabled")).isPresent();
  }

  /**
   * Why a principal may not use a key, or empty when it may.
   *
   * @param context condition keys such as {@code kms:viaservice}
   */
  public Optional<KeyRefusal> refusal(
      PolicyRequest.Principal principal,
      String action,
      String region,
      String reference,
      ConditionContext context) {
    if (managedByAws(region, reference)) {
      return Optional.empty();
    }
    Optional<Resource> found = key(region, reference);
    if (found.isEmpty()) {
      return Optional.of(missing(region, reference));
    }
    Resource key = found.get();
    if (!key.flag("isEnabled")) {
      return refused("DisabledException", key.string("arn") + " is disabled.");
    }
    boolean operator = principal.roleArn() == null && principal.service() == null;
    return operator ? Optional.empty() : denial(principal, action, key, context);
  }

  private Optional<KeyRefusal> denial(
      PolicyRequest.Principal principal, String action, Resource key, ConditionContext context) {
    Iam iam = world.service(Iam.class);
    String arn = key.string("arn");
    PolicyDocument policy =
        PolicyDocument.parse(key.string("policy"), PolicyDocument.Kind.RESOURCE);
    ConditionContext known =
        context.or(ConditionContext.of(Map.of("kms:CallerAccount", account.id())));
    if (principal.service() != null) {
      return policy.decide(new PolicyRequest(principal, action, arn, known)) == Decision.ALLOW
          ? Optional.empty()
          : refused(
              "AccessDeniedException",
              "The key policy of %s does not allow %s to %s"
                  .formatted(arn, principal.service(), action));
    }
    PolicyRequest request = iam.request(principal.roleArn(), action, arn, known);
    Decision atKey = policy.decide(request);
    Decision atRole = iam.identityDecision(request);
    boolean delegated = policy.delegates(request, account.id());
    Decision together = atKey.and(delegated ? atRole : withoutAllow(atRole));
    if (together == Decision.ALLOW) {
      return Optional.empty();
    }
    boolean byRole =
        together == Decision.EXPLICIT_DENY ? atKey != Decision.EXPLICIT_DENY : delegated;
    return refused(
        "AccessDeniedException",
        iam.denialText(
            principal.roleArn(),
            action,
            arn,
            together,
            byRole ? "identity-based" : "resource-based"));
  }

  private static Decision withoutAllow(Decision decision) {
    return decision == Decision.ALLOW ? Decision.IMPLICIT_DENY : decision;
  }

  private KeyRefusal missing(String region, String reference) {
    String id = reference.substring(reference.lastIndexOf('/') + 1);
    String arn = reference.startsWith("arn:") ? reference : keyArn(region, id);
    return account.find(PENDING_DELETION, region, id).isPresent()
        ? new KeyRefusal("KMSInvalidStateException", arn + " is pending deletion.")
        : new KeyRefusal(
            "NotFoundException",
            reference.startsWith("alias/")
                ? "Alias %s is not found.".formatted(reference)
                : "Key '%s' does not exist".formatted(arn));
  }

  private static Optional<KeyRefusal> refused(String code, String message) {
    return Optional.of(new KeyRefusal(code, message));
  }
}
