package io.pharos.sandbox.service.iam;

import io.pharos.sandbox.core.Glob;
import java.util.List;
import java.util.Locale;

/** How policies compare: policy variables filled in, ARNs part by part. */
final class Wildcard {
  private static final int ARN_PARTS = 6;

  private Wildcard() {}

  /** An asterisk does not reach over the colon of an ARN, but for the last part. */
  static boolean matchesArn(String pattern, String arn) {
    if (pattern.equals("*")) {
      return true;
    }
    String[] patterns = pattern.split(":", ARN_PARTS);
    String[] parts = arn.split(":", ARN_PARTS);
    if (patterns.length < ARN_PARTS || parts.length < ARN_PARTS) {
      return Glob.matches(pattern, arn);
    }
    for (int i = 0; i < ARN_PARTS; i++) {
      if (!Glob.matches(patterns[i], parts[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * The pattern with its policy variables filled in, or null when the request lacks one of them: a
   * statement with such a variable matches nothing.
   */
  static String resolve(String pattern, ConditionContext context) {
    if (!pattern.contains("${")) {
      return pattern;
    }
    StringBuilder resolved = new StringBuilder();
    int from = 0;
    for (int start = pattern.indexOf("${"); start >= 0; start = pattern.indexOf("${", from)) {
      int end = pattern.indexOf('}', start);
      if (end < 0) {
        break;
      }
      resolved.append(pattern, from, start);
      List<String> values =
          context.values(pattern.substring(start + 2, end).toLowerCase(Locale.ROOT));
      if (values == null || values.size() != 1) {
        return null;
      }
      resolved.append(values.get(0));
      from = end + 1;
    }
    return resolved.append(pattern.substring(from)).toString();
  }
}
