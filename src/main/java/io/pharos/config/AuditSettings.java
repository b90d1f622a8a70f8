package io.pharos.config;

/**
 * Who changed what in the account.
 *
 * @param trail whether the primary stack has a trail of CloudTrail for all Regions
 * @param retentionDays how long its logs are kept
 */
public record AuditSettings(boolean trail, int retentionDays) {}
