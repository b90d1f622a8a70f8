package io.pharos.component;

import io.pharos.config.Site;

/** What the trail needs of its Region. */
public record AuditArgs(Site site, Encryption encryption) {}
