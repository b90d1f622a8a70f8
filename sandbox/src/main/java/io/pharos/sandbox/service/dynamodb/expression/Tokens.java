package io.pharos.sandbox.service.dynamodb.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words and signs of an expression, one after the other. */
final class Tokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:([A-Za-z][A-Za-z0-9_]*)|([#:][A-Za-z0-9_]+)|(\\d+)|(<>|<=|>=|[=<>+\\-(),.\\[\\]]))\\s*");

  private final String expression;

  /** The tokens of what was read before: functions send the same few expressions. */
  private static final Map<String, List<String>> READ = new ConcurrentHashMap<>();

  private final List<String> tokens;
  private int at;

  /**
   * @param expression what DynamoDB calls it in errors: {@code ConditionExpression}
   */
  Tokens(String text, String expression) {
    this.expression = expression;
    if (text.isBlank()) {
      throw new InvalidExpression("Invalid " + expression + ": The expression can not be empty;");
    }
    this.tokens = READ.computeIfAbsent(text, this::read);
  }

  private List<String> read(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    int from = 0;
    while (from < text.length()) {
      matcher.region(from, text.length());
      if (!matcher.lookingAt()) {
        throw syntax(text.substring(from, from + 1), text.substring(Math.max(0, from - 5)));
      }
      tokens.add(matcher.group().strip());
      from = matcher.end();
    }
    return List.copyOf(tokens);
  }

  String expression() {
    return expression;
  }

  boolean done() {
    return at >= tokens.size();
  }

  /** The next token, or the empty string at the end. */
  String peek() {
    return peek(0);
  }

  String peek(int ahead) {
    return at + ahead < tokens.size() ? tokens.get(at + ahead) : "";
  }

  String next() {
    if (done()) {
      throw unexpected();
    }
    return tokens.get(at++);
  }

  /** Takes the token when it is this word or sign, in any case. */
  boolean take(String wanted) {
    if (peek().equalsIgnoreCase(wanted)) {
      at++;
      return true;
    }
    return false;
  }

  void expect(String wanted) {
    if (!take(wanted)) {
      throw unexpected();
    }
  }

  InvalidExpression unexpected() {
    String near =
        String.join(" ", tokens.subList(Math.max(0, at - 1), Math.min(tokens.size(), at + 2)));
    return syntax(done() ? "<EOF>" : peek(), near);
  }

  private InvalidExpression syntax(String token, String near) {
    return new InvalidExpression(
        "Invalid %s: Syntax error; token: \"%s\", near: \"%s\"".formatted(expression, token, near));
  }
}
