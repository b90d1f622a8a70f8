package io.pharos.sandbox.service.iam;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A policy, parsed and checked as IAM does it. Documents are kept by their text, because simulated
 * recoveries ask the same few policies again and again.
 */
public final class PolicyDocument {

  /** Where a policy stands: it decides which elements it must and must not have. */
  public enum Kind {
    /** At a role. */
    IDENTITY,
    /** A role's trust policy. */
    TRUST,
    /** At a resource: key, topic, queue. */
    RESOURCE
  }

  private record Key(Kind kind, String text) {}

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
  private static final Map<Key, PolicyDocument> PARSED = new ConcurrentHashMap<>();
  private static final Set<String> ELEMENTS = Set.of("Version", "Id", "Statement");
  private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");

  private final List<Statement> statements;

  private PolicyDocument(List<Statement> statements) {
    this.statements = statements;
  }

  /**
   * @throws MalformedPolicy with AWS's message
   */
  public static PolicyDocument parse(String text, Kind kind) {
    return PARSED.computeIfAbsent(new Key(kind, text), PolicyDocument::parse);
  }

  private static PolicyDocument parse(Key key) {
    JsonNode tree;
    try {
      tree = JSON.readTree(key.text());
    } catch (JsonProcessingException e) {
      throw new MalformedPolicy("This policy contains invalid Json");
    }
    if (!tree.isObject() || !tree.has("Statement")) {
      throw new MalformedPolicy("Syntax errors in policy.");
    }
    tree.fieldNames()
        .forEachRemaining(
            element -> {
              if (!ELEMENTS.contains(element)) {
                throw new MalformedPolicy("Syntax errors in policy.");
              }
            });
    if (tree.has("Version") && !VERSIONS.contains(tree.get("Version").asText())) {
      throw new MalformedPolicy("The policy must contain a valid version string");
    }
    JsonNode statement = tree.get("Statement");
    List<Statement> statements = new ArrayList<>();
    Set<String> sids = new HashSet<>();
    for (JsonNode one : statement.isArray() ? statement : List.of(statement)) {
      statements.add(StatementParser.parse(one, key.kind()));
      if (one.has("Sid")
          && !one.get("Sid").asText().isEmpty()
          && !sids.add(one.get("Sid").asText())) {
        throw new MalformedPolicy("Statement IDs (SID) in a single policy must be unique.");
      }
    }
    if (statements.isEmpty()) {
      throw new MalformedPolicy("Syntax errors in policy.");
    }
    return new PolicyDocument(statements);
  }

  public Decision decide(PolicyRequest request) {
    Decision decision = Decision.IMPLICIT_DENY;
    for (Statement statement : statements) {
      if (decision == Decision.ALLOW && statement.allow() || !statement.applies(request)) {
        continue;
      }
      if (!statement.allow()) {
        return Decision.EXPLICIT_DENY;
      }
      decision = Decision.ALLOW;
    }
    return decision;
  }

  /** Whether a statement lets the account's own IAM policies decide about this request. */
  public boolean delegates(PolicyRequest request, String accountId) {
    return statements.stream()
        .anyMatch(
            statement ->
                statement.allow()
                    && statement.principals() != null
                    && statement.principals().account(accountId)
                    && statement.concerns(request));
  }

  /** The IAM roles that it names as principals. */
  public List<String> principalRoles() {
    return statements.stream()
        .filter(statement -> statement.principals() != null)
        .flatMap(
            statement -> statement.principals().byKind().getOrDefault("AWS", List.of()).stream())
        .filter(name -> name.contains(":role/"))
        .distinct()
        .toList();
  }

  /** Whether every action is one of this service, as topics and queues want it. */
  public boolean onlyActionsOf(String prefix) {
    return statements.stream()
        .flatMap(statement -> statement.actions().patterns().stream())
        .allMatch(action -> action.equals("*") || action.startsWith(prefix + ":"));
  }
}
