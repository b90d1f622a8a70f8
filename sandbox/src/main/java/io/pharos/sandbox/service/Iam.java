package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Memo;
import io.pharos.sandbox.core.Refusal;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.iam.AwsManagedPolicies;
import io.pharos.sandbox.service.iam.CallKeys;
import io.pharos.sandbox.service.iam.ConditionContext;
import io.pharos.sandbox.service.iam.Decision;
import io.pharos.sandbox.service.iam.IamTypes;
import io.pharos.sandbox.service.iam.InstanceProfileBehavior;
import io.pharos.sandbox.service.iam.PolicyBehavior;
import io.pharos.sandbox.service.iam.PolicyDocument;
import io.pharos.sandbox.service.iam.PolicyRequest;
import io.pharos.sandbox.service.iam.RoleBehavior;
import io.pharos.sandbox.service.iam.RolePolicyAttachmentBehavior;
import io.pharos.sandbox.service.iam.RolePolicyBehavior;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * IAM: roles, their policies, and the answer to whether a role may do something. The answer follows
 * the documented evaluation logic (IAM user guide, "Policy evaluation logic"): an explicit deny
 * wins, then an allow, and what nobody speaks of is denied.
 */
public final class Iam implements Service {
  private static final String RESOURCE_TAG = "aws:resourcetag/";

  private final Account account;
  private final Map<String, Behavior> behaviors;

  /** By role: its actions. */
  private final Map<String, Set<String>> asked = new HashMap<>();

  private final Memo<String, List<PolicyDocument>> documents;
  private final Memo<Asked, Optional<String>> denials;
  private final Memo<List<String>, Boolean> assumed;
  private int tagsRead;

  private record Asked(String roleArn, String action, String resourceArn, CallKeys keys) {}

  public Iam(World world) {
    this.account = world.account();
    this.documents = new Memo<>(account, "aws:iam");
    this.denials = Memo.ofCopies(account, "denials", "aws:iam");
    this.assumed = Memo.ofCopies(account, "roles assumed", "aws:iam");
    this.behaviors =
        Map.of(
            IamTypes.ROLE, new RoleBehavior(account, world.clock()),
            IamTypes.ROLE_POLICY, new RolePolicyBehavior(account),
            IamTypes.ATTACHMENT, new RolePolicyAttachmentBehavior(account),
            IamTypes.INSTANCE_PROFILE, new InstanceProfileBehavior(account, world.clock()),
            IamTypes.POLICY, new PolicyBehavior(account));
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return behaviors;
  }

  /**
   * Whether the role's own policies allow it.
   *
   * @param roleArn null for the operator, who may do everything
   */
  public boolean allows(String roleArn, String action, String resourceArn) {
    return allows(roleArn, action, resourceArn, Map.of());
  }

  /**
   * As the other one, with condition keys such as {@code cloudwatch:namespace} and their values.
   */
  public boolean allows(
      String roleArn, String action, String resourceArn, Map<String, String> context) {
    return roleArn == null
        || identityDecision(request(roleArn, action, resourceArn, ConditionContext.of(context)))
            == Decision.ALLOW;
  }

  /**
   * @throws AwsServiceException with code AccessDenied and AWS's text, when the role may not
   */
  public void authorize(
      String roleArn, String action, String resourceArn, Map<String, String> context) {
    denial(roleArn, action, resourceArn, ConditionContext.of(context))
        .ifPresent(
            message -> {
              throw Refusal.of(
                  AwsServiceException.builder(),
                  action.substring(0, action.indexOf(':')),
                  403,
                  "AccessDenied",
                  message);
            });
  }

  /** AWS's text of the denial, or empty when the role's policies allow it. */
  public Optional<String> denial(
      String roleArn, String action, String resourceArn, ConditionContext context) {
    if (roleArn == null) {
      return Optional.empty();
    }
    Decision decision = identityDecision(request(roleArn, action, resourceArn, context));
    return decision == Decision.ALLOW
        ? Optional.empty()
        : Optional.of(denialText(roleArn, action, resourceArn, decision, "identity-based"));
  }

  /** As the other one, and found out once only. */
  public Optional<String> denial(String roleArn, String action, String resourceArn, CallKeys keys) {
    note(roleArn, action);
    Asked question = new Asked(roleArn, action, resourceArn, keys);
    Optional<String> known = denials.known(question);
    if (known != null) {
      return known;
    }
    int before = tagsRead;
    Optional<String> answer = denial(roleArn, action, resourceArn, (ConditionContext) keys);
    // Where somebody else's tags decided, they may change without IAM.
    if (tagsRead == before) {
      denials.keep(question, answer);
    }
    return answer;
  }

  /**
   * AWS's text of a denial.
   *
   * @param policies {@code identity-based} or {@code resource-based}: which ones said no
   */
  public String denialText(
      String roleArn, String action, String resourceArn, Decision decision, String policies) {
    String because =
        decision == Decision.EXPLICIT_DENY
            ? "with an explicit deny in " + article(policies) + " policy"
            : "because no " + policies + " policy allows the " + action + " action";
    return "User: %s is not authorized to perform: %s on resource: %s %s"
        .formatted(sessionArn(roleArn), action, resourceArn, because);
  }

  private static String article(String policies) {
    return (policies.startsWith("i") ? "an " : "a ") + policies;
  }

  /** What roles have asked for so far, whatever the answer: {@code <role name> <action>}. */
  public Set<String> asked() {
    Set<String> all = new TreeSet<>();
    asked.forEach(
        (role, actions) -> {
          String name = role.substring(role.lastIndexOf('/') + 1);
          actions.forEach(action -> all.add(name + " " + action));
        });
    return all;
  }

