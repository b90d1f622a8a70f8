package io.pharos.sandbox.service.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one statement and refuses what IAM's grammar does not have. */
final class StatementParser {
  private static final Set<String> ELEMENTS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");
  private static final Set<String> PRINCIPALS =
      Set.of("AWS", "Service", "Federated", "CanonicalUser");
  private static final Pattern SID = Pattern.compile("[A-Za-z0-9]*");
  private static final Pattern SID_OF_RESOURCE = Pattern.compile("[A-Za-z0-9 _-]*");

  private StatementParser() {}

  static Statement parse(JsonNode node, PolicyDocument.Kind kind) {
    if (!node.isObject()) {
      throw syntax();
    }
    node.fieldNames()
        .forEachRemaining(
            element -> {
              if (!ELEMENTS.contains(element)) {
                throw syntax();
              }
            });
    sid(node, kind);
    String effect = node.path("Effect").asText();
    if (!effect.equals("Allow") && !effect.equals("Deny")) {
      throw syntax();
    }
    return new Statement(
        effect.equals("Allow"),
        principals(node, kind),
        actions(node),
        resources(node, kind),
        conditions(node));
  }

  private static void sid(JsonNode node, PolicyDocument.Kind kind) {
    Pattern allowed = kind == PolicyDocument.Kind.RESOURCE ? SID_OF_RESOURCE : SID;
    if (!allowed.matcher(node.path("Sid").asText()).matches()) {
      throw new MalformedPolicy(
          "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular"
              + " expression [0-9A-Za-z]*");
    }
  }

  private static Statement.Principals principals(JsonNode node, PolicyDocument.Kind kind) {
    boolean not = node.has("NotPrincipal");
    JsonNode principal = node.get(not ? "NotPrincipal" : "Principal");
    if (kind == PolicyDocument.Kind.IDENTITY) {
      if (principal != null) {
        throw new MalformedPolicy("Policy document should not specify a principal.");
      }
      return null;
    }
    if (principal == null) {
      throw new MalformedPolicy("Missing required field Principal");
    }
    if (principal.isTextual() && principal.asText().equals("*")) {
      return new Statement.Principals(not, Map.of("*", List.of("*")));
    }
    if (!principal.isObject() || principal.isEmpty()) {
      throw new MalformedPolicy("Invalid principal in policy: " + principal);
    }
    Map<String, List<String>> byKind = new LinkedHashMap<>();
    principal
        .properties()
        .forEach(
            entry -> {
              List<String> names = strings(entry.getValue());
              if (!PRINCIPALS.contains(entry.getKey())
                  || entry.getKey().equals("Service")
                      && names.stream().anyMatch(name -> !name.endsWith(".amazonaws.com"))) {
                throw new MalformedPolicy("Invalid principal in policy: " + principal);
              }
              byKind.put(entry.getKey(), names);
            });
    return new Statement.Principals(not, byKind);
  }

  private static Statement.Actions actions(JsonNode node) {
    boolean not = node.has("NotAction");
    if (not == node.has("Action")) {
      throw new MalformedPolicy("Policy statement must contain actions.");
    }
    List<String> patterns = strings(node.get(not ? "NotAction" : "Action"));
    if (patterns.isEmpty()) {
      throw new MalformedPolicy("Policy statement must contain actions.");
    }
    for (String pattern : patterns) {
      if (!pattern.equals("*") && !pattern.matches("[A-Za-z0-9-]+:[A-Za-z0-9*?]+")) {
        throw new MalformedPolicy(
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
      }
    }
    return new Statement.Actions(
        not, patterns.stream().map(pattern -> pattern.toLowerCase(Locale.ROOT)).toList());
  }

  private static Statement.Resources resources(JsonNode node, PolicyDocument.Kind kind) {
    boolean not = node.has("NotResource");
    JsonNode resource = node.get(not ? "NotResource" : "Resource");
    if (kind == PolicyDocument.Kind.TRUST) {
      if (resource != null) {
        throw new MalformedPolicy("Has prohibited field Resource");
      }
      return null;
    }
    if (resource == null || not && node.has("Resource") || strings(resource).isEmpty()) {
      throw new MalformedPolicy("Policy statement must contain resources.");
    }
    List<String> patterns = strings(resource);
    for (String pattern : patterns) {
      if (!pattern.equals("*") && !pattern.matches("arn:[^:]*:[^:]*:[^:]*:[^:]*:.+|arn:.*\\*")) {
        throw new MalformedPolicy("Resource " + pattern + " must be in ARN format or \"*\".");
      }
    }
    return new Statement.Resources(not, patterns);
  }

  private static List<Condition> conditions(JsonNode node) {
    JsonNode block = node.path("Condition");
    if (!block.isMissingNode() && !block.isObject()) {
      throw syntax();
    }
    List<Condition> conditions = new ArrayList<>();
    block
        .properties()
        .forEach(
            operator ->
                operator
                    .getValue()
                    .properties()
                    .forEach(
                        key ->
                            conditions.add(
                                Condition.of(
                                    operator.getKey(), key.getKey(), strings(key.getValue())))));
    return conditions;
  }

  private static List<String> strings(JsonNode node) {
    List<String> strings = new ArrayList<>();
    for (JsonNode one : node.isArray() ? node : List.of(node)) {
      if (!one.isValueNode() || one.isNull()) {
        throw syntax();
      }
      strings.add(one.asText());
    }
    return strings;
  }

  private static MalformedPolicy syntax() {
    return new MalformedPolicy("Syntax errors in policy.");
  }
}
