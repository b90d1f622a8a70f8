package io.pharos.sandbox.states;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Evaluates what stands between {@code {%} and {@code %}} in a field of a state, as JSONata, with
 * the variables of the state machine and the functions of Step Functions.
 */
final class Expressions {
  private static final int MAX_MILLIS = 5_000;
  private static final int MAX_DEPTH = 500;

  private static final Pattern PATH = Pattern.compile("\\$[a-z]\\w*(\\.[A-Za-z]\\w*)*");

  /** The names of every expression that is a path, nothing for the others. */
  private static final Map<String, List<String>> PATHS = new ConcurrentHashMap<>();

  private final Map<String, Object> variables;
  private final ExpressionFunctions functions;

  /**
   * @param variables what the expressions see, without the dollar: the state machine's variables
   *     and {@code states}
   */
  Expressions(Map<String, Object> variables, ExpressionFunctions functions) {
    this.variables = variables;
    this.functions = functions;
  }

  static boolean isExpression(Object value) {
    return value instanceof String text && text.startsWith("{%") && text.endsWith("%}");
  }

  /** Why the text is no JSONata, or null when it is. */
  static String syntaxError(String text) {
    try {
      Jsonata.jsonata(inner(text));
      return null;
    } catch (JException e) {
      return e.getMessage();
    }
  }

  /**
   * The template with every expression in it replaced by its value.
   *
   * @param field where the template stands, for the error message
   * @throws StateError States.QueryEvaluationError
   */
  Object evaluate(String field, Object template) {
    if (isExpression(template)) {
      return expression(field, (String) template);
    }
    if (template instanceof Map<?, ?> map) {
      Map<String, Object> result = new LinkedHashMap<>();
      map.forEach((key, value) -> result.put((String) key, evaluate(field + "/" + key, value)));
      return result;
    }
    if (template instanceof List<?> list) {
      List<Object> result = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        result.add(evaluate(field + "[" + i + "]", list.get(i)));
      }
      return result;
    }
    return template;
  }

  /**
   * The value of a plain path such as {@code $states.input.outcome}, which needs no parser; null
   * when there is more to it than members of objects.
   */
  private Object path(String text) {
    List<String> names = PATHS.computeIfAbsent(text, Expressions::names);
    Object value = names.isEmpty() ? null : variables;
    for (String name : names) {
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return value;
  }

  private static List<String> names(String text) {
    String path = inner(text);
    return PATH.matcher(path).matches() ? List.of(path.substring(1).split("\\.")) : List.of();
  }

  private Object expression(String field, String text) {
    Object known = path(text);
    if (known != null && !(known instanceof List<?>)) {
      return plain(known, text, field);
    }
    Object result;
    try {
      // An object around it tells null from nothing: the library answers both with null.
      ParsedExpression expression = ParsedExpression.of("{\"value\": (" + inner(text) + "\n)}");
      Jsonata.Frame frame = expression.frame();
      frame.setRuntimeBounds(MAX_MILLIS, MAX_DEPTH);
      variables.forEach(
          (name, value) -> frame.bind(name, value == null ? Jsonata.NULL_VALUE : value));
      expression.bind(functions, frame);
      result = expression.evaluate(frame);
    } catch (JException | NumberFormatException | StackOverflowError e) {
      throw failure(text, field, "threw an error during evaluation. " + e.getMessage());
    }
    if (!(result instanceof Map<?, ?> map) || !map.containsKey("value")) {
      throw failure(text, field, "returned nothing (undefined).");
    }
    return plain(map.get("value"), text, field);
  }

  /** A copy out of the library's own collections, which are not all values. */
  private static Object plain(Object value, String text, String field) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, entry) -> copy.put((String) key, plain(entry, text, field)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(entry -> copy.add(plain(entry, text, field)));
      return copy;
    }
    if (value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean) {
      return value;
    }
    throw failure(text, field, "returned an unsupported result type.");
  }

  private static StateError failure(String text, String field, String what) {
    return new StateError(
        StateError.QUERY,
        "The JSONata expression '"
            + inner(text)
            + "' specified for the field '"
            + field
            + "' "
            + what);
  }

  private static String inner(String text) {
    return text.substring(2, text.length() - 2).strip();
  }
}
