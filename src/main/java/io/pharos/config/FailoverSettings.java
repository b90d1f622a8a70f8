package io.pharos.config;

/**
 * How a failover starts, and when it is refused.
 *
 * @param maxReplicaLagSeconds bound of the loss above which only a person may go on
 */
public record FailoverSettings(Trigger trigger, int maxReplicaLagSeconds) {}