  /** That a role has asked for an action, where the answer was known. */
  void note(String roleArn, String action) {
    if (roleArn != null) {
      asked.computeIfAbsent(roleArn, any -> new HashSet<>()).add(action);
    }
  }

  /** Whether an AWS service, such as {@code lambda.amazonaws.com}, may take on the role. */
  public boolean canAssume(String roleArn, String servicePrincipal) {
    return assumed.get(
        List.of(roleArn, servicePrincipal), any -> canAssume(roleArn, servicePrincipal, Map.of()));
  }

  /**
   * As the other one, with condition keys; {@code aws:SourceAccount} is this account unless given.
   */
  public boolean canAssume(String roleArn, String servicePrincipal, Map<String, String> context) {
    ConditionContext known =
        ConditionContext.of(context)
            .or(ConditionContext.of(Map.of("aws:SourceAccount", account.id())));
    return trusts(roleArn, PolicyRequest.Principal.service(servicePrincipal), known);
  }

  /** Whether people and programs of this account may take on the role. */
  public boolean openToAccount(String roleArn) {
    return trusts(
        roleArn,
        PolicyRequest.Principal.role("arn:aws:iam::" + account.id() + ":root"),
        ConditionContext.of(Map.of()));
  }

  private boolean trusts(
      String roleArn, PolicyRequest.Principal principal, ConditionContext context) {
    return role(roleArn)
        .map(
            role ->
                PolicyDocument.parse(role.string("assumeRolePolicy"), PolicyDocument.Kind.TRUST))
        .map(
            trust -> trust.decide(new PolicyRequest(principal, "sts:AssumeRole", roleArn, context)))
        .filter(Predicate.isEqual(Decision.ALLOW))
        .isPresent();
  }

  /** The role of this ARN. */
  public Optional<Resource> role(String roleArn) {
    return account
        .find(IamTypes.ROLE, Account.GLOBAL, roleArn.substring(roleArn.lastIndexOf('/') + 1))
        .filter(role -> role.string("arn").equals(roleArn));
  }

  /** {@code arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION}: how AWS calls who uses a role. */
  public String sessionArn(String roleArn) {
    return "arn:aws:sts::%s:assumed-role/%s/pharos"
        .formatted(account.id(), roleArn.substring(roleArn.lastIndexOf('/') + 1));
  }

  /** A request of a role, with the keys that every request has. */
  public PolicyRequest request(
      String roleArn, String action, String resourceArn, ConditionContext context) {
    return new PolicyRequest(
        PolicyRequest.Principal.role(roleArn),
        action,
        resourceArn,
        context.or(key -> global(key, roleArn, resourceArn)));
  }

  private List<String> global(String key, String roleArn, String resourceArn) {
    return switch (key) {
      case "aws:principalarn" -> List.of(roleArn);
      case "aws:principalaccount", "aws:resourceaccount" -> List.of(account.id());
      case "aws:principaltype" -> List.of("AssumedRole");
      case "aws:securetransport" -> List.of("true");
      case "aws:viaawsservice" -> List.of("false");
      default -> key.startsWith(RESOURCE_TAG) ? tag(key, resourceArn) : null;
    };
  }

  private List<String> tag(String key, String resourceArn) {
    tagsRead++;
    String tag = key.substring(RESOURCE_TAG.length());
    return account.all().stream()
        .filter(resource -> resource.string("arn").equals(resourceArn))
        .flatMap(resource -> resource.map("tags").entrySet().stream())
        .filter(entry -> entry.getKey().equalsIgnoreCase(tag))
        .findFirst()
        .map(entry -> List.of(entry.getValue().toString()))
        .orElse(null);
  }

  /** What the policies of the role in the request say about it; no role, no permission. */
  public Decision identityDecision(PolicyRequest request) {
    String role = request.principal().roleArn();
    note(role, request.action());
    Optional<Resource> found = role(role);
    if (found.isEmpty()) {
      return Decision.IMPLICIT_DENY;
    }
    Decision decision = Decision.IMPLICIT_DENY;
    for (PolicyDocument policy : documents.get(role, any -> policies(found.get()))) {
      decision = decision.and(policy.decide(request));
    }
    String boundary = found.get().string("permissionsBoundary");
    if (decision != Decision.ALLOW || boundary.isEmpty()) {
      return decision;
    }
    return managed(boundary)
        .map(text -> identityPolicy(text).decide(request))
        .orElse(Decision.IMPLICIT_DENY);
  }

  private static PolicyDocument identityPolicy(String text) {
    return PolicyDocument.parse(text, PolicyDocument.Kind.IDENTITY);
  }

  private List<PolicyDocument> policies(Resource role) {
    List<String> texts = new ArrayList<>();
    for (Resource policy : account.list(IamTypes.ROLE_POLICY, Account.GLOBAL)) {
      if (policy.string("role").equals(role.id())) {
        texts.add(policy.string("policy"));
      }
    }
    for (Map<String, Object> inline : role.maps("inlinePolicies")) {
      if (inline.get("policy") instanceof String text) {
        texts.add(text);
      }
    }
    for (Resource attachment : account.list(IamTypes.ATTACHMENT, Account.GLOBAL)) {
      if (attachment.string("role").equals(role.id())) {
        managed(attachment.string("policyArn")).ifPresent(texts::add);
      }
    }
    role.strings("managedPolicyArns").forEach(arn -> managed(arn).ifPresent(texts::add));
    return texts.stream().map(Iam::identityPolicy).toList();
  }

  private Optional<String> managed(String arn) {
    return AwsManagedPolicies.document(arn)
        .or(
            () ->
                account
                    .find(IamTypes.POLICY, Account.GLOBAL, arn)
                    .map(policy -> policy.string("policy")));
  }
}
