package io.pharos.sandbox.service.iam;

import java.util.List;
import java.util.Locale;

/** How policies compare: {@code *} for any characters, {@code ?} for one, ARNs part by part. */
final class Wildcard {
  private static final int ARN_PARTS = 6;

  private Wildcard() {}

  static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** An asterisk does not reach over the colon of an ARN, but for the last part. */
  static boolean matchesArn(String pattern, String arn) {
    if (pattern.equals("*")) {
      return true;
    }
    String[] patterns = pattern.split(":", ARN_PARTS);
    String[] parts = arn.split(":", ARN_PARTS);
    if (patterns.length < ARN_PARTS || parts.length < ARN_PARTS) {
      return matches(pattern, arn);
    }
    for (int i = 0; i < ARN_PARTS; i++) {
      if (!matches(patterns[i], parts[i])) {
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
