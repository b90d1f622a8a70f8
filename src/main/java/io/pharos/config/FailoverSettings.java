package io.pharos.config;

/**
 * How a failover starts, and when it is refused.
 *
 * @param maxReplicaLagSeconds bound of the loss above which only a person may go on
 * @param capacity what the size of the Region that takes over goes by
 * @param symmetric whether operations run in both Regions, so that a second disaster after a
 *     failover can be survived
 * @param automaticFailback whether the application comes back to the primary Region by itself once
 *     that Region has been well for a while
 */
public record FailoverSettings(
    Trigger trigger,
    int maxReplicaLagSeconds,
    CapacitySource capacity,
    boolean symmetric,
    boolean automaticFailback) {}
