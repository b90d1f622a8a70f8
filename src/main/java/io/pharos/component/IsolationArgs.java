package io.pharos.component;

import io.pharos.config.Site;

/** What {@link Isolation} is built from. */
public record IsolationArgs(
    Site site, Network network, ObjectStore objects, Monitoring monitoring) {}
