package io.pharos.component;

import io.pharos.config.Site;

/** What {@link UsersEntrance} is built from. */
public record UsersEntranceArgs(Site site, Network network, LoadBalancer loadBalancer) {}
