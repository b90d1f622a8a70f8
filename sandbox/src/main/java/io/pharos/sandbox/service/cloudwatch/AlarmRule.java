package io.pharos.sandbox.service.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The rule of a composite alarm: {@code ALARM(a) AND (OK("b") OR NOT INSUFFICIENT_DATA(c))}. NOT
 * binds tighter than AND, AND tighter than OR.
 */
final class AlarmRule {
  private interface Term {
    boolean holds(Function<String, AlarmState> state);
  }

  private final List<String> tokens;
  private final List<String> children = new ArrayList<>();
  private final String text;
  private final Term whole;
  private int position;

  AlarmRule(String text) {
    this.text = text;
    this.tokens = tokens(text);
    this.whole = or();
    if (position < tokens.size()) {
      throw invalid();
    }
  }

  /** Names or ARNs of the alarms that it looks at. */
  List<String> children() {
    return List.copyOf(children);
  }

  boolean holds(Function<String, AlarmState> state) {
    return whole.holds(state);
  }

  private Term or() {
    Term left = and();
    while (accept("OR")) {
      Term first = left;
      Term second = and();
      left = state -> first.holds(state) || second.holds(state);
    }
    return left;
  }

  private Term and() {
    Term left = not();
    while (accept("AND")) {
      Term first = left;
      Term second = not();
      left = state -> first.holds(state) && second.holds(state);
    }
    return left;
  }

  private Term not() {
    if (accept("NOT")) {
      Term inner = not();
      return state -> !inner.holds(state);
    }
    if (accept("(")) {
      Term inner = or();
      expect(")");
      return inner;
    }
    if (accept("TRUE")) {
      return state -> true;
    }
    if (accept("FALSE")) {
      return state -> false;
    }
    for (AlarmState wanted : AlarmState.values()) {
      if (accept(wanted.name())) {
        expect("(");
        String alarm = next();
        expect(")");
        children.add(alarm);
        return state -> state.apply(alarm) == wanted;
      }
    }
    throw invalid();
  }

  private boolean accept(String word) {
    boolean found =
        position < tokens.size() && tokens.get(position).toUpperCase(Locale.ROOT).equals(word);
    if (found) {
      position++;
    }
    return found;
  }

  private void expect(String word) {
    if (!accept(word)) {
      throw invalid();
    }
  }

  private String next() {
    if (position == tokens.size()) {
      throw invalid();
    }
    return tokens.get(position++);
  }

  private List<String> tokens(String rule) {
    List<String> found = new ArrayList<>();
    int i = 0;
    while (i < rule.length()) {
      char c = rule.charAt(i);
      int start = i;
      if (Character.isWhitespace(c)) {
        i++;
      } else if (c == '(' || c == ')') {
        found.add(String.valueOf(c));
        i++;
      } else if (c == '"') {
        int end = rule.indexOf('"', i + 1);
        if (end < 0) {
          throw invalid();
        }
        found.add(rule.substring(i + 1, end));
        i = end + 1;
      } else {
        while (i < rule.length()
            && !Character.isWhitespace(rule.charAt(i))
            && "()\"".indexOf(rule.charAt(i)) < 0) {
          i++;
        }
        found.add(rule.substring(start, i));
      }
    }
    return found;
  }

  private RuntimeException invalid() {
    return CloudWatchRefusal.invalid("AlarmRule is not a valid expression: " + text);
  }
}
