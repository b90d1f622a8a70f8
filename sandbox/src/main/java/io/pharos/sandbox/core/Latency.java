package io.pharos.sandbox.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * How long things take on AWS: {@code latency.json}, where every figure has its source. A sample
 * follows from the seed and from what it is for, never from the order in which samples are drawn.
 */
public final class Latency {
  private record Figure(double low, double median, double high) {}

  private static final Map<String, Figure> FILE = read();

  private final String seed;
  private final Map<String, Figure> figures = new HashMap<>(FILE);

  public Latency(long seed) {
    this.seed = Long.toString(seed);
  }

  private static Map<String, Figure> read() {
    Map<String, Figure> figures = new HashMap<>();
    try (InputStream file = Latency.class.getResourceAsStream("/io/pharos/sandbox/latency.json")) {
      JsonNode tree = new ObjectMapper().readTree(file);
      tree.properties()
          .forEach(
              entry -> {
                JsonNode seconds = entry.getValue().required("seconds");
                figures.put(
                    entry.getKey(),
                    new Figure(
                        seconds.required("low").asDouble(),
                        seconds.required("median").asDouble(),
                        seconds.required("high").asDouble()));
              });
      return Map.copyOf(figures);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces a figure by a fixed time, for tests and what-if questions. */
  public Latency with(String what, Duration fixed) {
    if (figures.put(what, new Figure(seconds(fixed), seconds(fixed), seconds(fixed))) == null) {
      throw new IllegalArgumentException("latency.json has no figure '" + what + "'");
    }
    return this;
  }

  /** Makes all samples of a figure from now on so many times as long, for what-if questions. */
  public Latency scale(String what, double factor) {
    Figure figure = figure(what);
    figures.put(
        what, new Figure(figure.low * factor, figure.median * factor, figure.high * factor));
    return this;
  }

  /**
   * A sample in whole milliseconds: half of them below the median, all between low and high.
   *
   * @param what a key of latency.json
   * @param which distinguishes samples of the same figure (a resource's name, a count)
   */
  public Duration sample(String what, Object... which) {
    Figure figure = figure(what);
    double luck = new Random(Ids.number(seed, what, Ids.number(which))).nextDouble();
    double seconds =
        luck < 0.5
            ? figure.low + (figure.median - figure.low) * luck * 2
            : figure.median + (figure.high - figure.median) * (luck - 0.5) * 2;
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  /** No sample is shorter. */
  public Duration low(String what) {
    return Duration.ofMillis(Math.round(figure(what).low * 1000));
  }

  public Duration median(String what) {
    return Duration.ofMillis(Math.round(figure(what).median * 1000));
  }

  private Figure figure(String what) {
    Figure figure = figures.get(what);
    if (figure == null) {
      throw new IllegalArgumentException("latency.json has no figure '" + what + "'");
    }
    return figure;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
