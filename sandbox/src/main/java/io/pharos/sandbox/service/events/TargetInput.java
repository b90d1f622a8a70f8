package io.pharos.sandbox.service.events;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.states.Json;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a target gets of an event: all of it, a part, a constant, or a template filled from it. */
final class TargetInput {
  private static final Pattern PLACEHOLDER = Pattern.compile("\"?<([A-Za-z0-9._-]+)>\"?");
  private static final Pattern STEP = Pattern.compile("\\.([^.\\[]+)|\\[([0-9]+)]|\\['([^']+)']");

  private TargetInput() {}

  static void check(Resource target) {
    int ways =
        (target.has("input") ? 1 : 0)
            + (target.has("inputPath") ? 1 : 0)
            + (target.map("inputTransformer").isEmpty() ? 0 : 1);
    if (ways > 1) {
      throw EventRefusal.invalid(
          "Only one of Input, InputPath, or InputTransformer must be provided for target "
              + target.string("targetId")
              + ".");
    }
    if (target.has("input")) {
      try {
        Json.parse(target.string("input"));
      } catch (IllegalArgumentException e) {
        throw EventRefusal.invalid(
            "JSON syntax error in input for target " + target.string("targetId"));
      }
    }
  }

  static String of(Resource target, Map<String, Object> event) {
    if (target.has("input")) {
      return target.string("input");
    }
    if (target.has("inputPath")) {
      return Json.write(at(event, target.string("inputPath")));
    }
    Map<String, Object> transformer = target.map("inputTransformer");
    return transformer.isEmpty() ? Json.write(event) : transformed(target, transformer, event);
  }

  private static String transformed(
      Resource target, Map<String, Object> transformer, Map<String, Object> event) {
    Map<?, ?> paths = (Map<?, ?>) transformer.getOrDefault("inputPaths", Map.of());
    Matcher matcher = PLACEHOLDER.matcher(transformer.get("inputTemplate").toString());
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(
          text, Matcher.quoteReplacement(value(matcher, target, paths, event)));
    }
    matcher.appendTail(text);
    return text.toString();
  }

  private static String value(
      Matcher matcher, Resource target, Map<?, ?> paths, Map<String, Object> event) {
    String name = matcher.group(1);
    Object value =
        switch (name) {
          case "aws.events.event", "aws.events.event.json" -> event;
          case "aws.events.event.ingestion-time" -> event.get("time");
          case "aws.events.rule-arn" ->
              ((List<?>) event.getOrDefault("resources", List.of())).get(0);
          case "aws.events.rule-name" -> target.string("rule");
          default -> paths.get(name) == null ? null : at(event, paths.get(name).toString());
        };
    String whole = matcher.group();
    boolean quoted = whole.startsWith("\"") && whole.endsWith("\"");
    if (quoted || value instanceof String && !whole.startsWith("\"") && !whole.endsWith("\"")) {
      return Json.write(value == null ? "" : value instanceof String ? value : Json.write(value));
    }
    String plain = value == null ? "" : value instanceof String text ? text : Json.write(value);
    return (whole.startsWith("\"") ? "\"" : "") + plain + (whole.endsWith("\"") ? "\"" : "");
  }

  private static Object at(Object event, String path) {
    Object value = event;
    Matcher steps = STEP.matcher(path);
    while (steps.find()) {
      if (steps.group(2) != null) {
        int index = Integer.parseInt(steps.group(2));
        value = value instanceof List<?> list && index < list.size() ? list.get(index) : null;
      } else {
        String name = steps.group(1) == null ? steps.group(3) : steps.group(1);
        value = value instanceof Map<?, ?> map ? map.get(name) : null;
      }
    }
    return value;
  }
}
