package io.pharos.component;

import io.pharos.config.Site;

/** What {@link LoadBalancer} is built from. */
public record LoadBalancerArgs(Site site, Network network) {}
