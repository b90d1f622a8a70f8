package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.states.Json;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** How Lambda's Java runtime tells an error: a JSON object with message, type and trace. */
final class FunctionError {
  private static final Pattern PROXIES =
      Pattern.compile("(jdk|java)[.].*([.]reflect|[.]proxy|ClassLoader).*");

  private FunctionError() {}

  static String of(Throwable error) {
    if (error instanceof HandlerMissing) {
      return json(error.getMessage(), error.getCause().getClass().getName(), null);
    }
    return Json.write(describe(error, 0));
  }

  static String timedOut(String requestId, Duration timeout) {
    String text =
        String.format(
            Locale.ROOT,
            "RequestId: %s Error: Task timed out after %.2f seconds",
            requestId,
            timeout.toMillis() / 1000.0);
    return json(text, "Sandbox.Timedout", null);
  }

  private static Map<String, Object> describe(Throwable error, int depth) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("errorMessage", error.getMessage());
    fields.put("errorType", error.getClass().getName());
    fields.put("stackTrace", trace(error));
    if (error.getCause() != null && error.getCause() != error && depth < 3) {
      fields.put("cause", describe(error.getCause(), depth + 1));
    }
    return fields;
  }

  /** The frames that are the same on Lambda: neither the sandbox's own nor those of its proxies. */
  private static List<String> trace(Throwable error) {
    return Arrays.stream(error.getStackTrace())
        .takeWhile(frame -> !frame.getClassName().equals(ExecutionEnvironment.class.getName()))
        .filter(frame -> !frame.getClassName().startsWith("io.pharos.sandbox."))
        .filter(frame -> !PROXIES.matcher(frame.getClassName()).matches())
        .map(StackTraceElement::toString)
        .toList();
  }

  private static String json(String message, String type, List<String> trace) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("errorMessage", message);
    fields.put("errorType", type);
    if (trace != null) {
      fields.put("stackTrace", trace);
    }
    return Json.write(fields);
  }
}
