package io.pharos.component;

import io.pharos.config.Site;

/** What {@link Monitoring} is built from. */
public record MonitoringArgs(
    Site site, Encryption encryption, LoadBalancer loadBalancer, Database database) {}
