package io.pharos.sandbox.service.rds;

import java.time.Instant;

/**
 * One committed row.
 *
 * @param committed when the writer acknowledged it
 * @param writer resource id of the database that acknowledged it, which stays the same on every
 *     replica that it reaches
 */
public record Row(String key, String value, Instant committed, String writer) {}
