package io.pharos.drill;

import io.pharos.config.ComputeKind;
import io.pharos.config.Engine;
import io.pharos.config.Settings;
import io.pharos.config.Strategy;
import io.pharos.engine.SandboxStage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A way to be deployed: how much of the standby runs, on what, and with which database. */
public record Combination(Strategy strategy, ComputeKind compute, Engine engine) {

  /** How these settings deploy it. */
  public static Combination of(Settings settings) {
    return new Combination(
        settings.strategy(), settings.compute().kind(), settings.database().engine());
  }

  /** Every one that there is, also those that the configuration refuses. */
  public static List<Combination> all() {
    return Stream.of(Strategy.values())
        .flatMap(
            strategy ->
                Stream.of(ComputeKind.values())
                    .flatMap(
                        compute ->
                            Stream.of(Engine.values())
                                .map(engine -> new Combination(strategy, compute, engine))))
        .toList();
  }

  /** The settings that make it. */
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(SandboxStage.with(strategy));
    settings.putAll(SandboxStage.with(compute));
    settings.putAll(SandboxStage.with(engine));
    return settings;
  }

  /** {@code pilot-light-ec2-mysql}: also the folder of its report. */
  @Override
  public String toString() {
    return String.join("-", strategy.word(), compute.word(), engine.word());
  }
}
