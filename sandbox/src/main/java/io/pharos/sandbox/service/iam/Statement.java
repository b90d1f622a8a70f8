package io.pharos.sandbox.service.iam;

import io.pharos.sandbox.core.Glob;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One statement of a policy: whom, what and where it allows or denies, and when. */
record Statement(
    boolean allow,
    Principals principals,
    Actions actions,
    Resources resources,
    List<Condition> conditions) {

  /** By kind (AWS, Service), null in an identity policy; {@code not} for NotPrincipal. */
  record Principals(boolean not, Map<String, List<String>> byKind) {
    boolean match(PolicyRequest.Principal principal) {
      return not != names(principal);
    }

    private boolean names(PolicyRequest.Principal principal) {
      if (byKind.containsKey("*") || byKind.getOrDefault("AWS", List.of()).contains("*")) {
        return true;
      }
      if (principal.service() != null) {
        return byKind.getOrDefault("Service", List.of()).contains(principal.service());
      }
      return byKind.getOrDefault("AWS", List.of()).stream()
          .anyMatch(name -> name.equals(principal.roleArn()));
    }

    /** Whether it names the whole account, which hands the decision to the account's IAM. */
    boolean account(String accountId) {
      return !not
          && byKind.getOrDefault("AWS", List.of()).stream()
              .anyMatch(
                  name ->
                      name.equals(accountId) || name.equals("arn:aws:iam::" + accountId + ":root"));
    }
  }

  record Actions(boolean not, List<String> patterns) {
    boolean match(String action) {
      String lowerCase = action.toLowerCase(Locale.ROOT);
      return not != patterns.stream().anyMatch(pattern -> Glob.matches(pattern, lowerCase));
    }
  }

  record Resources(boolean not, List<String> patterns) {
    boolean match(String resource, ConditionContext context) {
      return not
          != patterns.stream()
              .map(pattern -> Wildcard.resolve(pattern, context))
              .anyMatch(pattern -> pattern != null && Wildcard.matchesArn(pattern, resource));
    }
  }

  boolean applies(PolicyRequest request) {
    return (principals == null || principals.match(request.principal())) && concerns(request);
  }

  /** Action, resource and conditions fit, whoever asks. */
  boolean concerns(PolicyRequest request) {
    return actions.match(request.action())
        && (resources == null || resources.match(request.resource(), request.context()))
        && conditions.stream().allMatch(condition -> condition.holds(request.context()));
  }
}
