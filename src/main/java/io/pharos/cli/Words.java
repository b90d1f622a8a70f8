package io.pharos.cli;

import io.pharos.config.Engine;
import io.pharos.config.Strategy;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Options that are one of a few words of the configuration: what is none of them is refused. */
abstract class Words<T> implements ITypeConverter<T>, Iterable<String> {
  private final List<T> all;
  private final Function<T, String> word;

  private Words(List<T> all, Function<T, String> word) {
    this.all = all;
    this.word = word;
  }

  @Override
  public T convert(String asked) {
    return all.stream()
        .filter(each -> word.apply(each).equals(asked))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected one of " + String.join(", ", this) + ", not '" + asked + "'"));
  }

  @Override
  public Iterator<String> iterator() {
    return all.stream().map(word).iterator();
  }

  /** The strategies. */
  static final class Strategies extends Words<Strategy> {
    Strategies() {
      super(List.of(Strategy.values()), Strategy::word);
    }
  }

  /** The engines of the database. */
  static final class Engines extends Words<Engine> {
    Engines() {
      super(List.of(Engine.values()), Engine::word);
    }
  }
}
