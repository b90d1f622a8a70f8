package io.pharos.config;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a text may be.
 *
 * @param allowed the rule in words
 * @param example a value that keeps it, shown in the fix
 */
record Rule(Predicate<String> test, String allowed, String example) {

  static Rule matching(String regex, String allowed, String example) {
    return new Rule(Pattern.compile(regex).asMatchPredicate(), allowed, example);
  }

  /** This rule, narrowed. */
  Rule and(Predicate<String> more, String also) {
    return new Rule(test.and(more), allowed + ", " + also, example);
  }
}
