package io.pharos.component;

import io.pharos.config.Site;

/** What {@link Ec2Compute} is built from. */
public record Ec2ComputeArgs(
    Site site,
    Network network,
    Encryption encryption,
    Configuration configuration,
    Database database,
    LoadBalancer loadBalancer) {}
