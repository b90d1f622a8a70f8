package io.pharos.recovery.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The definitions of the state machines, in the Amazon States Language. Each task names its
 * function as {@code ${word}}, which becomes the ARN of that function's alias at deployment.
 */
public final class StateMachines {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

  private StateMachines() {}

  /**
   * The definition to deploy.
   *
   * @param aliasArns the ARN of each function's alias {@link RecoveryFunction#ALIAS}
   * @throws IllegalArgumentException when a function of the definition has no ARN here, or one that
   *     has an ARN here is not in the definition
   */
  public static String definition(StateMachine machine, Map<RecoveryFunction, String> aliasArns) {
    Set<RecoveryFunction> called = functions(machine);
    if (!called.equals(aliasArns.keySet())) {
      throw new IllegalArgumentException(
          machine.word()
              + " calls "
              + words(called)
              + ", but ARNs were given for "
              + words(aliasArns.keySet()));
    }
    return PLACEHOLDER
        .matcher(template(machine))
        .replaceAll(match -> Matcher.quoteReplacement(aliasArns.get(function(match.group(1)))));
  }

  /** The functions that this state machine calls: what its role may invoke. */
  public static Set<RecoveryFunction> functions(StateMachine machine) {
    Set<RecoveryFunction> called = EnumSet.noneOf(RecoveryFunction.class);
    PLACEHOLDER
        .matcher(template(machine))
        .results()
        .forEach(match -> called.add(function(match.group(1))));
    return called;
  }

  private static String template(StateMachine machine) {
    String path = "/io/pharos/recovery/asl/" + machine.word() + ".asl.json";
    try (InputStream file = StateMachines.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalStateException(path + " is not on the class path");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be read", e);
    }
  }

  private static RecoveryFunction function(String word) {
    for (RecoveryFunction function : RecoveryFunction.values()) {
      if (function.word().equals(word)) {
        return function;
      }
    }
    throw new IllegalArgumentException("no recovery function is called '" + word + "'");
  }

  private static Set<String> words(Set<RecoveryFunction> functions) {
    return functions.stream()
        .map(RecoveryFunction::word)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
