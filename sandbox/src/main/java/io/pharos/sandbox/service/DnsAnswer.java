package io.pharos.sandbox.service;

/**
 * What a resolver is told about a name after every alias, CNAME and failover decision.
 *
 * @param loadBalancerDnsName the load balancer, or the accelerator, that the name leads to
 * @param ttlSeconds how long a resolver may keep the answer
 */
public record DnsAnswer(String loadBalancerDnsName, int ttlSeconds) {}
