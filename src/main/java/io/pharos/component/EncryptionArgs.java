package io.pharos.component;

import io.pharos.config.Site;

/** What {@link Encryption} is built from. */
public record EncryptionArgs(Site site) {}
