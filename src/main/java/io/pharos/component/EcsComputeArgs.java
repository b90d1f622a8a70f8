package io.pharos.component;

import io.pharos.config.Site;

/** What {@link EcsCompute} is built from. */
public record EcsComputeArgs(
    Site site,
    Network network,
    Encryption encryption,
    Configuration configuration,
    Database database,
    LoadBalancer loadBalancer) {}
