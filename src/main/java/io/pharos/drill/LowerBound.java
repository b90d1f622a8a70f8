package io.pharos.drill;

import io.pharos.config.ComputeKind;
import io.pharos.config.Engine;
import io.pharos.config.Strategy;
import io.pharos.config.Via;
import io.pharos.recovery.contract.Cadence;
import io.pharos.recovery.contract.Position;
import io.pharos.world.ModelTimes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast users can be served again at best: the longest chain of things that must happen one
 * after the other, from the figures of the model and the periods that are configured, never from
 * the run. Every user counts, also the one who looked the name up just before it moved.
 *
 * @param best with each figure's lowest value: no strategy of this kind is faster
 * @param typical the same chain with each figure's median
 */
public record LowerBound(Map<String, Duration> best, Map<String, Duration> typical) {

  public Duration rto() {
    return sum(best);
  }

  public Duration typicalRto() {
    return sum(typical);
  }

  public List<String> path() {
    return List.copyOf(best.keySet());
  }

  /** The other Region is lost, and nobody has to be asked. */
  public static LowerBound unplanned(Combination deployed, Via via) {
    return new LowerBound(
        unplanned(deployed, via, ModelTimes.best(), Duration.ZERO),
        unplanned(deployed, via, ModelTimes.typical(), Cadence.PROBE.dividedBy(2)));
  }

  /** The same from the moment on in which a person starts it: how long that takes is no figure. */
  public static LowerBound started(Combination deployed, Via via) {
    return new LowerBound(
        started(deployed, via, ModelTimes.best()), started(deployed, via, ModelTimes.typical()));
  }

  /**
   * Both Regions are well: users wait from the hold of the writes on.
   *
   * @param to the Region that serves afterwards
   */
  static LowerBound planned(Position to, Engine engine, Via via) {
    return new LowerBound(
        planned(to, engine, via, ModelTimes.best()),
        planned(to, engine, via, ModelTimes.typical()));
  }

  /**
   * @param beforeProbe from the fault to the first probe that meets it
   */
  private static Map<String, Duration> unplanned(
      Combination deployed, Via via, ModelTimes times, Duration beforeProbe) {
    Map<String, Duration> chain = new LinkedHashMap<>();
    chain.put(
        "detect",
        beforeProbe
            .plus(Cadence.PROBE.multipliedBy(Cadence.PROBES - 1L))
            .plus(times.of("cloudwatch.metricDelay"))
            .plus(times.of("events.delivery")));
    Duration promote = times.of(deployed.engine().aurora() ? "aurora.failover" : "rds.promote");
    Duration capacity = capacity(deployed, times);
    if (deployed.strategy() == Strategy.BACKUP_RESTORE) {
      // One after the other: an instance learns the endpoint of its database while it starts.
      chain.put("restore", times.of("rds.restore"));
      chain.put("capacity", capacity);
    } else if (promote.compareTo(capacity) >= 0) {
      chain.put("promote", promote);
    } else {
      chain.put("capacity", capacity);
    }
    chain.put("verify", step(times).multipliedBy(2));
    arrive(chain, via, step(times).plus(quickSignal(times)), times);
    return chain;
  }

  /** Through an accelerator, which has to notice; names do not change. */
  private static void arrive(
      Map<String, Duration> chain, Via via, Duration signalled, ModelTimes times) {
    switch (via) {
      case DNS, BOTH -> {
        chain.put("takeover", signalled);
        chain.put("ttl", times.of("dns.aliasTtl"));
      }
      case ACCELERATOR -> chain.put("takeover", step(times).plus(times.of("accelerator.decision")));
    }
  }

  private static Map<String, Duration> started(Combination deployed, Via via, ModelTimes times) {
    Map<String, Duration> chain = unplanned(deployed, via, times, Duration.ZERO);
    chain.remove("detect");
    return chain;
  }

  private static Map<String, Duration> planned(
      Position to, Engine engine, Via via, ModelTimes times) {
    Map<String, Duration> chain = new LinkedHashMap<>();
    chain.put("hold", step(times));
    chain.put(
        "drain",
        Cadence.DRAIN_MARGIN.plus(
            times.of(engine.aurora() ? "aurora.replicationLag" : "rds.replicationLag")));
    chain.put("promote", times.of(engine.aurora() ? "aurora.switchover" : "rds.promote"));
    chain.put("verify", step(times).multipliedBy(2));
    arrive(
        chain,
        via,
        step(times)
            .plus(
                switch (to) {
                  case SECONDARY -> quickSignal(times);
                  // Both signals must clear: a minute without a claim, and its evaluation.
                  case PRIMARY -> Cadence.TRAFFIC_PERIOD.plus(times.of("cloudwatch.metricDelay"));
                }),
        times);
    return chain;
  }

  /** From an empty group to healthy targets; what runs already needs nothing. */
  private static Duration capacity(Combination deployed, ModelTimes times) {
    return switch (deployed.strategy()) {
      case PILOT_LIGHT, BACKUP_RESTORE ->
          start(deployed.compute(), times)
              .plus(Cadence.TARGET_CHECK.multipliedBy(Cadence.TARGET_CHECKS - 1L));
      case WARM_STANDBY -> Duration.ZERO;
    };
  }

  private static Duration start(ComputeKind kind, ModelTimes times) {
    return switch (kind) {
      case EC2 -> times.of("ec2.launch").plus(times.of("ec2.userData"));
      case ECS -> times.of("ecs.startTask");
    };
  }

  private static Duration quickSignal(ModelTimes times) {
    return Cadence.TAKEOVER_CHECK
        .multipliedBy(Cadence.TAKEOVER_CHECKS - 1L)
        .plus(times.of("route53.endpointDecision"));
  }

  /** A function that is warm: no luck is better. */
  private static Duration step(ModelTimes times) {
    return times.of("lambda.invoke").plus(times.of("states.transition"));
  }

  private static Duration sum(Map<String, Duration> chain) {
    return chain.values().stream().reduce(Duration.ZERO, Duration::plus);
  }
}
