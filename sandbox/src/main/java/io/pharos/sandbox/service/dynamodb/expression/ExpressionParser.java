package io.pharos.sandbox.service.dynamodb.expression;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Parses conditions, updates and projections by the grammar of the DynamoDB developer guide
 * ("Condition expressions", "Update expressions").
 */
public final class ExpressionParser {
  private static final Set<String> CLAUSES = Set.of("SET", "REMOVE", "ADD", "DELETE");
  private static final Set<String> COMPARATORS = Set.of("=", "<>", "<", "<=", ">", ">=");

  private final Tokens tokens;
  private final Placeholders placeholders;

  /**
   * @param member the request's member, as errors name it: {@code ConditionExpression}
   */
  public ExpressionParser(String text, String member, Placeholders placeholders) {
    this.tokens = new Tokens(text, member);
    this.placeholders = placeholders;
  }

  public Condition condition() {
    Condition condition = or();
    end();
    return condition;
  }

  /** The paths of a projection. */
  public List<Path> projection() {
    List<Path> paths = new ArrayList<>();
    do {
      paths.add(path());
    } while (tokens.take(","));
    end();
    return paths;
  }

  public Update update() {
    Update update = new Update();
    Set<String> clauses = new HashSet<>();
    while (!tokens.done()) {
      String clause = tokens.peek().toUpperCase(Locale.ROOT);
      if (!CLAUSES.contains(clause)) {
        throw tokens.unexpected();
      }
      if (!clauses.add(clause)) {
        throw new InvalidExpression(
            "Invalid UpdateExpression: The \"%s\" section can only be used once in an update expression;"
                .formatted(clause));
      }
      tokens.next();
      do {
        action(clause, update);
      } while (tokens.take(","));
    }
    return update;
  }

  private void action(String clause, Update update) {
    Path path = path();
    switch (clause) {
      case "SET" -> {
        tokens.expect("=");
        update.set(path, sum());
      }
      case "REMOVE" -> update.remove(path);
      case "ADD" -> update.add(path, literal());
      default -> update.delete(path, literal());
    }
  }

  private Operand sum() {
    Operand left = setOperand();
    if (tokens.take("+")) {
      return new Operand.Sum(left, setOperand(), false);
    }
    return tokens.take("-") ? new Operand.Sum(left, setOperand(), true) : left;
  }

  private Operand setOperand() {
    if (function("if_not_exists")) {
      Path path = path();
      tokens.expect(",");
      Operand otherwise = setOperand();
      tokens.expect(")");
      return new Operand.IfNotExists(path, otherwise);
    }
    if (function("list_append")) {
      Operand first = setOperand();
      tokens.expect(",");
      Operand second = setOperand();
      tokens.expect(")");
      return new Operand.ListAppend(first, second);
    }
    return tokens.peek().startsWith(":") ? literal() : new Operand.Attribute(path());
  }

  private Condition or() {
    Condition left = and();
    while (tokens.take("OR")) {
      left = new Condition.Or(left, and());
    }
    return left;
  }

  private Condition and() {
    Condition left = not();
    while (tokens.take("AND")) {
      left = new Condition.And(left, not());
    }
    return left;
  }

  private Condition not() {
    if (tokens.take("NOT")) {
      return new Condition.Not(not());
    }
    if (tokens.take("(")) {
      Condition inner = or();
      tokens.expect(")");
      return inner;
    }
    return primary();
  }

  private Condition primary() {
    if (function("attribute_exists")) {
      return close(new Condition.Exists(path()));
    }
    if (function("attribute_not_exists")) {
      return close(new Condition.Not(new Condition.Exists(path())));
    }
    if (function("attribute_type")) {
      Path path = path();
      tokens.expect(",");
      return close(new Condition.HasType(path, literal()));
    }
    if (function("begins_with")) {
      Operand operand = operand();
      tokens.expect(",");
      return close(new Condition.BeginsWith(operand, operand()));
    }
    if (function("contains")) {
      Operand operand = operand();
      tokens.expect(",");
      return close(new Condition.Contains(operand, operand()));
    }
    return comparison();
  }

  private Condition comparison() {
    Operand left = operand();
    if (tokens.take("BETWEEN")) {
      Operand low = operand();
      tokens.expect("AND");
      return new Condition.Between(left, low, operand());
    }
    if (tokens.take("IN")) {
      tokens.expect("(");
      List<Operand> choices = new ArrayList<>();
      do {
        choices.add(operand());
      } while (tokens.take(","));
      tokens.expect(")");
      return new Condition.In(left, choices);
    }
    if (!COMPARATORS.contains(tokens.peek())) {
      throw tokens.unexpected();
    }
    String sign = tokens.next();
    return new Condition.Comparison(left, sign, operand());
  }

  private Operand operand() {
    if (function("size")) {
      Path path = path();
      tokens.expect(")");
      return new Operand.Size(path);
    }
    return tokens.peek().startsWith(":") ? literal() : new Operand.Attribute(path());
  }

  private Operand.Literal literal() {
    if (!tokens.peek().startsWith(":")) {
      throw tokens.unexpected();
    }
    return new Operand.Literal(placeholders.value(tokens.next(), tokens.expression()));
  }

  /** Names of functions are in lower case, unlike keywords, which are in any. */
  private boolean function(String name) {
    if (tokens.peek().equals(name) && tokens.peek(1).equals("(")) {
      tokens.next();
      tokens.next();
      return true;
    }
    return false;
  }

  private Condition close(Condition condition) {
    tokens.expect(")");
    return condition;
  }

  private Path path() {
    List<Object> steps = new ArrayList<>();
    steps.add(name());
    while (true) {
      if (tokens.take(".")) {
        steps.add(name());
      } else if (tokens.take("[")) {
        String index = tokens.next();
        if (!index.matches("\\d+")) {
          throw tokens.unexpected();
        }
        steps.add(Integer.valueOf(index));
        tokens.expect("]");
      } else {
        return new Path(List.copyOf(steps));
      }
    }
  }

  private String name() {
    String token = tokens.peek();
    if (token.startsWith("#")) {
      return placeholders.name(tokens.next(), tokens.expression());
    }
    if (token.isEmpty() || !Character.isLetter(token.charAt(0))) {
      throw tokens.unexpected();
    }
    if (ReservedWords.contains(token)) {
      throw new InvalidExpression(
          "Invalid %s: Attribute name is a reserved keyword; reserved keyword: %s"
              .formatted(tokens.expression(), token));
    }
    return tokens.next();
  }

  private void end() {
    if (!tokens.done()) {
      throw tokens.unexpected();
    }
  }
}
