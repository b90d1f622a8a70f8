package io.pharos.sandbox.service.call;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An ARN of {@code permissions.json}, taken apart. In it {@code ${region}} and {@code ${account}}
 * are those of the call, {@code ${Field}} is the request's member, {@code ${Field|x}} is x when the
 * member is not set, and {@code ${Field#kind}} looks the ARN up by what the member names.
 */
record ArnTemplate(List<Part> parts) {
  private static final Pattern FIELD =
      Pattern.compile("\\$\\{(\\w+)(?:\\|(\\$\\{account}|[^}]*))?(?:#(\\w+))?}");

  sealed interface Part {}

  record Text(String text) implements Part {}

  record Region() implements Part {}

  record AccountId() implements Part {}

  /**
   * @param otherwise stands for a member that is not set, or null when there is no ARN then
   * @param kind how the ARN is looked up; empty when the value is part of it
   */
  record Member(String name, Part otherwise, String kind) implements Part {}

  static ArnTemplate parse(String template) {
    List<Part> parts = new ArrayList<>();
    Matcher field = FIELD.matcher(template);
    int from = 0;
    while (field.find()) {
      if (field.start() > from) {
        parts.add(new Text(template.substring(from, field.start())));
      }
      parts.add(part(field));
      from = field.end();
    }
    if (from < template.length()) {
      parts.add(new Text(template.substring(from)));
    }
    return new ArnTemplate(List.copyOf(parts));
  }

  private static Part part(Matcher field) {
    return switch (field.group(1)) {
      case "region" -> new Region();
      case "account" -> new AccountId();
      default ->
          new Member(
              field.group(1),
              field.group(2) == null
                  ? null
                  : field.group(2).equals("${account}")
                      ? new AccountId()
                      : new Text(field.group(2)),
              field.group(3) == null ? "" : field.group(3));
    };
  }
}
