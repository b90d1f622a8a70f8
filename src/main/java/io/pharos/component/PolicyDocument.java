package io.pharos.component;

import io.pharos.config.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An IAM policy document, written statement by statement. Equal statements give equal text, so that
 * a preview shows a policy only when it changed.
 */
public final class PolicyDocument {
  private final List<Map<String, Object>> statements = new ArrayList<>();

  /** One statement while it is written. */
  public static final class Statement {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    private Statement(String sid, String effect) {
      fields.put("Sid", sid);
      fields.put("Effect", effect);
    }

    public static Statement allow(String sid) {
      return new Statement(sid, "Allow");
    }

    public static Statement deny(String sid) {
      return new Statement(sid, "Deny");
    }

    /** Who may; {@code type} is AWS or Service. */
    public Statement principal(String type, String who) {
      fields.put("Principal", Map.of(type, who));
      return this;
    }

    public Statement everyone() {
      fields.put("Principal", "*");
      return this;
    }

    public Statement actions(String... actions) {
      fields.put("Action", List.of(actions));
      return this;
    }

    public Statement resources(String... resources) {
      fields.put("Resource", List.of(resources));
      return this;
    }

    /** Adds a condition; several ones must all hold. */
    public Statement when(String operator, String key, Object value) {
      @SuppressWarnings("unchecked")
      Map<String, Map<String, Object>> conditions =
          (Map<String, Map<String, Object>>)
              fields.computeIfAbsent(
                  "Condition", k -> new LinkedHashMap<String, Map<String, Object>>());
      conditions.computeIfAbsent(operator, k -> new LinkedHashMap<>()).put(key, value);
      return this;
    }
  }

  public static PolicyDocument of(Statement... statements) {
    PolicyDocument document = new PolicyDocument();
    for (Statement statement : statements) {
      document.add(statement);
    }
    return document;
  }

  /** The trust policy of a role that this service assumes. */
  public static String trust(String service) {
    return of(Statement.allow("Assume").principal("Service", service).actions("sts:AssumeRole"))
        .toString();
  }

  public PolicyDocument add(Statement statement) {
    statements.add(statement.fields);
    return this;
  }

  /** The document as JSON. */
  @Override
  public String toString() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Version", "2012-10-17");
    document.put("Statement", statements);
    return Json.write(document);
  }
}
