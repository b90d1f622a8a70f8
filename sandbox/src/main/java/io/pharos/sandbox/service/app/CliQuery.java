package io.pharos.sandbox.service.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of the AWS CLI's {@code --query} that user data uses: fields, {@code []} over a list,
 * and {@code [A,B]} for several fields of each; and its text output.
 */
final class CliQuery {
  private static final Pattern STEP =
      Pattern.compile("\\.?(\\w+)|\\[\\*?]|\\[(\\d+)]|\\.?\\[(\\w+(?:\\s*,\\s*\\w+)*)]");

  private CliQuery() {}

  static JsonNode select(JsonNode from, String query) {
    List<JsonNode> nodes = List.of(from);
    boolean many = false;
    Matcher step = STEP.matcher(query);
    int end = 0;
    while (end < query.length()) {
      if (!step.find(end) || step.start() != end) {
        throw new UnsupportedOperationException("the sandbox does not know --query " + query);
      }
      end = step.end();
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode node : nodes) {
        if (step.group(1) != null) {
          next.add(node.path(step.group(1)));
        } else if (step.group(2) != null) {
          next.add(node.path(Integer.parseInt(step.group(2))));
        } else if (step.group(3) != null) {
          next.add(fields(node, step.group(3)));
        } else {
          node.forEach(next::add);
          many = true;
        }
      }
      nodes = next;
    }
    return many ? JsonNodeFactory.instance.arrayNode().addAll(nodes) : nodes.get(0);
  }

  private static ArrayNode fields(JsonNode node, String names) {
    ArrayNode fields = JsonNodeFactory.instance.arrayNode();
    for (String name : names.split("\\s*,\\s*")) {
      fields.add(node.path(name));
    }
    return fields;
  }

  /** Lists of lists are lines, lists of values one line; values are separated by tabs. */
  static String text(JsonNode node) {
    if (!node.isArray()) {
      return value(node);
    }
    List<String> lines = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (JsonNode each : node) {
      if (each.isArray()) {
        lines.add(text(each));
      } else {
        values.add(value(each));
      }
    }
    if (!values.isEmpty()) {
      lines.add(String.join("\t", values));
    }
    return String.join("\n", lines);
  }

  private static String value(JsonNode node) {
    if (node.isObject()) {
      throw new UnsupportedOperationException(
          "the sandbox prints no objects as text: --query them");
    }
    return node.isMissingNode() || node.isNull() ? "None" : node.asText();
  }
}
