package io.pharos.component;

import io.pharos.config.Site;

/** What {@link Network} is built from. */
public record NetworkArgs(Site site) {}
