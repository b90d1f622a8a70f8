package io.pharos.config;

/** How long the object store keeps what nobody sees any more. */
public record StorageSettings(
    int noncurrentVersionDays, int abortMultipartDays, int logRetentionDays) {}
