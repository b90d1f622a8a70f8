package io.pharos.sandbox.states;

import com.dashjoin.jsonata.Jsonata;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * An expression that is parsed once by each thread and evaluated many times. The library leaves the
 * frame of an evaluation behind in the expression, where the next one would see its variables: it
 * is put back each time.
 */
final class ParsedExpression {
  private static final VarHandle ENVIRONMENT = environment();
  private static final ThreadLocal<Map<String, ParsedExpression>> PARSED =
      ThreadLocal.withInitial(HashMap::new);

  /** Definitions of one program are few; whoever makes up more pays for the parser again. */
  private static final int MOST = 2_000;

  private final Jsonata expression;
  private final Object clean;
  private final Set<String> functions;

  private ParsedExpression(String text) {
    this.expression = Jsonata.jsonata(text);
    this.clean = ENVIRONMENT.get(expression);
    this.functions = ExpressionFunctions.namedIn(text);
  }

  /**
   * @throws com.dashjoin.jsonata.JException when the text is no JSONata
   */
  static ParsedExpression of(String text) {
    Map<String, ParsedExpression> parsed = PARSED.get();
    if (parsed.size() >= MOST) {
      parsed.clear();
    }
    return parsed.computeIfAbsent(text, ParsedExpression::new);
  }

  /** A frame in which nothing is bound yet. */
  Jsonata.Frame frame() {
    return expression.createFrame();
  }

  /** Makes known there which of these functions the expression names. */
  void bind(ExpressionFunctions all, Jsonata.Frame frame) {
    all.register(functions, frame);
  }

  Object evaluate(Jsonata.Frame frame) {
    try {
      return expression.evaluate(null, frame);
    } finally {
      ENVIRONMENT.set(expression, clean);
    }
  }

  private static VarHandle environment() {
    try {
      return MethodHandles.privateLookupIn(Jsonata.class, MethodHandles.lookup())
          .findVarHandle(Jsonata.class, "environment", Jsonata.Frame.class);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this version of JSONata keeps its frames elsewhere", e);
    }
  }
}
