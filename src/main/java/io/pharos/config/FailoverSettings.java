package io.pharos.config;

/**
 * How a failover starts, and when it is refused.
 *
 * @param maxReplicaLagSeconds bound of the loss above which only a person may go on
 * @param symmetric whether operations run in both Regions, so that a second disaster after a
 *     failover can be survived
 * @param automaticFailback whether the application comes back to the primary Region by itself once
 *     that Region has been well for a while
 */
public record FailoverSettings(
    Trigger trigger, int maxReplicaLagSeconds, boolean symmetric, boolean automaticFailback) {}
