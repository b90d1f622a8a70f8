package io.pharos.component;

import io.pharos.config.Site;

/** What {@link RehearsalEntrance} is built from. */
public record RehearsalEntranceArgs(Site site, Network network, LoadBalancer loadBalancer) {}
