package io.pharos.sandbox.states;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import io.pharos.sandbox.core.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The functions that Step Functions adds to JSONata, and those of JSONata that would read the wall
 * clock or chance: https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 *
 * @param now the virtual time
 * @param chance what {@code $uuid} and {@code $random} without a seed follow from
 */
record ExpressionFunctions(Instant now, long chance) {
  private static final List<String> NAMES =
      List.of("now", "millis", "uuid", "random", "parse", "partition", "range", "hash", "eval");

  /** Which of these functions the expression names. */
  static Set<String> namedIn(String text) {
    return NAMES.stream()
        .filter(name -> text.contains("$" + name))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Makes the functions known that the expression names.
   *
   * @param named the names among {@link #NAMES} that stand in the expression
   */
  void register(Set<String> named, Jsonata.Frame frame) {
    if (named.isEmpty()) {
      return;
    }
    Random random = new Random(chance);
    bind(named, frame, "now", () -> Jsonata.function("now", () -> now.toString(), "<:s>"));
    bind(
        named, frame, "millis", () -> Jsonata.function("millis", () -> now.toEpochMilli(), "<:n>"));
    bind(
        named,
        frame,
        "uuid",
        () -> Jsonata.function("uuid", () -> uuid(random.nextLong()), "<:s>"));
    bind(
        named,
        frame,
        "random",
        () ->
            Jsonata.function(
                "random",
                (Number seed) ->
                    (seed == null ? random : new Random(seed.longValue())).nextDouble(),
                "<n?:n>"));
    bind(
        named,
        frame,
        "parse",
        () -> Jsonata.function("parse", (String json) -> parse(json), "<s:x>"));
    bind(
        named,
        frame,
        "partition",
        () ->
            Jsonata.function(
                "partition",
                (List<?> array, Number size) -> partition(array, size.intValue()),
                "<an:a>"));
    bind(
        named,
        frame,
        "range",
        () ->
            Jsonata.function(
                "range",
                (Number first, Number last, Number step) ->
                    range(first.intValue(), last.intValue(), step.intValue()),
                "<nnn:a>"));
    bind(
        named,
        frame,
        "hash",
        () ->
            Jsonata.function(
                "hash", (String data, String algorithm) -> hash(data, algorithm), "<ss:s>"));
    bind(
        named,
        frame,
        "eval",
        () ->
            Jsonata.function(
                "eval",
                (Object any) -> {
                  throw new JException("Function 'eval' is not supported", 0);
                },
                "<x:x>"));
  }

  private static void bind(
      Set<String> named, Jsonata.Frame frame, String name, Supplier<Jsonata.JFunction> function) {
    if (named.contains(name)) {
      frame.bind(name, function.get());
    }
  }

  private static String uuid(long seed) {
    String hex = Ids.hex("", 32, seed);
    return hex.substring(0, 8)
        + "-"
        + hex.substring(8, 12)
        + "-4"
        + hex.substring(13, 16)
        + "-a"
        + hex.substring(17, 20)
        + "-"
        + hex.substring(20);
  }

  private static Object parse(String text) {
    try {
      Object value = Json.parse(text);
      return value == null ? Jsonata.NULL_VALUE : value;
    } catch (IllegalArgumentException e) {
      throw new JException("Function 'parse': " + e.getMessage(), 0);
    }
  }

  private static List<Object> partition(List<?> array, int size) {
    if (size < 1) {
      throw new JException("Function 'partition' needs a chunk size above 0", 0);
    }
    List<Object> chunks = new ArrayList<>();
    for (int i = 0; i < array.size(); i += size) {
      chunks.add(new ArrayList<>(array.subList(i, Math.min(i + size, array.size()))));
    }
    return chunks;
  }

  private static List<Integer> range(int first, int last, int step) {
    List<Integer> numbers = new ArrayList<>();
    if (step == 0 || (last - first) / step > 1000) {
      throw new JException("Function 'range' makes 1000 numbers at most", 0);
    }
    for (int i = first; step > 0 ? i <= last : i >= last; i += step) {
      numbers.add(i);
    }
    return numbers;
  }

  private static String hash(String data, String algorithm) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm).digest(data.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new JException("Function 'hash' does not know the algorithm " + algorithm, 0);
    }
  }
}
